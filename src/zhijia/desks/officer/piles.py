"""Tasks of one kind: some of them, how many there are, and the list with all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from zhijia.directory.models import ReunionRegister
from zhijia.kernel.day import today
from zhijia.office.models import ReplyRegister, TaskRegister
from zhijia.office.queries import late_replies, late_tasks
from zhijia.plans.calls.queries import late_answer
from zhijia.plans.models import (
    DutyRegister,
    MilestoneRegister,
    ShareRegister,
    UnitPlanRegister,
    YearlyReturnRegister,
)
from zhijia.plans.queries import late_share
from zhijia.plans.statistics.queries import late_return
from zhijia.registry.models import Event
from zhijia.registry.register import Register, registers

#: as many tasks of a pile as the page shows, fewer where there are many piles
FEW, MANY_PILES, FEWER = 6, 5, 3
#: who waits longer than these days for a step, or lacks proof longer, is late
STEP_DAYS, PROOF_DAYS = 14, 30
#: the calendar answers for its own lines
CALENDAR = (DutyRegister, MilestoneRegister)
#: what a page of its own leads to: neither a button of the desk nor in the bar of a telephone
ELSEWHERE = (*CALENDAR, ReunionRegister)


@dataclass(frozen=True)
class Due:
    """The day of its own a register's step has: what is late by it, and the day of an entry, None for none."""

    late: Callable[[], Q]
    day: Callable[[Any], Any]


DUE: dict[type[Register], Due] = {
    ShareRegister: Due(late_share, lambda share: share.reply_due_on if share.state == "offered" else None),
    TaskRegister: Due(late_tasks, lambda task: task.due_on),
    ReplyRegister: Due(late_replies, lambda reply: reply.reply_due_on),
    UnitPlanRegister: Due(late_answer, lambda one: None if one.is_filed else one.call.due_on),
    YearlyReturnRegister: Due(late_return, lambda one: None if one.is_signed else one.called.due_on),
}


@dataclass(frozen=True)
class Task:
    """One entry somebody has to do something with."""

    text: str
    detail: str
    url: str
    label: str = ""
    day: Any = None


@dataclass
class Pile:
    """Tasks of one kind; `rows` gives them when the page shows the pile."""

    title: str
    count: int = 0
    url: str = ""
    tone: str = "plain"
    tasks: list[Task] = field(default_factory=list)
    register: type[Register] | None = None
    rows: Any = None
    label: str = ""


def working() -> list[type[Register]]:
    """The registers whose steps and gates make work; the calendar has questions of its own."""
    return [register for register in registers() if register not in CALENDAR]


def filled(piles: Sequence[Pile]) -> list[Pile]:
    """The piles with their first tasks, the oldest first."""
    few = FEW if len(piles) <= MANY_PILES else FEWER
    for pile in piles:
        if pile.rows is not None and pile.register is not None:
            rows = pile.rows.order_by("recorded_at")[:few]
            pile.tasks = [task(pile.register, entry, pile.label) for entry in rows]
    return list(piles)


def task(register: type[Register], entry: Any, label: str = "") -> Task:
    due = DUE[register].day(entry) if register in DUE else None
    day = due or getattr(entry, "happened_on", None) or entry.recorded_at.date()
    return Task(str(entry), entry.org.name, address(register, entry), label, day)


def address(register: type[Register], entry: Any) -> str:
    return reverse("registry:detail", args=[register.room, register.noun, entry.uid])


def list_url(register: type[Register], **query: str) -> str:
    """The register's list, narrowed as far as it knows these filters."""
    known = {name: value for name, value in query.items() if value and name in register.filters}
    base = reverse("registry:list", args=[register.room, register.noun])
    return f"{base}?{urlencode(known)}" if known else base


def title(label: Any, register: type[Register]) -> str:
    return capfirst(f"{label} · {register.model._meta.verbose_name_plural}")


def old(register: type[Register], days: int = STEP_DAYS) -> Q:
    """Entries recorded, and dated where they have a day, longer ago than so many days."""
    condition = Q(recorded_at__lt=timezone.now() - timedelta(days=days))
    if issubclass(register.model, Event):
        condition &= Q(happened_on__lt=today() - timedelta(days=days))
    return condition


def late(register: type[Register]) -> Q:
    """Entries whose step is overdue: by its own day where the register has one, else after a fortnight."""
    return DUE[register].late() if register in DUE else old(register)


def begun(register: type[Register]) -> Q:
    """Entries whose day has come; what lies ahead is not yet anybody's task."""
    return Q(happened_on__lte=today()) if issubclass(register.model, Event) else Q()
