"""Training: who is counted once, by which gates, and what does not count."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.activities.lists import (
    FIRST,
    LAST,
    YEAR,
    attend,
    change,
    counted,
    course,
    person,
    stamped,
    step,
    trained,
)
from tests.cast import Cast
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.tally.queries import facts, figure, gates_missing

pytestmark = pytest.mark.django_db

KINDS = {
    "train_skill": {"kind": "skills"},
    "train_domestic": {"kind": "domestic"},
    "train_startup": {"kind": "startup"},
    "train_people": {"kind": "law"},
    "wom_trained": {"kind": "women", "hours": 2, "part_of_day": "evening"},
}


@pytest.mark.parametrize("key", KINDS)
def test_one_who_finished_moves_the_figure_by_exactly_one(cast: Cast, key: str) -> None:
    trained(cast, person(cast, 1), course(cast, **KINDS[key]))
    before = {one: counted(cast, one) for one in KINDS}
    trained(cast, person(cast, 2), course(cast, **KINDS[key]))
    assert counted(cast, key) == (before[key][0] + 1, 0)
    assert counted(cast, key, "gas") == counted(cast, key, "river") == counted(cast, key)
    assert counted(cast, key, "hill") == (0, 0)


def test_laid_off_and_migrant_workers_are_told_apart(cast: Cast) -> None:
    held = course(cast)
    migrant = person(cast, 1, migrant_worker=True)
    standings = [
        (migrant, ""),
        (person(cast, 2), "laid_off"),
        (person(cast, 3), ""),
        (person(cast, 4), "other"),
    ]
    for who, standing in standings:
        trained(cast, who, held, standing=standing)
    assert counted(cast, "train_skill_aided") == (2, 0)
    assert counted(cast, "train_skill") == (4, 0)


def test_the_same_person_in_two_courses_counts_once(cast: Cast) -> None:
    who = person(cast, 1)
    trained(cast, who)
    trained(
        cast, who, course(cast, happened_on=FIRST + timedelta(days=30), ends_on=LAST + timedelta(days=30))
    )
    elsewhere = course(cast, union="river", happened_on=date(2025, 6, 2), ends_on=date(2025, 6, 6))
    trained(cast, who, elsewhere)
    assert counted(cast, "train_skill") == (1, 0)
    assert counted(cast, "train_skill", "gas") == (1, 0)
    assert len(list(facts("train_skill", cast.orgs["city"].pk, YEAR))) == 3


def test_a_lecture_is_no_training_but_education_of_women(cast: Cast) -> None:
    held = course(cast, kind="law", hours=7, happened_on=FIRST, ends_on=FIRST)
    trained(cast, person(cast, 1), held)
    assert counted(cast, "train_people") == (0, 0)
    assert counted(cast, "wom_trained") == (1, 0)
    trained(cast, person(cast, 2, man=True), course(cast, kind="law", hours=8))
    assert counted(cast, "train_people") == (1, 0)
    assert counted(cast, "wom_trained") == (1, 0)


def test_without_sheet_or_the_own_word_it_is_only_claimed(cast: Cast) -> None:
    held = course(cast)
    listed = attend(cast, held, person(cast, 1))
    step(cast, held, "finish")
    assert counted(cast, "train_skill") == (0, 1)
    (fact,) = facts("train_skill", cast.orgs["gas"].pk, YEAR)
    assert [gate.key for gate in gates_missing("train_skill", fact.missing)] == ["evidenced", "confirmed"]
    stamped(held, "evidenced_at")
    assert counted(cast, "train_skill") == (0, 1)
    stamped(listed, "confirmed_at")
    assert counted(cast, "train_skill") == (1, 0)
    services.stamp(held, {"evidenced_at": None}, by=cast.actor("city.auditor"), verb="stamp")
    assert counted(cast, "train_skill") == (0, 1)


def test_who_missed_and_courses_not_finished_do_not_count(cast: Cast) -> None:
    held = course(cast)
    trained(cast, person(cast, 1), held)
    stamped(attend(cast, held, person(cast, 2), result="missed"), "confirmed_at")
    running = course(cast)
    stamped(running, "evidenced_at")
    stamped(attend(cast, running, person(cast, 3)), "confirmed_at")
    assert counted(cast, "train_skill") == (1, 0)
    step(cast, held, "reopen", reason="还有一课")
    assert counted(cast, "train_skill") == (0, 0)
    step(cast, running, "finish")
    assert counted(cast, "train_skill") == (1, 0)


def test_it_counts_where_the_course_ended(cast: Cast) -> None:
    held = course(cast, happened_on=date(2025, 12, 29), ends_on=date(2026, 1, 3))
    trained(cast, person(cast, 1), held)
    assert counted(cast, "train_skill") == (0, 0)
    assert counted(cast, "train_skill", period=Period.year(2026)) == (1, 0)


def test_a_day_corrected_before_anybody_answered_moves_the_figure(cast: Cast) -> None:
    held = course(cast)
    attend(cast, held, person(cast, 1))
    step(cast, held, "finish")
    assert counted(cast, "train_skill", period=Period.month(2025, 3)) == (0, 1)
    change(cast, held, ends_on=date(2025, 4, 2))
    assert counted(cast, "train_skill", period=Period.month(2025, 3)) == (0, 0)
    assert counted(cast, "train_skill", period=Period.month(2025, 4)) == (0, 1)


def test_organisers_classes_are_counted_not_their_people(cast: Cast) -> None:
    held = course(cast, kind="organisers", title="工会协理员培训班")
    women = [person(cast, number) for number in range(3)]
    for who in women:
        trained(cast, who, held)
    assert counted(cast, "class_organisers") == (0, 1)
    held = change(cast, held, monitor=women[0])
    stamped(held, "confirmed_at")
    assert counted(cast, "class_organisers") == (1, 0)
    assert counted(cast, "train_people") == (3, 0)


def test_women_by_all_women_workers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhijia.directory.models import UnitFact

    UnitFact.objects.filter(unit=cast.units["gas"]).update(women=40)
    trained(cast, person(cast, 1))
    trained(
        cast,
        person(cast, 2),
        course(cast, kind="women", hours=2, happened_on=date(2025, 5, 6), ends_on=date(2025, 5, 6)),
    )
    trained(cast, person(cast, 3, man=True), course(cast, kind="law"))
    found = figure("wom_training_rate", cast.orgs["gas"].pk, YEAR)
    assert (found.counted, found.base) == (2, 40) and found.percent == 5


PLAIN = """
    SELECT COUNT(DISTINCT a.person_id) FROM activities_attendance a
    JOIN activities_course c ON c.id = a.course_id
    WHERE c.state = 'finished' AND c.evidenced_at IS NOT NULL AND a.confirmed_at IS NOT NULL
      AND a.result <> 'missed' AND c.ends_on BETWEEN '2025-01-01' AND '2025-12-31'
