"""How large the demonstration is, and the days it plays on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from zhijia.kernel.period import Period

#: everything drawn by lot comes from here, so that a day gives the same demonstration twice
SEED = 20110220
#: before this day of February a new year has nothing to show yet
SHOWABLE = (2, 15)


@dataclass(frozen=True)
class Size:
    """Numbers of one demonstration; counties are always seven.

    `share` is the part of the plan's head counts that its entries give.
    """

    name: str
    townships: int
    joint: int
    grassroots: int
    city_grassroots: int
    units: int
    members: int
    share: float


CITY = Size("city", 5, 10, 36, 4, 1200, 20_000, 1.0)
SMALL = Size("small", 1, 1, 3, 1, 96, 1_200, 0.2)
SIZES = {size.name: size for size in (CITY, SMALL)}


@dataclass(frozen=True)
class Days:
    """The demonstration's year as far as it has come: entries lie between `first` and `last`."""

    first: date
    last: date

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def period(self) -> Period:
        return Period.year(self.year)

    @property
    def passed(self) -> float:
        """The share of the year that is over, between 0 and 1."""
        return self.period.passed(self.last)

    def ago(self, days: int) -> date:
        """So many days before the last one, never before the year."""
        return max(self.first, self.last - timedelta(days=days))


def days_until(today: date) -> Days:
    """The year of `today`, or the whole year before while the new one has nothing to show."""
    first = date(today.year, 1, 1)
    if (today.month, today.day) < SHOWABLE:
        first = date(today.year - 1, 1, 1)
    return Days(first, min(today, date(first.year, 12, 31)))


def lots(about: str) -> Random:
    """Lots for one part of the demonstration, the same every time and whatever the other parts draw."""
    return Random(f"{SEED} {about}")
