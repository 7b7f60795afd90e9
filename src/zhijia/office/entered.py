"""What workers asked for themselves in a year, and how much of it somebody entered on their behalf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst

from zhijia.directory.behalf import Source, sources
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor


@dataclass(frozen=True)
class Entered:
    """One kind of entry: made by the workers, for them, and for them with their word since."""

    name: str
    own: int
    behalf: int
    later: int
    links: list[tuple[str, int, str]]

    @property
    def percent(self) -> int | None:
        """How much of it is not the workers' own word, in whole percent."""
        whole = self.own + self.behalf + self.later
        return round(100 * self.behalf / whole) if whole else None


def of_year(actor: Actor, year: int) -> list[Entered]:
    """Every kind of entry within sight that workers make themselves."""
    found = [_entered(source, actor, year) for source in sources()]
    return [one for one in found if one is not None and one.own + one.behalf + one.later]


def _entered(source: Source, actor: Actor, year: int) -> Entered | None:
    register = register_of(source.model)
    if not register.policy.view.ever(actor):
        return None
    rows = register.visible(actor).filter(happened_on__year=year).order_by()
    sums = rows.aggregate(
        **{name: Count("pk", filter=getattr(source, name)) for name in ("own", "behalf", "later")}
    )
    to = reverse("registry:list", args=[register.room, register.noun])
    days = f"happened_on_from={year}-01-01&happened_on_to={year}-12-31"
    links = [
        (capfirst(str(words)), rows.filter(_asked(query)).count(), f"{to}?{query}&{days}")
        for words, query in source.links
    ]
    return Entered(
        capfirst(str(source.model._meta.verbose_name_plural)), links=[one for one in links if one[1]], **sums
    )


def _asked(query: str) -> Any:
    name, _sign, value = query.partition("=")
    return Q(**{name: value})
