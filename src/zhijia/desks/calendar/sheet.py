"""A year in thirds of months and a month in days, from the lines of the calendar."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.desks.calendar.asked import Asked
from zhijia.kernel.period import Period, add_months
from zhijia.plans import agenda
from zhijia.plans.models import MilestoneKind
from zhijia.plans.templatetags.milestones import STANDINGS

#: thirds in the order of a row; 0 is what runs through the month or is due by its end
THIRDS = (1, 2, 3, 0)


@dataclass
class Third:
    """A third of a month, or what lies in no single one, with its lines: one's own first."""

    number: int
    label: str
    is_now: bool
    lines: list[agenda.Line] = field(default_factory=list)


@dataclass
class Month:
    """A row of the year."""

    number: int
    name: str
    url: str
    is_now: bool
    thirds: list[Third]

    @property
    def count(self) -> int:
        return sum(len(third.lines) for third in self.thirds)


def place_of(line: agenda.Line) -> tuple[date, int]:
    """The day by which a line is placed and its third: where its own unions put it off to, else its own days."""
    later = [duty.ends_on for duty in line.to_hold if duty.put_off_to]
    if later and len(later) == len(line.to_hold) and max(later) > line.milestone.ends_on:
        day = max(later)
        return day, _third_of_day(day)
    return line.milestone.ends_on, line.milestone.third


def _third_of_day(day: date) -> int:
    return min((day.day - 1) // 10 + 1, 3)


def _labels() -> dict[int, str]:
    return {
        1: pgettext("third of a month", "1–10"),
        2: pgettext("third of a month", "11–20"),
        3: pgettext("third of a month", "21–end"),
        0: pgettext("third of a month", "in the month or by its end"),
    }


def months(asked: Asked, lines: list[agenda.Line]) -> list[Month]:
    """The twelve months of the year asked for, each with its thirds."""
    labels, on = _labels(), asked.on
    found = []
    for number in range(1, 13):
        now = (on.year, on.month) == (asked.year, number)
        thirds = [Third(third, labels[third], now and third == _third_of_day(on)) for third in THIRDS]
        url = reverse("desks:calendar_month") + asked.link(year=None, month=f"{asked.year}-{number:02}")
        found.append(Month(number, str(MONTHS[number]), url, now, thirds))
    for line in _sorted(lines):
        day, third = place_of(line)
        if day.year == asked.year:
            found[day.month - 1].thirds[THIRDS.index(third)].lines.append(line)
    return found


def _sorted(lines: list[agenda.Line]) -> list[agenda.Line]:
    return sorted(lines, key=lambda line: (not line.is_own, place_of(line)[0], line.milestone.pk))


def year_page(asked: Asked) -> dict[str, Any]:
    """What the page of a year shows; raises BadQuery."""
    every = asked.lines(Period.year(asked.year))
    shown = [line for line in every if asked.state in ("", line.standing)]
    current = asked.year == asked.on.year
    return {
        **_choices(asked, every),
        "months": months(asked, shown),
        "labels": [_labels()[third] for third in THIRDS],
        "meetings": asked.meetings(Period.year(asked.year), ahead=True),
        "shown": len(shown),
        "mine": agenda.mine(asked.actor, asked.on) if current else [],
        "year": asked.year,
        "earlier": asked.link(year=asked.year - 1),
        "later": asked.link(year=asked.year + 1),
    }


def month_page(asked: Asked) -> dict[str, Any]:
    """What the page of a month shows: each third with its lines in full; raises BadQuery."""
    period = asked.month
    every = [line for line in asked.lines(period) if place_of(line)[0] in period]
    shown = _sorted([line for line in every if asked.state in ("", line.standing)])
    labels, on = _labels(), asked.on
    thirds = [Third(third, labels[third], on in period and third == _third_of_day(on)) for third in THIRDS]
    for line in shown:
        thirds[THIRDS.index(place_of(line)[1])].lines.append(line)
    return {
        **_choices(asked, every),
        "month": period.start,
        "thirds": [third for third in thirds if third.lines],
        "meetings": asked.meetings(period),
        "shown": len(shown),
        "earlier": asked.link(month=f"{add_months(period.start, -1):%Y-%m}"),
        "later": asked.link(month=f"{add_months(period.start, 1):%Y-%m}"),
        "year_url": reverse("desks:calendar") + asked.link(month=None, year=period.start.year),
    }


def _choices(asked: Asked, lines: list[agenda.Line]) -> dict[str, Any]:
    """Filters with their choices, and how many lines stand each way."""
    counts = Counter(line.standing for line in lines)
    tabs = [(_("All"), asked.link(state=None), not asked.state, len(lines))]
    for code in agenda.STANDINGS:
        if counts[code] or asked.state == code:
            tabs.append((str(STANDINGS[code][0]), asked.link(state=code), asked.state == code, counts[code]))
    scopes = {"own": _("For my unions"), "below": _("With the unions below")}
    return {
        "asked": asked,
        "on": asked.on,
        "tabs": tabs,
        "scopes": [(label, asked.link(scope=code), asked.scope == code) for code, label in scopes.items()],
        "kinds": MilestoneKind.choices,
        "clear_url": asked.link(org=None, kind=None, state=None, plan=None),
    }
