"""The page of proof of life: verdicts by place, and each union with its four proofs and the entries behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from zhijia.desks.scoreboard import places
from zhijia.directory.life import proofs
from zhijia.directory.life.establishing import established
from zhijia.directory.life.signs import signs
from zhijia.directory.models import Dues, Union
from zhijia.kernel.day import today
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under

A_PAGE = 50
TONES = {"alive": "good", "doubtful": "warn", "paper": "bad"}


@dataclass(frozen=True)
class Mark:
    """One proof of a union: whether it is met, in a few words, and the entries behind it."""

    label: str
    met: bool
    text: str = ""
    day: date | None = None
    url: str = ""
    not_due: bool = False


@dataclass(frozen=True)
class Line:
    """A union with its verdict and its proofs."""

    union: Any
    verdict: str
    label: str
    tone: str
    marks: list[Mark]


@dataclass
class Place:
    """A union below with how many of each verdict stand in it."""

    org: Org
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())

    @property
    def alive(self) -> int:
        return self.numbers["alive"]

    @property
    def doubtful(self) -> int:
        return self.numbers["doubtful"]

    @property
    def paper(self) -> int:
        return self.numbers["paper"]

    @property
    def percent(self) -> float | None:
        return self.alive * 100 / self.total if self.total else None


def page(actor: Actor, org: Org, verdict: str, number: str) -> dict[str, Any]:
    """Everything the page shows; a verdict there is not shows all."""
    day = today()
    rows = proofs.within_sight(actor, day).filter(under(org.path))
    wanted = verdict if verdict in proofs.Verdict.values else ""
    listed = rows.filter(verdict=wanted) if wanted else rows
    shown = Paginator(listed.order_by("proofs", "path"), A_PAGE).get_page(number)
    found, below = _places(org, rows, day)
    return {
        **places.place(actor, org, day),
        "whole": found,
        "places": below,
        "verdicts": _choices(org, found, wanted),
        "wanted": wanted,
        "page": shown,
        "lines": lines(list(shown.object_list), actor, day),
        "established": established(org, day),
        "confirmed": proofs.CONFIRMED,
        "needed": proofs.ALIVE,
    }


def _places(org: Org, rows: QuerySet[Any], day: date) -> tuple[Place, list[Place]]:
    """The verdicts of the whole place and of each union directly below that has unions of workers in it."""
    whole, below = Place(org), [Place(one) for one in places.below(org, day)]
    for path, verdict in rows.order_by().values_list("path", "verdict"):
        whole.numbers[verdict] += 1
        for one in below:
            if path.startswith(one.org.path):
                one.numbers[verdict] += 1
    return whole, [one for one in below if one.total and one.org.kind not in proofs.BASE]


def _choices(org: Org, whole: Place, wanted: str) -> list[dict[str, Any]]:
    """The verdicts as chips that narrow the list."""
    return [
        {
            "label": capfirst(str(one.label)),
            "number": whole.numbers[one.value],
            "tone": TONES[one.value],
            "active": one.value == wanted,
            "query": urlencode({"node": org.code} | ({} if one.value == wanted else {"verdict": one.value})),
        }
        for one in proofs.Verdict
    ]


def lines(unions: Sequence[Any], actor: Actor, day: date) -> list[Line]:
    """The unions with what proves each, one question to each kind of entry for all of them."""
    orgs = [union.org_id for union in unions]
    held, paid = _newest(orgs, day), _paid(orgs, actor, day)
    return [
        Line(
            union,
            union.verdict,
            capfirst(str(proofs.Verdict(union.verdict).label)),
            TONES[union.verdict],
            [_chair(union), _meeting(union, held, actor), _dues(union, paid), _members(union)],
        )
        for union in unions
    ]


def _newest(orgs: Sequence[int], day: date) -> dict[int, Any]:
    """The newest thing held at each union."""
    found: dict[int, Any] = {}
    for sign in signs():
        for row in proofs.held_of(sign, day).filter(org_id__in=orgs):
            if row.org_id not in found or found[row.org_id].happened_on < row.happened_on:
                found[row.org_id] = row
    return found


def _paid(orgs: Sequence[int], actor: Actor, day: date) -> dict[int, tuple[date, str]]:
    """The day of the newest payment of each union; the way to it only for those who may see amounts."""
    register: type[Register] = register_of(Dues)
    found: dict[int, tuple[date, str]] = {}
    seen = set(register.visible(actor).filter(org_id__in=orgs).values_list("pk", flat=True))
    for row in proofs.dues_of(day).filter(org_id__in=orgs):
        url = reverse("registry:detail", args=["directory", "dues", row.uid]) if row.pk in seen else ""
        found.setdefault(row.org_id, (row.happened_on, url))
    return found


def _label(proof: proofs.Proof) -> str:
    return capfirst(str(proof.label))


def _chair(union: Union) -> Mark:
    url = reverse("directory:union", args=[union.uid])
    met: bool = union.has_chair  # type: ignore[attr-defined]
    return Mark(_label(proofs.Proof.CHAIR), met, union.chair_name, union.elected_on, url)


def _meeting(union: Any, held: dict[int, Any], actor: Actor) -> Mark:
    row, label = held.get(union.org_id), _label(proofs.Proof.MEETING)
    if row is None:
        return Mark(label, union.is_new, not_due=union.is_new)
    register = register_of(type(row))
    seen = register.policy.view.test(actor, row)
    url = reverse("registry:detail", args=[register.room, register.noun, row.uid]) if seen else ""
    return Mark(label, True, str(row) if seen else str(row._meta.verbose_name), row.happened_on, url)


def _dues(union: Any, paid: dict[int, tuple[date, str]]) -> Mark:
    label = _label(proofs.Proof.DUES)
    if union.org_id not in paid:
        return Mark(label, union.is_new, not_due=union.is_new)
    day, url = paid[union.org_id]
    return Mark(label, True, "", day, url)


def _members(union: Any) -> Mark:
    url = f"{reverse('registry:list', args=['directory', 'membership'])}?{urlencode({'org': union.code})}"
    text = f"{union.confirmed} / {union.members}"
    return Mark(_label(proofs.Proof.MEMBERS), union.has_members, text, None, url)
