"""A forecast of a count at the end of its time, from the months so far: plain arithmetic, with its range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

#: quantile 0.9 of Student's t by degrees of freedom 1 to 24; beyond, the normal distribution's
T_90: tuple[float, ...] = (
    *(3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356),
    *(1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328, 1.325, 1.323, 1.321, 1.319, 1.318),
)
NORMAL_90 = 1.282
#: the chance that the end lies within the range when the months to come are like those gone
CHANCE = 0.8
#: a rhythm of last year leaves a tenth to an even pace, so that a month then empty is not impossible now
RHYTHM = 0.9
#: whole months that must lie behind: a spread needs two, so there is no forecast before the third month
FEWEST = 2


class Method(Enum):
    """How the months to come are weighed."""

    EVEN = "even"
    SEASONAL = "seasonal"


class Why(Enum):
    """Why there is no forecast."""

    TOO_EARLY = "too_early"
    NOTHING_YET = "nothing_yet"
    OVER = "over"


@dataclass(frozen=True)
class Reach:
    """The running total expected at the end of a month, with its range."""

    month: int
    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """The total expected at the end, between `low` and `high` with a chance of four in five.

    `path` holds the running total at the end of each month not yet over, the last one being the end.
    """

    method: Method
    expected: float
    low: float
    high: float
    path: tuple[Reach, ...]


def seasonal_weights(days: Sequence[int], last_year: Sequence[float]) -> list[float] | None:
    """What part of the whole each month is likely to bring, by the same months a year before.

    None when the year before gives no rhythm: nothing was counted, or in fewer than three of its months.
    """
    whole, even = sum(last_year), sum(days)
    if whole <= 0 or sum(1 for value in last_year if value > 0) < 3:
        return None
    return [
        RHYTHM * value / whole + (1 - RHYTHM) * day / even for value, day in zip(last_year, days, strict=True)
    ]


def even_weights(days: Sequence[int]) -> list[float]:
    """Each month by its days."""
    return [day / sum(days) for day in days]


def forecast(
    total: float,
    done: Sequence[float],
    days: Sequence[int],
    *,
    passed: float,
    last_year: Sequence[float] = (),
    least: float = 0.0,
) -> Forecast | Why:
    """The total at the end of a period of months from what was counted so far.

    `total` is the figure now; `done` what each month so far gave, the running one last; `days` the days of every
    month of the period; `passed` the share of the running month that is over (1 at its end). `last_year` are the
    same months a year before. Where subjects are told apart the months add up to more than the total: they are
    scaled to it. The range is what the months behind strayed from their weights, carried to the months ahead;
    `least` is the dispersion it never falls below: 1 for things counted singly, which stray by chance alone.
    """
    whole = len(done) - (0 if passed >= 1 else 1)
    if whole >= len(days):
        return Why.OVER
    if whole < FEWEST:
        return Why.TOO_EARLY
    if total <= 0:
        return Why.NOTHING_YET
    seasonal = seasonal_weights(days, last_year) if len(last_year) == len(days) else None
    weights = seasonal or even_weights(days)
    gone = _gone(weights, len(done), passed)
    pace = total / gone
    likely = [pace * one for one in weights[:whole]]
    spread = math.sqrt(max(least, _dispersion(_scaled(done[:whole], total, sum(done)), likely)))
    quantile = T_90[whole - 2] if whole - 2 < len(T_90) else NORMAL_90
    path = tuple(
        _reach(month, total, pace, gone, sum(weights[: month + 1]) - gone, quantile * spread)
        for month in range(whole, len(days))
    )
    end = path[-1]
    return Forecast(Method.SEASONAL if seasonal else Method.EVEN, end.expected, end.low, end.high, path)


def _gone(weights: Sequence[float], months: int, passed: float) -> float:
    """The weight of the time behind, the running month by its share."""
    return sum(weights[: months - 1]) + weights[months - 1] * min(max(passed, 0.0), 1.0)


def _scaled(done: Sequence[float], total: float, together: float) -> list[float]:
    return [one * total / together for one in done] if together > 0 else [0.0 for _one in done]


def _dispersion(done: Sequence[float], likely: Sequence[float]) -> float:
    """Pearson's dispersion: 0 when every month gave exactly its part, 1 when it strayed as chance does."""
    strayed = sum((one - part) ** 2 / part for one, part in zip(done, likely, strict=True))
    return strayed / (len(done) - 1)


def _reach(month: int, total: float, pace: float, gone: float, ahead: float, spread: float) -> Reach:
    """The running total when `ahead` more of the weight is over; what is counted is not lost again."""
    coming = pace * max(ahead, 0.0)
    stray = spread * math.sqrt(coming + coming * max(ahead, 0.0) / gone)
    expected = total + coming
    return Reach(month, expected, max(total, expected - stray), expected + stray)