"""
WHERE = {
    "train_skill": "AND c.kind = 'skills'",
    "train_skill_aided": "AND c.kind = 'skills' AND a.standing IN ('laid_off', 'migrant')",
    "train_domestic": "AND c.kind = 'domestic'",
    "train_startup": "AND c.kind = 'startup'",
    "train_people": "AND c.hours >= 8",
    "wom_trained": "AND a.person_id IN (SELECT id FROM directory_person WHERE sex = 'female')",
}


@pytest.fixture
def mixture(cast: Cast) -> Any:
    """Courses of every kind with people of every sort, half of them with something missing."""
    people = [
        person(cast, number, man=number % 3 == 0, migrant_worker=number % 4 == 0) for number in range(12)
    ]
    for number, kind in enumerate(("skills", "domestic", "startup", "women", "skills", "law")):
        days = {
            "happened_on": FIRST + timedelta(days=20 * number),
            "ends_on": LAST + timedelta(days=20 * number),
        }
        held = course(cast, kind=kind, hours=4 if kind == "women" else 20, **days)
        for place, who in enumerate(people[number % 3 :: 2]):
            listed = attend(cast, held, who, result="missed" if place == 4 else "passed")
            if place != 2:
                stamped(listed, "confirmed_at")
        step(cast, held, "finish")
        if kind != "startup":
            stamped(held, "evidenced_at")
    return cast


@pytest.mark.parametrize("key", WHERE)
def test_figures_equal_plain_sql(mixture: Cast, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"{PLAIN} {WHERE[key]}")
        (expected,) = cursor.fetchone()
    assert counted(mixture, key)[0] == expected
    assert expected > 0 or key == "train_startup"
