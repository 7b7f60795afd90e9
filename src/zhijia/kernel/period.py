"""A stretch of whole days, half open: it starts on a day and ends before another."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FOREVER = date(9999, 12, 31)
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` (counted) to `end` (not counted)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} .. {self.end}")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        after = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
        return cls(date(year, month, 1), after)

    @classmethod
    def day(cls, day: date) -> Period:
        return cls(day, day + timedelta(days=1))

    @classmethod
    def through(cls, first: date, last: date) -> Period:
        """The days from `first` to `last`, both counted."""
        return cls(first, last + timedelta(days=1))

    @classmethod
    def from_key(cls, key: str) -> Period:
        """The period a key such as Y2026, M2026-03, D2026-03-09 or P2026-01-01..2028-12-31 names.

        Raises ValueError for anything else.
        """
        if match := re.fullmatch(r"Y(\d{4})", key):
            return cls.year(int(match[1]))
        if match := re.fullmatch(r"M(\d{4})-(\d\d)", key):
            return cls.month(int(match[1]), int(match[2]))
        if match := re.fullmatch(r"D(\d{4}-\d\d-\d\d)", key):
            return cls.day(date.fromisoformat(match[1]))
        if match := re.fullmatch(r"P(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", key):
            return cls.through(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
        raise ValueError(f"no period is called {key!r}")

    @property
    def last(self) -> date:
        """The last day counted."""
        return self.end - timedelta(days=1)

    @property
    def key(self) -> str:
        """The shortest name of this period; `from_key` reads it back."""
        return _key(self)

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    def within(self, other: Period) -> Period | None:
        """The days both have, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def months(self) -> list[Period]:
        """The whole months that touch this period, in order."""
        year, month = self.start.year, self.start.month
        found = []
        while date(year, month, 1) < self.end:
            found.append(Period.month(year, month))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return found

    def passed(self, today: date) -> float:
        """The share of its days that have passed at the end of `today`, between 0 and 1."""
        done = (min(max(today + timedelta(days=1), self.start), self.end) - self.start).days
        return done / self.days


def add_months(day: date, count: int) -> date:
    """The same day `count` months later, or that month's last day when it is shorter."""
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def _key(period: Period) -> str:
    start = period.start
    if period == Period.day(start):
        return f"D{start.isoformat()}"
    if start.day == 1 and period == Period.month(start.year, start.month):
        return f"M{start:%Y-%m}"
    if start.year < 9999 and period == Period.year(start.year):
        return f"Y{start:%Y}"
    return f"P{start.isoformat()}..{period.last.isoformat()}"
