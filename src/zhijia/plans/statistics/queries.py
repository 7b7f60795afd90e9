"""Who was asked for a yearly return, who has given it, and who is silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from zhijia.kernel.day import today
from zhijia.plans.models import StatisticalYear, StatisticalYearRegister, YearlyReturn, YearlyReturnRegister
from zhijia.plans.registers.yearlyreturn.rules import SIGNED, fillers, overdue, signers
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP, under

__all__ = [
    "Ask",
    "Row",
    "asked",
    "asked_of",
    "below",
    "late_return",
    "late_years",
    "openers",
    "signed_of",
    "silent",
    "writers",
    "year_of",
    "years",
]

late_return = overdue
#: officers of the union or above it, and with them whoever signs: they write about findings
openers, writers = fillers, fillers | signers


def years(actor: Actor, org: Org) -> list[StatisticalYear]:
    """The years for which a union is asked, or asks the unions below, the newest first."""
    above = [org.path[:end] for end in range(STEP, len(org.path) + 1, STEP)]
    rows = StatisticalYearRegister.visible(actor).filter(Q(path__in=above) | under(org.path))
    return list(rows.order_by("-year", "path"))


def year_of(found: Sequence[StatisticalYear], wanted: str) -> StatisticalYear | None:
    """The year asked for by its uid, or the newest; None when there is no such one."""
    if not wanted:
        return found[0] if found else None
    return next((one for one in found if str(one.uid) == wanted), None)


def asked(called: StatisticalYear) -> QuerySet[Org]:
    """The unions that are to give a return of a year: those standing at its end and not closed since."""
    return Org.objects.filter(under(called.path), closed_on=None, opened_on__lte=called.ends_on)


def silent(called: StatisticalYear) -> QuerySet[Org]:
    """Those of them that have not even opened it."""
    return asked(called).exclude(pk__in=YearlyReturn.objects.filter(called=called).values("org"))


@dataclass
class Row:
    """A union directly below with its own return and how many of all under it are signed."""

    org: Org
    given: YearlyReturn | None = None
    asked: int = 0
    signed: int = 0
    due_on: date | None = None
    #: whether it leads others
    leads: bool = field(default=False)

    @property
    def is_late(self) -> bool:
        done = self.given is not None and self.given.is_signed
        return not done and self.due_on is not None and self.due_on < today()

    @property
    def missing(self) -> int:
        return self.asked - self.signed


def below(called: StatisticalYear, org: Org, actor: Actor) -> list[Row]:
    """The unions directly below one, each with its return and what is signed at and under it."""
    size = len(org.path) + STEP
    children = {one.path: one for one in asked(called).filter(parent=org).order_by("path")}
    given = {
        one.org_id: one for one in YearlyReturnRegister.visible(actor).filter(called=called, org__parent=org)
    }
    everybody = _by_child(asked(called).filter(under(org.path)), size)
    rows = YearlyReturn.objects.filter(under(org.path), called=called, state__in=SIGNED)
    signed = _by_child(rows.filter(org__closed_on=None), size)
    return [
        Row(child, given.get(child.pk), everybody[path], signed[path], called.due_on, everybody[path] > 1)
        for path, child in children.items()
    ]


def _by_child(rows: QuerySet[Org] | QuerySet[YearlyReturn], size: int) -> dict[str, int]:
    found = rows.annotate(child=Substr("path", 1, size)).order_by().values("child").annotate(n=Count("pk"))
    return defaultdict(int, {row["child"]: row["n"] for row in found})


@dataclass(frozen=True)
class Ask:
    """A return one of the actor's unions has not opened yet."""

    called: StatisticalYear
    org: Org

    @property
    def is_late(self) -> bool:
        return self.called.due_on < today()


def asked_of(actor: Actor) -> list[Ask]:
    """The returns of years that are over which the actor's own unions have not opened."""
    paths = sorted(set(actor.paths(Role.OFFICER)))
    above = {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}
    called = [one for one in _newest(Q(path__in=above)) if one.ends_on < today()] if paths else []
    return [Ask(one, org) for one in called for org in silent(one).filter(path__in=paths).order_by("path")]


def late_years(org: Org) -> list[StatisticalYear]:
    """The newest year asked of a union or below it, one for each that called, where the day has passed."""
    above = [org.path[:end] for end in range(STEP, len(org.path) + 1, STEP)]
    return [one for one in _newest(Q(path__in=above) | under(org.path)) if one.due_on < today()]


def _newest(rule: Q) -> list[StatisticalYear]:
    """The last year each federation called for: older ones are nobody's task any more."""
    found: dict[int, StatisticalYear] = {}
    for one in StatisticalYear.objects.filter(rule).order_by("year"):
        found[one.org_id] = one
    return list(found.values())


def signed_of(called: StatisticalYear, org: Org) -> tuple[int, int]:
    """How many of a union and all under it have signed, of how many asked."""
    mine = asked(called).filter(under(org.path))
    signed = YearlyReturn.objects.filter(
        under(org.path), called=called, state__in=SIGNED, org__closed_on=None
    )
    return signed.count(), mine.count()
