"""The lists of late and due elections and of vacancies, within one's sight, the most pressing first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhijia.directory.integrity.check import CHECKS
from zhijia.directory.integrity.posts import vacant
from zhijia.directory.models import Union
from zhijia.directory.rules import officers
from zhijia.directory.terms.limits import fill_by
from zhijia.kernel.period import add_months
from zhijia.tree.actor import Actor

LATE, DUE, VACANT = "late", "due", "vacant"
CHECKED = {LATE: "union_overdue", DUE: "union_term_soon"}


@dataclass(frozen=True)
class Line:
    """A union with the day something is due there, and since when its chair's post is vacant."""

    union: Union
    due_on: date
    since: date | None
    days: int

    @property
    def is_late(self) -> bool:
        return self.days > 0

    @property
    def left(self) -> int:
        return max(-self.days, 0)


def may_look(by: Actor) -> bool:
    """Whether the actor works with any union."""
    return officers.ever(by)


def rows(kind: str, by: Actor, day: date) -> QuerySet[Any]:
    """The unions of a list that the actor works with."""
    found = vacant(day) if kind == VACANT else CHECKS[CHECKED[kind]].find(day)
    return officers.filter(by, found)


def lines(kind: str, by: Actor, day: date) -> list[Line]:
    """A whole list, what is longest overdue first; unions are read when they are shown."""
    if kind == VACANT:
        dated = [(pk, fill_by(since), since) for pk, since in rows(kind, by, day).values_list("pk", "since")]
    else:
        values = rows(kind, by, day).values_list("pk", "elected_on", "term_years")
        dated = [(pk, add_months(elected, 12 * years), None) for pk, elected, years in values]
    return [
        Line(Union(pk=pk), due, since, (day - due).days)
        for pk, due, since in sorted(dated, key=lambda one: (one[1], one[0]))
    ]


def shown(found: Sequence[Line]) -> list[Line]:
    """The lines with their unions."""
    unions = Union.objects.select_related("org__parent").in_bulk([line.union.pk for line in found])
    return [
        Line(unions[one.union.pk], one.due_on, one.since, one.days) for one in found if one.union.pk in unions
    ]
