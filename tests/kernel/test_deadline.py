"""Limits in days, working days, months and years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.deadline import Deadline, Limit, add_working_days

START = date(2026, 3, 9)  # a Monday


def weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (Limit(15), date(2026, 3, 24)),
        (Limit(5, "working_day"), date(2026, 3, 16)),
        (Limit(1, "month"), date(2026, 4, 9)),
        (Limit(1, "year"), date(2027, 3, 9)),
        (Limit(7, before=True), date(2026, 3, 2)),
        (Limit(5, "working_day", before=True), date(2026, 3, 2)),
    ],
)
def test_the_day_of_the_event_is_not_counted(limit: Limit, due: date) -> None:
    assert Deadline(START, limit).due(working_days=weekday) == due


def test_a_month_ends_on_its_last_day_when_it_has_no_such_day() -> None:
    assert Deadline(date(2026, 1, 31), Limit(1, "month")).due() == date(2026, 2, 28)
    assert Deadline(date(2024, 2, 29), Limit(1, "year")).due() == date(2025, 2, 28)


def test_an_extension_is_given_once() -> None:
    first = Deadline(START, Limit(60, extension=30))
    second = first.extend()
    assert (second.due() - first.due()).days == 30
    assert second.extended and not first.extended
    with pytest.raises(ValueError, match="no extension"):
        second.extend()
    with pytest.raises(ValueError, match="no extension"):
        Deadline(START, Limit(15)).extend()


def test_days_left_count_down_to_zero_and_below() -> None:
    deadline = Deadline(START, Limit(15))
    left = [deadline.days_left(on=START + timedelta(days=days)) for days in (0, 15, 16)]
    assert left == [15, 0, -1]


def test_working_days_are_never_guessed() -> None:
    with pytest.raises(ValueError, match="calendar"):
        Deadline(START, Limit(5, "working_day")).due()


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"number": -3},
        {"number": 4000},
        {"number": 5, "unit": "week"},
        {"number": 5, "extension": -1},
        {"number": 5, "extension": 3, "before": True},
    ],
)
def test_an_impossible_limit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit(**wrong)  # type: ignore[arg-type]


days = st.dates(date(2000, 1, 1), date(2050, 1, 1))
calendars = st.sets(st.integers(0, 6), min_size=1).map(lambda open_on: lambda day: day.weekday() in open_on)


@given(days, st.integers(-60, 60), calendars)
def test_exactly_so_many_working_days_lie_between(start: date, count: int, working_days: object) -> None:
    end = add_working_days(start, count, working_days=working_days)  # type: ignore[arg-type]
    step = 1 if count > 0 else -1
    passed = [start + timedelta(days=step * n) for n in range(1, abs((end - start).days) + 1)]
    assert sum(map(working_days, passed)) == abs(count)  # type: ignore[arg-type]
    assert count == 0 or working_days(end)  # type: ignore[operator]


@given(days, st.integers(1, 400), st.sampled_from(["day", "month", "year"]))
def test_a_longer_limit_is_never_due_earlier(start: date, number: int, unit: str) -> None:
    shorter, longer = (Deadline(start, Limit(n, unit)).due() for n in (number, number + 1))  # type: ignore[arg-type]
    assert start < shorter < longer
