"""The women's achievement programme: women only, once each, by all women workers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.activities.lists import (
    FIRST,
    YEAR,
    change,
    counted,
    person,
    programme,
    stamped,
    step,
    take_part,
    took_part,
)
from tests.cast import NO_NUMBER, Cast
from zhijia.activities.models import Participation
from zhijia.directory.models import UnitFact
from zhijia.kernel.period import Period
from zhijia.registry.errors import Refused
from zhijia.tally.queries import figure

pytestmark = pytest.mark.django_db


def refusal(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return list(caught.value.messages)


def test_one_woman_moves_figure_and_rate(cast: Cast) -> None:
    UnitFact.objects.filter(unit=cast.units["gas"]).update(women=50)
    took_part(cast, person(cast, 1))
    assert counted(cast, "wom_activity") == (1, 0)
    took_part(cast, person(cast, 2))
    assert counted(cast, "wom_activity") == counted(cast, "wom_activity", "gas") == (2, 0)
    rate = figure("wom_activity_rate", cast.orgs["gas"].pk, YEAR)
    assert (rate.counted, rate.base, rate.percent) == (2, 50, 4)


def test_a_woman_in_two_activities_counts_once_over_three_years(cast: Cast) -> None:
    woman = person(cast, 1)
    took_part(cast, woman, programme(cast, happened_on=date(2024, 5, 4), ends_on=date(2024, 5, 4)))
    took_part(cast, woman)
    took_part(cast, person(cast, 2))
    assert counted(cast, "wom_activity") == (2, 0)
    assert counted(cast, "wom_activity", period=Period.year(2024)) == (1, 0)
    assert counted(cast, "wom_activity", period=Period.through(date(2024, 1, 1), date(2026, 12, 31))) == (
        2,
        0,
    )


def test_a_man_and_a_person_without_sex_are_refused(cast: Cast) -> None:
    held = programme(cast)
    nobody = person(cast, 8, **NO_NUMBER)
    for who in (cast.people["gao"], nobody):
        assert refusal(take_part, cast, held, who) == ["woman"]
    assert not Participation.objects.exists()


def test_what_does_not_count(cast: Cast) -> None:
    held = programme(cast)
    listed = take_part(cast, held, person(cast, 1))
    assert counted(cast, "wom_activity") == (0, 0)
    step(cast, held, "hold")
    assert counted(cast, "wom_activity") == (0, 1)
    stamped(held, "evidenced_at")
    assert counted(cast, "wom_activity") == (0, 1)
    stamped(listed, "confirmed_at")
    assert counted(cast, "wom_activity") == (1, 0)
    step(cast, held, "reopen", reason="记错")
    assert counted(cast, "wom_activity") == (0, 0)


def test_nobody_no_activity_and_twice_is_once(cast: Cast) -> None:
    held = programme(cast)
    assert refusal(step, cast, held, "hold") == ["ends_on"]
    woman = person(cast, 1)
    take_part(cast, held, woman)
    assert refusal(take_part, cast, held, woman)
    assert refusal(step, cast, held, "cancel", reason="下雨") == ["title"]


def test_prizes_and_parts_go_together(cast: Cast) -> None:
    held = programme(cast)
    assert refusal(take_part, cast, held, person(cast, 1), prize="一等奖") == ["role"]
    assert refusal(take_part, cast, held, person(cast, 2), role="prize") == ["prize"]
    assert take_part(cast, held, person(cast, 3), role="prize", prize="一等奖").pk


def test_what_women_confirmed_stays(cast: Cast) -> None:
    held = programme(cast)
    stamped(take_part(cast, held, person(cast, 1)), "confirmed_at")
    assert refusal(change, cast, held, ends_on=FIRST + timedelta(days=3)) == ["ends_on"]
    assert change(cast, held, note="三十人参加").note == "三十人参加"


def test_the_figure_equals_plain_sql(cast: Cast) -> None:
    women = [person(cast, number) for number in range(6)]
    for number in range(4):
        day = FIRST + timedelta(days=40 * number)
        held = programme(cast, happened_on=day, ends_on=day)
        for place, woman in enumerate(women[number:]):
            listed = take_part(cast, held, woman)
            if place % 3:
                stamped(listed, "confirmed_at")
        if number < 3:
            step(cast, held, "hold")
        if number:
            stamped(held, "evidenced_at")
    sql = """
        SELECT COUNT(DISTINCT t.woman_id) FROM activities_participation t
        JOIN activities_programme g ON g.id = t.programme_id
        WHERE g.state = 'held' AND g.evidenced_at IS NOT NULL AND t.confirmed_at IS NOT NULL
          AND g.ends_on BETWEEN '2025-01-01' AND '2025-12-31'
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (expected,) = cursor.fetchone()
    assert counted(cast, "wom_activity")[0] == expected > 0
