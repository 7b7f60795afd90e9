"""The burden meter: what each level asked of the unions below in a year, and how often it repeated itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.kernel.day import today
from zhijia.office import entered
from zhijia.office.models import NoticeRegister, Reply, ReplyRegister, TaskRegister
from zhijia.office.posts import WORKING
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.ui import charts

#: as many receiving unions as the page names, the most asked first
MOST = 40
#: days between notice and reply below which there was hardly time
SHORT = 5
MONTHS = range(1, 13)


@dataclass
class Asker:
    """What one union asked in the year: `asked` are notices with a reply due times the unions they went to."""

    org: Org
    notices: set[int] = field(default_factory=set)
    asking: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    asked: int = 0
    fields: int = 0
    days: list[int] = field(default_factory=list)
    tasks: int = 0

    @property
    def mean_days(self) -> int | None:
        """The mean number of days given to answer."""
        return round(sum(self.days) / len(self.days)) if self.days else None

    @property
    def short(self) -> int:
        """How many replies were asked within fewer than five days."""
        return sum(1 for one in self.days if one < SHORT)


@dataclass
class Receiver:
    """What was asked of one union in the year."""

    org: Org
    notices: int = 0
    asked: int = 0
    fields: int = 0
    repeated: int = 0
    tasks: int = 0
    shortest: int | None = None

    @property
    def load(self) -> int:
        """Replies and tasks together."""
        return self.asked + self.tasks


@dataclass
class Meter:
    """A year's asking in the actor's sight."""

    year: int
    askers: dict[int, Asker] = field(default_factory=dict)
    receivers: dict[int, Receiver] = field(default_factory=dict)
    months: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * 12))

    def asker(self, org: Org) -> Asker:
        return self.askers.setdefault(org.pk, Asker(org))

    def receiver(self, org: Org) -> Receiver:
        return self.receivers.setdefault(org.pk, Receiver(org))


def meter(actor: Actor, year: int) -> Meter:
    """What was asked in a year of the unions in the actor's sight, notices withdrawn left out."""
    found = Meter(year)
    rows = ReplyRegister.visible(actor).filter(notice__happened_on__year=year).exclude(state="void")
    for reply in rows.order_by("path", "id"):
        _count(found, reply)
    for task in TaskRegister.visible(actor).filter(happened_on__year=year).exclude(state="dropped"):
        if task.issuer_id != task.org_id:
            found.asker(task.issuer).tasks += 1
            found.receiver(task.org).tasks += 1
            found.months[_("tasks")][task.happened_on.month - 1] += 1
    return found


def _count(found: Meter, reply: Reply) -> None:
    notice = reply.notice
    asker, receiver = found.asker(notice.org), found.receiver(reply.org)
    asker.notices.add(notice.pk)
    receiver.notices += 1
    if notice.repeats_id is not None:
        asker.repeated.add(notice.pk)
        receiver.repeated += 1
    if notice.reply_due_on is None:
        return
    number, days = len(notice.questions.splitlines()) or 1, (notice.reply_due_on - notice.happened_on).days
    asker.asking.add(notice.pk)
    asker.asked += 1
    asker.fields += number
    asker.days.append(days)
    receiver.asked += 1
    receiver.fields += number
    receiver.shortest = days if receiver.shortest is None else min(receiver.shortest, days)
    found.months[_("replies")][notice.happened_on.month - 1] += 1


def page(actor: Actor, asked: str) -> dict[str, Any]:
    """Everything the page of the meter shows."""
    years = _years(actor)
    year = int(asked) if asked.isdigit() and int(asked) in years else years[0]
    found = meter(actor, year)
    askers = sorted(found.askers.values(), key=lambda one: (len(one.org.path), one.org.path))
    receivers = sorted(found.receivers.values(), key=lambda one: (-one.load, -one.fields, one.org.path))
    return {
        "year": year,
        "years": [(one, one == year) for one in years],
        "askers": askers,
        "receivers": receivers[:MOST],
        "left_out": max(0, len(receivers) - MOST),
        "short": SHORT,
        "charts": [_by_month(found), _by_asker(askers)] if askers else [],
        "repeated": _repeated(actor, year),
        "sums": _sums(askers),
        "entered": entered.of_year(actor, year),
    }


def _years(actor: Actor) -> list[int]:
    """The years in which something in sight was sent, this one first."""
    rows = NoticeRegister.visible(actor).filter(state="issued").dates("happened_on", "year", order="DESC")
    return sorted({today().year, *(day.year for day in rows)}, reverse=True)


def _sums(askers: list[Asker]) -> list[tuple[str, int]]:
    return [
        (_("notices issued"), sum(len(one.notices) for one in askers)),
        (_("of them asking for a reply"), sum(len(one.asking) for one in askers)),
        (_("replies asked of unions"), sum(one.asked for one in askers)),
        (_("fields asked of unions"), sum(one.fields for one in askers)),
        (_("tasks given"), sum(one.tasks for one in askers)),
        (_("notices that mostly repeat an older one"), sum(len(one.repeated) for one in askers)),
    ]


def _repeated(actor: Actor, year: int) -> list[Any]:
    """The notices of the year that mostly repeat an older one, the most alike first."""
    rows = NoticeRegister.visible(actor).filter(happened_on__year=year, state="issued", repeats__isnull=False)
    return list(rows.order_by("-repeated_percent", "id"))


def _by_month(found: Meter) -> charts.Chart:
    months = [date(found.year, month, 1) for month in MONTHS]
    sums = [sum(row[month - 1] for row in found.months.values()) for month in MONTHS]
    return charts.monthly_trend(
        "burden-months",
        title=_("Asked of the unions below, month by month"),
        months=[pgettext("month", "%(n)s") % {"n": day.month} for day in months],
        done=sums,
        labels={"month": _("Month"), "done": _("replies and tasks")},
    )


def _by_asker(askers: list[Asker]) -> charts.Chart:
    shown = sorted(askers, key=lambda one: -(one.asked + one.tasks))[:15]
    return charts.children(
        "burden-askers",
        title=_("Who asked: replies and tasks asked of unions"),
        names=[one.org.name for one in shown],
        values=[one.asked + one.tasks for one in shown],
        labels={"place": _("Union"), "value": _("replies and tasks")},
    )


def may_look(actor: Actor) -> bool:
    """Whoever works for a union sees what was asked of it."""
    return bool(actor.paths(*WORKING))
