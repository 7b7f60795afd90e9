"""Officers are told once before a line's day and once after it, never again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.plans.calendar import duty, held, line, step
from zhijia.journal.services import who_did
from zhijia.kernel.day import CHINA, frozen
from zhijia.outbox.letters import letter_of
from zhijia.outbox.models import Message
from zhijia.plans import reminders
from zhijia.plans.models import Milestone, ReminderDays
from zhijia.registry.errors import Forbidden, Refused
from zhijia.site import worker

FIRST, LAST = date(2026, 7, 11), date(2026, 7, 20)


@pytest.fixture
def made(cast: Cast) -> Iterator[Milestone]:
    """A line of the gas company and the farm in the middle of July, its officers with addresses."""
    for key in ("gas.officer", "gas.chair", "farm.officer"):
        cast.users[key].email = f"{key}@example.cn"
        cast.users[key].save()
    with frozen(date(2026, 6, 1)):
        yield line(
            cast,
            owners="临江燃气公司工会、红星农场第三管理区工会",
            title="职工篮球赛",
            starts_on=FIRST,
            ends_on=LAST,
        )


def on(day: date) -> int:
    with frozen(day):
        return reminders.remind()


def sent() -> list[tuple[str, str]]:
    letters = [letter_of(message) for message in Message.objects.order_by("id")]
    return [(letter.to, letter.body) for letter in letters]


def test_seven_days_and_one_day_before_and_once_after(made: Milestone) -> None:
    days = [FIRST - timedelta(days=left) for left in range(12, -1, -1)]
    told = {day: on(day) for day in days}
    assert {day: count for day, count in told.items() if count} == {
        FIRST - timedelta(days=7): 3,
        FIRST - timedelta(days=1): 3,
    }
    during = [FIRST + timedelta(days=n) for n in range(1, 10)]
    assert sum(on(day) for day in during) == 0
    late = [LAST + timedelta(days=n) for n in range(1, 60)]
    assert [day for day in late if on(day)] == [LAST + timedelta(days=1)]
    assert Message.objects.count() == 9


def test_the_same_day_again_sends_nothing(made: Milestone) -> None:
    day = FIRST - timedelta(days=7)
    assert [on(day), on(day), on(day)] == [3, 0, 0]


def test_a_house_that_stood_still_tells_the_nearest_only(made: Milestone) -> None:
    assert on(FIRST - timedelta(days=1)) == 3
    assert on(FIRST) == 0


def test_it_says_what_when_and_where_to_go(cast: Cast, made: Milestone) -> None:
    on(FIRST - timedelta(days=7))
    told = dict(sent())
    assert set(told) == {f"{key}@example.cn" for key in ("gas.officer", "gas.chair", "farm.officer")}
    body = told["gas.officer@example.cn"]
    assert "职工篮球赛" in body and "2026-07-11" in body and "7天" in body
    assert reverse("registry:detail", args=["plans", "duty", duty(made, cast).uid]) in body


def test_in_the_language_of_whoever_reads_it(cast: Cast, made: Milestone) -> None:
    cast.users["gas.chair"].language = "en"
    cast.users["gas.chair"].save()
    on(FIRST - timedelta(days=7))
    assert "in 7 days" in dict(sent())["gas.chair@example.cn"]


def test_what_was_held_or_cancelled_is_left_alone(cast: Cast, made: Milestone) -> None:
    with frozen(FIRST):
        held(cast, duty(made, cast), FIRST)
        step(cast, duty(made, cast, "farm"), "cancel", by="farm.officer", reason="农忙")
    assert on(LAST + timedelta(days=1)) == 0


def test_a_new_day_is_reminded_of_anew(cast: Cast, made: Milestone) -> None:
    on(FIRST - timedelta(days=7))
    later = {"starts_on": date(2026, 8, 11), "ends_on": date(2026, 8, 20)}
    with frozen(date(2026, 7, 5)):
        step(cast, made, "put_off", values=later, reason="防汛")
    assert on(FIRST - timedelta(days=1)) == 0
    assert on(date(2026, 8, 4)) == 3


def test_an_ended_post_is_told_nothing(cast: Cast, made: Milestone) -> None:
    cast.users["gas.officer"].posts.update(valid_to=date(2026, 6, 30))
    on(FIRST - timedelta(days=7))
    assert "gas.officer@example.cn" not in dict(sent())


def test_without_an_address_the_own_telephone_is_used(cast: Cast, made: Milestone) -> None:
    from zhijia.directory import services as directory

    cast.users["gas.officer"].email = ""
    cast.users["gas.officer"].save()
    directory.give_account(cast.people["gao"], cast.users["gas.officer"], by=cast.actor("river.officer"))
    on(FIRST - timedelta(days=7))
    assert "13800000002" in dict(sent())


class TestSettings:
    def test_a_union_s_own_days_win_over_those_above(self, cast: Cast, made: Milestone) -> None:
        orgs = cast.orgs
        reminders.set_days(orgs["river"], [10], by=cast.actor("river.officer"))
        reminders.set_days(orgs["gas"], [3, 14], by=cast.actor("gas.officer"))
        found = reminders.days_for([orgs["gas"], orgs["farm"], orgs["mill"]])
        assert [found[orgs[key].pk] for key in ("gas", "farm", "mill")] == [(14, 3), (10,), (7, 1)]
        assert on(FIRST - timedelta(days=14)) == 2
        assert on(FIRST - timedelta(days=10)) == 1
        assert who_did("plans.reminders", orgs["gas"].uid, "change") == {cast.users["gas.officer"].pk}

    def test_no_day_means_never_before(self, cast: Cast, made: Milestone) -> None:
        reminders.set_days(cast.orgs["river"], [], by=cast.actor("river.officer"))
        assert sum(on(FIRST - timedelta(days=left)) for left in range(10, -1, -1)) == 0

    @pytest.mark.parametrize("days", [[0], [61], [1, 2, 3, 4]])
    def test_what_makes_no_sense_is_refused(self, cast: Cast, days: list[int]) -> None:
        with pytest.raises(Refused):
            reminders.set_days(cast.orgs["gas"], days, by=cast.actor("gas.officer"))
        assert not ReminderDays.objects.exists()

    def test_nobody_sets_another_union_s(self, cast: Cast) -> None:
        for key in ("river.officer", "farm.officer", "gas.finance"):
            with pytest.raises(Forbidden):
                reminders.set_days(cast.orgs["gas"], [3], by=cast.actor(key))


@pytest.mark.parametrize(("hour", "count"), [(7, 0), (8, 3), (19, 3), (20, 0)])
def test_nobody_is_woken(made: Milestone, monkeypatch: Any, hour: int, count: int) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime(2026, 7, 4, hour, 30, tzinfo=CHINA)

    monkeypatch.setattr(reminders, "datetime", Clock)
    with frozen(date(2026, 7, 4)):
        assert reminders.remind_by_day() == count


def test_the_job_worker_reminds() -> None:
    assert reminders.remind_by_day in {job for job, _seconds in worker.JOBS}
