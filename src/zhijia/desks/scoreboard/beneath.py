"""The entries beneath a figure: each with what it gives and, where it does not count, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.desks.scoreboard import lines as board
from zhijia.desks.scoreboard import places
from zhijia.kernel.period import Period
from zhijia.plans.models import Target
from zhijia.registry import cells
from zhijia.registry.register import register_of
from zhijia.tally import queries as tally
from zhijia.tally.indicator import Indicator
from zhijia.tally.sources import INDICATORS, model_of
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

PAGE = 50


@dataclass(frozen=True)
class Beneath:
    """One fact with its entry as far as the actor may see it."""

    fact: tally.Fact
    text: str
    url: str
    org: str
    day: str
    quantity: int
    counts: bool
    why: list[str]


def page(target: Target, org: Org, as_of: date, actor: Actor, sent: QueryDict) -> dict[str, Any]:
    """Everything the page of the entries beneath a target's figure shows."""
    indicators = [INDICATORS[key] for key in board.parts(target.indicator)]
    wanted = next((one for one in indicators if one.key == sent.get("of")), indicators[0])
    show = sent.get("show", "all")
    show = show if show in ("counted", "claimed") else "all"
    return {
        **places.place(actor, org, as_of),
        "target": target,
        "line": board.lines_of([target], org, as_of)[0],
        "indicators": indicators,
        "measure": wanted,
        "show": show,
        "page": page_of(wanted, target.period, org, as_of, actor, show=show, number=sent.get("page", "1")),
        "tabs": _tabs(target, org, as_of, wanted.key, show),
    }


def _tabs(target: Target, org: Org, as_of: date, of: str, show: str) -> list[tuple[str, str, bool]]:
    labels = {"all": _("all claimed"), "counted": _("counted"), "claimed": _("not counted")}
    return [
        (label, board.address("entries", target, org, as_of, of=of, show=key), key == show)
        for key, label in labels.items()
    ]


def page_of(
    indicator: Indicator, period: Period, org: Org, as_of: date, actor: Actor, *, show: str, number: str
) -> Page[Any]:
    """A page of the facts beneath an indicator at a node; `show` is all, counted or claimed."""
    kind = {"counted": True, "claimed": False}.get(show)
    facts = tally.facts(indicator.key, org.pk, period, as_of=as_of, counted=kind)
    repeated = _repeats(indicator, facts)
    page: Page[Any] = Paginator(facts, PAGE).get_page(
        int(number) if number.isascii() and number.isdigit() else 1
    )
    page.object_list = _lines(indicator, list(page.object_list), actor, repeated)
    return page


def _repeats(indicator: Indicator, facts: list[tally.Fact]) -> set[int]:
    """The entries whose subject another counted entry already gives: they add nothing to the figure."""
    if not indicator.distinct:
        return set()
    seen: set[int] = set()
    again = set()
    for fact in reversed(facts):
        if fact.missing:
            continue
        if fact.subject_id in seen:
            again.add(fact.entry_id)
        seen.add(fact.subject_id)
    return again


def _lines(indicator: Indicator, facts: list[tally.Fact], actor: Actor, repeated: set[int]) -> list[Beneath]:
    register = register_of(model_of(indicator.key))
    entries = register.visible(actor).in_bulk([fact.entry_id for fact in facts])
    names = dict(Org.objects.filter(pk__in={fact.org_id for fact in facts}).values_list("pk", "name"))
    found = []
    for fact in facts:
        entry = entries.get(fact.entry_id)
        why = [f"{gate.missing} — {gate.mend}" for gate in tally.gates_missing(indicator.key, fact.missing)]
        again = fact.entry_id in repeated
        if again:
            why.append(_("the same person is already counted in this period"))
        found.append(
            Beneath(
                fact,
                _text(register, entry, actor),
                reverse("registry:detail", args=[register.room, register.noun, entry.uid]) if entry else "",
                names.get(fact.org_id, ""),
                _day(indicator, fact),
                fact.quantity,
                not fact.missing and not again,
                why,
            )
        )
    return found


def _text(register: Any, entry: Any, actor: Actor) -> str:
    if entry is None:
        return pgettext("entry", "not within your sight")
    return str(entry) or cells.HIDDEN


def _day(indicator: Indicator, fact: tally.Fact) -> str:
    if not indicator.is_stock:
        return fact.starts_on.isoformat()
    end = "" if fact.ends_on.year == 9999 else fact.ends_on.isoformat()
    return f"{fact.starts_on.isoformat()} – {end}"
