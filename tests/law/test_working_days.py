"""The calendar: seeded, corrected by hand, and never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from zhijia.journal import triggers
from zhijia.kernel.deadline import Deadline, Limit
from zhijia.law import announced, services, working_days
from zhijia.law.models import CalendarYear, WorkingDay
from zhijia.law.services import BadCalendar, SpecialDay
from zhijia.law.working_days import UnknownYear

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
        (date(2026, 10, 12), True),
        (date(2026, 10, 17), False),
        (date(2011, 1, 30), True),  # a Sunday before the Spring Festival of 2011
        (date(2011, 2, 2), False),
    ],
)
def test_a_day_is_worked_as_announced(day: date, working: bool) -> None:
    assert working_days.is_working(day) is working


def test_every_day_of_the_library_stands_in_the_table() -> None:
    from chinese_calendar import is_workday

    calendar = working_days.calendar()
    for year in (2004, 2015, 2020, 2026):
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
        assert [calendar(day) for day in days] == [is_workday(day) for day in days]


def test_an_unknown_year_is_named_and_not_guessed() -> None:
    with pytest.raises(UnknownYear) as unknown:
        working_days.is_working(date(2099, 1, 5))
    assert unknown.value.params == {"year": 2099, "until": working_days.reaches_until()}


def test_an_empty_calendar_says_so() -> None:
    CalendarYear.objects.all().delete()
    assert working_days.reaches_until() is None
    with pytest.raises(UnknownYear, match="empty"):
        working_days.is_working(date(2026, 1, 5))


def test_the_calendar_reaches_to_the_first_gap() -> None:
    known = CalendarYear.objects.order_by("-year").values_list("year", flat=True)
    newest = known[0]
    assert newest >= 2026
    services.set_year(newest + 2, days={}, source="announcement")
    assert working_days.reaches_until() == date(newest, 12, 31)
    services.set_year(newest + 1, days={}, source="announcement")
    assert working_days.reaches_until() == date(newest + 2, 12, 31)


def test_working_days_run_over_a_long_holiday() -> None:
    assert working_days.add_working_days(date(2026, 9, 24), 5) == date(2026, 10, 9)
    assert working_days.add_working_days(date(2026, 10, 9), -5) == date(2026, 9, 24)


def test_a_limit_of_the_kernel_takes_the_calendar() -> None:
    deadline = Deadline(date(2026, 9, 24), Limit(5, "working_day"))
    assert deadline.due(working_days=working_days.calendar()) == date(2026, 10, 9)


def test_a_limit_that_runs_out_of_the_calendar_is_refused() -> None:
    last = working_days.reaches_until()
    assert last is not None
    with pytest.raises(UnknownYear):
        working_days.add_working_days(last, 3)


def test_a_year_is_read_once_for_many_days(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    calendar = working_days.calendar()
    with django_assert_num_queries(2):
        assert sum(calendar(date(2025, 1, 1) + timedelta(days=n)) for n in range(365)) == 248


def test_corrections_by_hand_outlive_a_migration() -> None:
    day = date(2026, 11, 2)
    assert working_days.is_working(day)
    services.set_day(day, SpecialDay(False, "城市停工日", "City closed"), source="city notice 12")
    call_command("migrate", verbosity=0)
    assert services.seed_calendar() == []
    assert not working_days.is_working(day)
    assert CalendarYear.objects.get(year=2026).source == "city notice 12"
    services.set_day(day, None, source="city notice 13")
    assert working_days.is_working(day)


def test_seeding_fills_only_what_is_missing() -> None:
    CalendarYear.objects.filter(year__in=(2010, 2011)).delete()
    assert services.seed_calendar([2010]) == [2010]
    assert services.seed_calendar() == [2011]
    assert services.seed_calendar([1990]) == []
    assert WorkingDay.objects.filter(year=2010).count() == len(announced.days(2010))


def test_a_year_is_replaced_whole() -> None:
    services.set_year(2026, days={date(2026, 1, 1): SpecialDay(False, "元旦")}, source="notice")
    assert not working_days.is_working(date(2026, 1, 1))
    assert working_days.is_working(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("year", "days", "source", "code"),
    [
        (2027, {date(2026, 1, 1): SpecialDay(False, "元旦")}, "notice", "year"),
        (2027, {date(2027, 1, 1): SpecialDay(False, " ")}, "notice", "name"),
        (2027, {}, "  ", "source"),
        (1900, {}, "notice", "range"),
    ],
)
def test_a_wrong_year_is_refused_and_nothing_saved(
    year: int, days: dict[date, SpecialDay], source: str, code: str
) -> None:
    with pytest.raises(BadCalendar) as refusal:
        services.set_year(year, days=days, source=source)
    assert refusal.value.code == code
    assert not CalendarYear.objects.filter(year=year).exists()


def test_one_day_does_not_make_a_year_known() -> None:
    with pytest.raises(BadCalendar) as refusal:
        services.set_day(date(2099, 1, 1), SpecialDay(False, "元旦"), source="notice")
    assert refusal.value.code == "unknown_year"


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_is_filled_again() -> None:
    triggers.remove()  # they refuse what a flush does
    call_command("flush", interactive=False, verbosity=0)
    assert not working_days.is_working(date(2026, 10, 1))
