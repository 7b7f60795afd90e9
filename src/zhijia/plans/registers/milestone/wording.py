"""When something is planned, from the words of the plan: 三月上旬, 6月底前, 第二季度, 3月8日, 全年."""

from __future__ import annotations

from datetime import date

from zhijia.kernel.period import Period
from zhijia.plans.reader.period import periods

#: the last day of each third of a month; the third one ends with the month
THIRDS = (10, 20, 31)
#: what is planned for longer than this has its last day as its day
LONG = 31


def days_of(wording: str, year: int) -> tuple[date, date] | None:
    """First and last day that the words name in a year, None when they name none."""
    for found in periods(wording, 0, len(wording), year):
        first, last = found.period.start, found.period.end
        if first is not None and last is not None:
            return first, last
    return None


def third_of(first: date, last: date) -> int:
    """1, 2 or 3 for days that lie in one third of a month, 0 for longer ones: a whole month, or by its end."""
    thirds = {_third(first), _third(last)}
    same_month = (first.year, first.month) == (last.year, last.month)
    return thirds.pop() if same_month and len(thirds) == 1 else 0


def _third(day: date) -> int:
    return next(number for number, end in enumerate(THIRDS, 1) if day.day <= end)


def is_deadline(first: date, last: date) -> bool:
    """Whether the days are so many that only the last of them is a date to remember."""
    return (last - first).days > LONG


def whole_year(year: int) -> tuple[date, date]:
    """First and last day of a plan's year."""
    period = Period.year(year)
    return period.start, period.last
