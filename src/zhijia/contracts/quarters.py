"""Quarters of a year as people say them."""

from __future__ import annotations

from datetime import date

from zhijia.kernel.period import Period


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the quarter, from 1 to 4, of a day."""
    return day.year, (day.month + 2) // 3


def days_of(year: int, quarter: int) -> Period:
    """The days of a quarter."""
    first = Period.month(year, 3 * quarter - 2)
    return Period(first.start, Period.month(year, 3 * quarter).end)
