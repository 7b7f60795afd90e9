"""What courses and their lists refuse, alone and by the dozen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.activities.lists import FIRST, LAST, attend, change, course, person, stamped, step
from tests.cast import Cast
from zhijia.activities.models import Attendance, Course
from zhijia.kernel.day import today
from zhijia.registry import bulk
from zhijia.registry.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[str]]:
    """What was refused, nothing having been written."""
    before = list(Attendance.objects.values()), list(Course.objects.values())
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert (list(Attendance.objects.values()), list(Course.objects.values())) == before
    return {name: [str(text) for text in said] for name, said in caught.value.messages.items()}


def test_from_planning_to_the_last_lesson(cast: Cast) -> None:
    held = course(cast, state="planned")
    assert held.state == "planned"
    held = step(cast, held, "open")
    attend(cast, held, person(cast, 1))
    assert step(cast, held, "finish").state == "finished"


def test_a_planned_course_may_lie_ahead_and_begins_on_its_first_day(cast: Cast) -> None:
    later = today() + timedelta(days=9)
    held = course(cast, state="planned", happened_on=later, ends_on=later, hours=6)
    assert "happened_on" in refusal(step, cast, held, "open")
    assert "course" in refusal(attend, cast, held, person(cast, 1))


def test_a_course_ends_before_it_is_finished(cast: Cast) -> None:
    held = course(cast, happened_on=today(), ends_on=today() + timedelta(days=2), hours=8)
    attend(cast, held, person(cast, 1))
    assert "ends_on" in refusal(step, cast, held, "finish")


def test_nobody_finished_nothing_held(cast: Cast) -> None:
    held = course(cast)
    attend(cast, held, person(cast, 1), result="missed")
    assert "ends_on" in refusal(step, cast, held, "finish")
    attend(cast, held, person(cast, 2))
    assert step(cast, held, "finish").state == "finished"


@pytest.mark.parametrize("values", [{"ends_on": FIRST - timedelta(days=1)}, {"hours": 51}, {"hours": 0}])
def test_days_and_hours_fit_together(cast: Cast, values: dict[str, Any]) -> None:
    assert set(refusal(course, cast, **values)) <= {"ends_on", "hours"}


@pytest.mark.parametrize(
    ("mine", "theirs", "clash"),
    [
        ("whole", "whole", True),
        ("whole", "morning", True),
        ("afternoon", "whole", True),
        ("evening", "whole", False),
        ("whole", "evening", False),
        ("morning", "afternoon", False),
        ("evening", "evening", True),
    ],
)
def test_nobody_sits_in_two_courses_at_the_same_hours(
    cast: Cast, mine: str, theirs: str, clash: bool
) -> None:
    who = person(cast, 1)
    attend(cast, course(cast, part_of_day=theirs), who)
    other = course(cast, part_of_day=mine, happened_on=LAST, ends_on=LAST, hours=4)
    if clash:
        (text,) = refusal(attend, cast, other, who)["person"]
        assert "焊工技能班1" in text and FIRST.isoformat() in text
    else:
        assert attend(cast, other, who).pk


def test_another_unions_course_is_not_named(cast: Cast) -> None:
    who = person(cast, 1)
    attend(cast, course(cast, union="river", title="县里的班"), who)
    (text,) = refusal(attend, cast, course(cast), who)["person"]
    assert "县里的班" not in text


def test_a_cancelled_course_clashes_with_nothing_and_takes_nobody(cast: Cast) -> None:
    off = step(cast, course(cast), "cancel", reason="教师生病")
    who = person(cast, 1)
    assert "course" in refusal(attend, cast, off, who)
    held = course(cast)
    attend(cast, held, who)
    assert "title" in refusal(step, cast, held, "cancel", reason="教师生病")


def test_places_are_not_overbooked(cast: Cast) -> None:
    held = course(cast, capacity=2)
    for number in range(2):
        attend(cast, held, person(cast, number))
    (text,) = refusal(attend, cast, held, person(cast, 3))["course"]
    assert "2" in text
    assert "capacity" in refusal(change, cast, held, capacity=1)
    change(cast, held, capacity=3)
    held.refresh_from_db()
    assert attend(cast, held, person(cast, 4)).pk


def test_a_teacher_is_no_pupil(cast: Cast) -> None:
    teacher = cast.people["gao"]
    held = course(cast, trainer=teacher, trainer_name="")
    assert "person" in refusal(attend, cast, held, teacher)
    other = course(cast)
    attend(cast, other, teacher)
    assert "trainer" in refusal(change, cast, other, trainer=teacher)


def test_what_was_confirmed_stays(cast: Cast) -> None:
    held = course(cast)
    listed = attend(cast, held, person(cast, 1))
    held = change(cast, held, hours=30)
    stamped(listed, "confirmed_at")
    assert "kind" in refusal(change, cast, held, kind="law")
    assert "ends_on" in refusal(change, cast, held, ends_on=LAST + timedelta(days=1))
    assert change(cast, held, place="二楼教室").place == "二楼教室"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"standing": "migrant"}, "standing"),
        ({"hours_attended": 41}, "hours_attended"),
        ({"hours_attended": 31}, "result"),
        ({"certificate_number": "A1"}, "certificate_number"),
    ],
)
def test_standing_hours_and_certificates_are_judged(cast: Cast, values: dict[str, Any], field: str) -> None:
    held, who = course(cast), person(cast, 1)
    assert list(refusal(attend, cast, held, who, **values)) == [field]


def test_who_passed_may_have_missed_hours_and_a_certificate_counts_once(cast: Cast) -> None:
    held = course(cast)
    first = attend(
        cast, held, person(cast, 1), result="passed", hours_attended=20, certificate_number=" yc 1 "
    )
    assert first.certificate_number == "YC1"
    again = {"result": "passed", "certificate_number": "YC1"}
    assert refusal(attend, cast, held, person(cast, 2), **again)
    assert Attendance.objects.count() == 1


def test_the_standing_is_taken_from_the_file(cast: Cast) -> None:
    held = course(cast)
    assert attend(cast, held, person(cast, 1)).standing == "in_work"
    assert attend(cast, held, person(cast, 2, migrant_worker=True)).standing == "migrant"


@pytest.mark.parametrize("key", ["mill.officer", "gas.chair", "gas.finance", "wang"])
def test_lists_are_kept_by_officers_of_the_union(cast: Cast, key: str) -> None:
    from zhijia.registry import services

    held, who = course(cast), person(cast, 1)
    with pytest.raises((Forbidden, Refused)):
        services.add(Attendance.register, {"course": held, "person": who}, by=cast.actor(key))
    assert not Attendance.objects.exists()


def listed(cast: Cast, rows: list[dict[str, Any]]) -> int:
    return bulk.add_many(
        Attendance.register, rows, by=cast.actor("gas.officer"), source="名单", source_digest="d"
    )


def test_a_list_is_refused_as_a_whole_with_every_fault(cast: Cast) -> None:
    held, busy = course(cast, capacity=30), course(cast)
    people = [person(cast, number) for number in range(5)]
    attend(cast, busy, people[2])
    rows = [{"course": held, "person": who} for who in people]
    rows[4]["standing"] = "migrant"
    rows.append({"course": held, "person": people[0]})
    with pytest.raises(bulk.RowErrors) as caught:
        listed(cast, rows)
    assert [error.row for error in caught.value.errors] == [3, 5, 6]
    assert Attendance.objects.count() == 1


def test_a_list_longer_than_the_room_is_refused(cast: Cast) -> None:
    held = course(cast, capacity=3)
    rows = [{"course": held, "person": person(cast, number)} for number in range(4)]
    with pytest.raises(bulk.RowErrors):
        listed(cast, rows)
    assert listed(cast, rows[:3]) == 3


def test_two_courses_at_the_same_hours_in_one_list(cast: Cast) -> None:
    one, other, who = course(cast), course(cast), person(cast, 1)
    rows = [{"course": one, "person": who}, {"course": other, "person": who}]
    with pytest.raises(bulk.RowErrors) as caught:
        listed(cast, rows)
    assert {error.column for error in caught.value.errors} == {"person"}


def test_a_long_list_asks_the_database_no_more_than_a_short_one(cast: Cast) -> None:
    def queries(first: int, count: int) -> int:
        held = course(cast, capacity=200)
        rows = [{"course": held, "person": person(cast, number)} for number in range(first, first + count)]
        with CaptureQueriesContext(connection) as seen:
            listed(cast, rows)
        return len(seen)

    few, many = queries(0, 4), queries(100, 60)
    assert many <= few + 8, (few, many)


def test_entry_by_name_list_with_the_course_chosen_once(cast: Cast, client: Any) -> None:
    held = course(cast)
    for number in range(3):
        person(cast, number)
    browser = cast.login(client, "gas.officer")
    page = browser.get(f"/r/activities/course/{held.uid}/").content.decode()
    names = reverse("sheets:names", args=["activities", "attendance"])
    assert f"{names}?course={held.uid}" in page
    assert held.title in browser.get(f"{names}?course={held.uid}").content.decode()
    sent = {
        "people": "程职0\n程职1\n程职9\n程职1",
        "course": str(held.uid),
        "result": "finished",
        "standing": "",
    }
    shown = browser.post(names, sent, follow=True)
    assert "程职9" in shown.content.decode() and not Attendance.objects.exists()
    done = browser.post(shown.request["PATH_INFO"], {"leave_out": "1"}, follow=True)
    assert done.status_code == 200
    assert sorted(Attendance.objects.values_list("person__name", flat=True)) == ["程职0", "程职1"]
