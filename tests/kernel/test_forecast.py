"""The forecast: exact where the months are even, honest about its range, silent where nothing can be said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from zhijia.kernel.forecast import Forecast, Method, Why, forecast, seasonal_weights

YEAR = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
counts = some.integers(min_value=0, max_value=10_000)
parts = some.floats(min_value=0.05, max_value=1)


def made(*arguments: object, **more: object) -> Forecast:
    found = forecast(*arguments, **more)  # type: ignore[arg-type]
    assert isinstance(found, Forecast)
    return found


def test_an_even_year_goes_on_evenly() -> None:
    done = [10 * days for days in YEAR[:6]]
    found = made(sum(done), done, YEAR, passed=1)
    assert found.method is Method.EVEN
    assert found.expected == pytest.approx(3650)
    assert found.low == pytest.approx(found.high) == pytest.approx(3650)
    assert [reach.month for reach in found.path] == list(range(6, 12))


def test_last_years_rhythm_is_followed_nine_tenths() -> None:
    last_year = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 89]
    found = made(11, [1] * 11, YEAR, passed=1, last_year=last_year)
    gone = 0.9 * 0.11 + 0.1 * 334 / 365
    assert found.method is Method.SEASONAL
    assert found.expected == pytest.approx(11 / gone)
    assert found.expected > 50


@pytest.mark.parametrize("last_year", [[0] * 12, [0] * 10 + [5, 5], [], [3] * 11])
def test_a_year_without_rhythm_gives_none(last_year: list[float]) -> None:
    found = made(30, [10, 10, 10], YEAR, passed=1, last_year=last_year)
    assert found.method is Method.EVEN


@pytest.mark.parametrize(
    ("months", "passed", "said"),
    [
        (1, 1.0, Why.TOO_EARLY),
        (2, 0.9, Why.TOO_EARLY),
        (2, 1.0, None),
        (3, 0.1, None),
        (12, 0.9, None),
        (12, 1.0, Why.OVER),
    ],
)
def test_not_before_the_third_month_nor_after_the_end(months: int, passed: float, said: Why | None) -> None:
    found = forecast(months * 5, [5] * months, YEAR, passed=passed)
    assert found is said if said else isinstance(found, Forecast)


def test_nothing_counted_says_nothing() -> None:
    assert forecast(0, [0] * 6, YEAR, passed=1) is Why.NOTHING_YET


def test_uneven_months_widen_the_range() -> None:
    even = made(60, [10, 10, 10, 10, 10, 10], YEAR, passed=1)
    uneven = made(60, [0, 30, 0, 0, 30, 0], YEAR, passed=1)
    assert uneven.expected == pytest.approx(even.expected)
    assert uneven.high - uneven.low > 3 * (even.high - even.low)


def test_single_things_stray_by_chance_at_least() -> None:
    done = [days / 10 for days in YEAR[:6]]
    assert made(sum(done), done, YEAR, passed=1).high == pytest.approx(36.5)
    assert made(sum(done), done, YEAR, passed=1, least=1).high > 40


def test_persons_who_come_again_are_scaled_to_the_figure() -> None:
    once = made(40, [10, 10, 10, 10], YEAR, passed=1)
    again = made(40, [20, 20, 20, 20], YEAR, passed=1)
    assert (once.expected, once.low, once.high) == (again.expected, again.low, again.high)


@given(some.lists(counts, min_size=3, max_size=11), parts, some.lists(counts, min_size=12, max_size=12))
def test_what_is_counted_is_never_lost_and_the_range_holds_the_middle(
    done: list[int], passed: float, last_year: list[int]
) -> None:
    assume(sum(done) > 0)
    found = made(sum(done), done, YEAR, passed=passed, last_year=last_year)
    assert sum(done) <= found.low <= found.expected <= found.high
    for one, later in pairwise(found.path):
        assert one.expected <= later.expected + 1e-6
        assert one.high - one.low <= later.high - later.low + 1e-6
    assert found.path[-1].expected == found.expected


@given(some.lists(counts, min_size=3, max_size=11), parts, some.sampled_from([2, 100, 0.5]))
def test_yuan_and_fen_say_the_same(done: list[int], passed: float, times: float) -> None:
    assume(sum(done) > 0)
    one = made(sum(done), done, YEAR, passed=passed)
    other = made(sum(done) * times, [value * times for value in done], YEAR, passed=passed)
    assert other.expected == pytest.approx(one.expected * times)
    assert other.low == pytest.approx(one.low * times)
    assert other.high - other.expected == pytest.approx((one.high - one.expected) * times**1, rel=1e-6)


@given(some.lists(counts, min_size=12, max_size=12))
def test_weights_of_a_year_are_a_whole_and_leave_no_month_out(last_year: list[int]) -> None:
    weights = seasonal_weights(YEAR, last_year)
    if weights is not None:
        assert sum(weights) == pytest.approx(1)
        assert min(weights) > 0


def test_four_years_of_five_lie_within_the_range() -> None:
    """Made years of chance months: the end lies within the range about as often as promised."""
    import random

    lots = random.Random(7)
    within = 0
    rounds = 400
    for _round in range(rounds):
        months = [sum(lots.random() < 0.5 for _one in range(40)) + lots.randrange(0, 8) for _m in range(12)]
        found = made(sum(months[:7]), months[:7], YEAR, passed=1)
        within += found.low <= sum(months) <= found.high
    assert 0.7 < within / rounds < 0.9
