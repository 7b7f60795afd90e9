"""Which days are worked in China: Monday to Friday, but for the days of the calendar table."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from zhijia.kernel import deadline
from zhijia.kernel.notice import BadInput
from zhijia.law.models import CalendarYear, WorkingDay

SATURDAY = 5


class UnknownYear(BadInput):
    """A day of a year whose holidays are not in the calendar."""

    sentences: ClassVar = {
        "unknown_year": "The holidays of %(year)s are not in the calendar, which reaches to %(until)s; "
        "an administrator must enter that year first.",
        "empty_calendar": "The calendar of working days is empty; migrate the database to fill it.",
    }


class Calendar:
    """The calendar as it stands now, each year read once; a `WorkingDays` for kernel deadlines."""

    def __init__(self) -> None:
        self._years: dict[int, dict[date, bool]] = {}

    def __call__(self, day: date) -> bool:
        """Whether `day` is worked; raises UnknownYear."""
        if day.year not in self._years:
            self._years[day.year] = _special_days(day.year)
        return self._years[day.year].get(day, day.weekday() < SATURDAY)


def _special_days(year: int) -> dict[date, bool]:
    if not CalendarYear.objects.filter(year=year).exists():
        until = reaches_until()
        raise UnknownYear("unknown_year", year=year, until=until) if until else UnknownYear("empty_calendar")
    return dict(WorkingDay.objects.filter(year=year).values_list("day", "working"))


def calendar() -> Calendar:
    """A fresh calendar: `Deadline(start, limit).due(working_days=calendar())`."""
    return Calendar()


def is_working(day: date) -> bool:
    """Whether `day` is worked; raises UnknownYear. For many days take one `calendar()`."""
    return Calendar()(day)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, before it when negative; raises UnknownYear."""
    return deadline.add_working_days(day, count, working_days=Calendar())


def reaches_until() -> date | None:
    """The last day of the years that follow the oldest without a gap; None for an empty calendar."""
    known = list(CalendarYear.objects.order_by("year").values_list("year", flat=True))
    unbroken = [year for place, year in enumerate(known) if year == known[0] + place]
    return date(unbroken[-1], 12, 31) if unbroken else None
