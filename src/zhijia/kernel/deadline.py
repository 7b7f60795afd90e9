"""Time limits: so many days, working days, months or years after an event, or before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from zhijia.kernel.period import add_months

Unit = Literal["day", "working_day", "month", "year"]
#: whether a day is a working day; the room `law` has one made of the calendar of China
WorkingDays = Callable[[date], bool]
LONGEST = 3660


@dataclass(frozen=True)
class Limit:
    """A length of time after an event, or back from it, with one possible extension in the same unit."""

    number: int
    unit: Unit = "day"
    extension: int = 0
    before: bool = False

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise ValueError(f"a limit counts in {', '.join(get_args(Unit))}, not in {self.unit!r}")
        if not 0 < self.number <= LONGEST or not 0 <= self.extension <= LONGEST:
            raise ValueError(f"a limit is 1 to {LONGEST} long, its extension 0 to {LONGEST}")
        if self.before and self.extension:
            raise ValueError("a limit counted back from an event cannot be extended")


@dataclass(frozen=True)
class Deadline:
    """A limit that runs from the day of an event; that day itself is not counted."""

    start: date
    limit: Limit
    extended: bool = False

    def due(self, *, working_days: WorkingDays | None = None) -> date:
        """The last day that is in time.

        A month ends on the same day of its month, or on its last. Raises ValueError when working days are
        counted and `working_days` is not given.
        """
        number = self.limit.number + (self.limit.extension if self.extended else 0)
        step = -1 if self.limit.before else 1
        if self.limit.unit == "working_day":
            if working_days is None:
                raise ValueError("a limit in working days needs a calendar of working days")
            return add_working_days(self.start, step * number, working_days=working_days)
        if self.limit.unit == "day":
            return self.start + timedelta(days=step * number)
        return add_months(self.start, step * number * (12 if self.limit.unit == "year" else 1))

    def days_left(self, *, on: date, working_days: WorkingDays | None = None) -> int:
        """Calendar days from `on` to the due day: 0 on that day, below 0 when late."""
        return (self.due(working_days=working_days) - on).days

    def extend(self) -> Deadline:
        """The same deadline with its extension; raises ValueError when there is none or it has been used."""
        if self.extended or not self.limit.extension:
            raise ValueError("this limit has no extension, or it has been used")
        return replace(self, extended=True)


def add_working_days(day: date, count: int, *, working_days: WorkingDays) -> date:
    """The `count`-th working day after `day`, before it when negative; `day` itself is not counted."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= working_days(day)
    return day
