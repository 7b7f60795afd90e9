"""One valid entry of every register of activities, and for every rule something it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast, id_number
from tests.contract.example import DAY, Example, Values, added
from zhijia.directory.models import Person
from zhijia.kernel.day import today
from zhijia.registry import services

OFFICER = "gas.officer"


def person(cast: Cast, number: int, **values: Any) -> Any:
    """A woman of the gas company, the n-th; an odd `sequence` makes a man."""
    sequence = values.pop("sequence", 40)
    given = {
        "org": cast.orgs["gas"],
        "name": f"程学{number}",
        "id_number": id_number(date(1992, 5, 1) + timedelta(days=number), sequence),
        "phone": f"1360000{number:04d}",
        **values,
    }
    return services.add(Person.register, given, by=cast.actor(OFFICER))


def move(cast: Cast, entry: Any, key: str, **more: Any) -> Any:
    entry.refresh_from_db()
    return services.move(entry, key, by=cast.actor(OFFICER), version=entry.version, **more)


def change(cast: Cast, entry: Any, **values: Any) -> Any:
    entry.refresh_from_db()
    return services.change(entry, values, by=cast.actor(OFFICER), version=entry.version)


def _course(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "title": f"燃气抢修技能第{number + 1}期",
        "kind": "skills",
        "happened_on": DAY + timedelta(days=10 * number),
        "ends_on": DAY + timedelta(days=10 * number + 4),
        "hours": 30,
        "place": "职工教育中心201",
        "trainer_name": "城建技校刘老师",
    }


def course(cast: Cast, number: int = 9, **values: Any) -> Any:
    """A running course."""
    return move(cast, COURSE.add(cast, number, **values), "open")


def _attendance(cast: Cast, number: int) -> Values:
    return {"course": course(cast, number), "person": person(cast, number), "result": "finished"}


def _programme(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "title": f"女职工岗位练兵第{number + 1}场",
        "kind": "competition",
        "happened_on": DAY + timedelta(days=number),
        "ends_on": DAY + timedelta(days=number),
        "place": "厂区礼堂",
    }


def programme(cast: Cast, number: int = 9, **values: Any) -> Any:
    """An activity under way."""
    return move(cast, PROGRAMME.add(cast, number, **values), "open")


def _participation(cast: Cast, number: int) -> Values:
    return {"programme": programme(cast, number), "woman": person(cast, number), "role": "took_part"}


def _certification(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "title": f"燃气工技能等级认定第{number + 1}批",
        "kind": "skill",
        "issuer": "云川市职业技能鉴定中心",
        "happened_on": DAY + timedelta(days=number),
        "people": 2,
    }


def _advancement(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "person": person(cast, number),
        "kind": "skill",
        "from_level": "junior",
        "to_level": "intermediate",
        "happened_on": DAY + timedelta(days=number),
        "issuer": "云川市职业技能鉴定中心",
        "certificate_number": f"YC2025{number:06d}",
    }


def _ahead(cast: Cast) -> Any:
    days = {"happened_on": today() + timedelta(days=3), "ends_on": today() + timedelta(days=4)}
    planned = COURSE.add(cast, hours=8, **days)
    return move(cast, planned, "open")


def _nobody_teaches(cast: Cast) -> Any:
    return course(cast, trainer_name="")


def _nobody_came(cast: Cast) -> Any:
    return move(cast, course(cast), "finish")


def _too_small(cast: Cast) -> Any:
    held = course(cast)
    for number in range(2):
        ATTENDANCE.add(cast, number, course=held)
    return change(cast, held, capacity=1)


def _teacher_listed(cast: Cast) -> Any:
    listed = ATTENDANCE.add(cast)
    return change(cast, listed.course, trainer=listed.person)


def _monitor_teaches(cast: Cast) -> Any:
    gao = cast.people["gao"]
    return COURSE.add(cast, trainer=gao, monitor=gao)


def confirmed(cast: Cast, entry: Any) -> Any:
    """The entry as if its person had said yes."""
    values = {"confirmed_at": entry.recorded_at}
    return services.stamp(entry, values, by=cast.actor("city.auditor"), verb="stamp")


def _changed_after_answers(cast: Cast) -> Any:
    listed = confirmed(cast, ATTENDANCE.add(cast))
    return change(cast, listed.course, hours=20)


def _cancelled_with_people(cast: Cast) -> Any:
    return move(cast, ATTENDANCE.add(cast).course, "cancel", reason="不办了")


def _planned(cast: Cast) -> Any:
    return ATTENDANCE.add(cast, course=COURSE.add(cast, 8))


def _teacher_attends(cast: Cast) -> Any:
    gao = cast.people["gao"]
    return ATTENDANCE.add(cast, course=course(cast, trainer=gao), person=gao)


def _two_places(cast: Cast) -> Any:
    listed = ATTENDANCE.add(cast)
    days = {"happened_on": listed.course.happened_on, "ends_on": listed.course.ends_on}
    held = course(cast, **days, part_of_day="morning")
    return ATTENDANCE.add(cast, 1, course=held, person=listed.person)


def _full(cast: Cast) -> Any:
    held = course(cast, capacity=1)
    ATTENDANCE.add(cast, course=held)
    return ATTENDANCE.add(cast, 1, course=held)


def _woman_day(cast: Cast) -> Any:
    """An activity whose day is changed after a woman confirmed it."""
    listed = confirmed(cast, PARTICIPATION.add(cast))
    return change(cast, listed.programme, ends_on=listed.programme.ends_on + timedelta(days=1))


def _planned_activity(cast: Cast) -> Any:
    return PARTICIPATION.add(cast, programme=PROGRAMME.add(cast, 8))


def _activity_ahead(cast: Cast) -> Any:
    later = today() + timedelta(days=3)
    return move(cast, PROGRAMME.add(cast, happened_on=later, ends_on=later), "open")


def _activity_with_people_cancelled(cast: Cast) -> Any:
    return move(cast, PARTICIPATION.add(cast).programme, "cancel", reason="不办了")


def from_list(cast: Cast, count: int) -> Any:
    """The issuer's list with so many people entered from it."""
    listed = CERTIFICATION.add(cast)
    for number in range(count):
        ADVANCEMENT.add(cast, number, certification=listed, happened_on=listed.happened_on)
    return listed


def _fewer_named(cast: Cast) -> Any:
    return change(cast, from_list(cast, 2), people=1)


def _other_day(cast: Cast) -> Any:
    return change(cast, from_list(cast, 1), happened_on=DAY + timedelta(days=5))


def _list_is_full(cast: Cast) -> Any:
    return ADVANCEMENT.add(cast, 3, certification=from_list(cast, 2), happened_on=DAY)


def _raised_again(cast: Cast) -> Any:
    first = ADVANCEMENT.add(cast)
    return ADVANCEMENT.add(cast, 1, person=first.person, from_level="no_grade")


COURSE = Example(
    "activities.course",
    OFFICER,
    "gas",
    _course,
    {
        "refuse_too_many_hours": added("activities.course", hours=51),
        "refuse_before_founding": added("activities.course", happened_on=date(2001, 1, 1)),
        "refuse_ahead": _ahead,
        "refuse_no_teacher": _nobody_teaches,
        "refuse_nobody": _nobody_came,
        "refuse_too_small": _too_small,
        "refuse_teacher_on_list": _teacher_listed,
        "refuse_monitor": _monitor_teaches,
        "refuse_after_answers": _changed_after_answers,
        "refuse_cancelled_with_answers": _cancelled_with_people,
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"]},
)
ATTENDANCE = Example(
    "activities.attendance",
    OFFICER,
    "gas",
    _attendance,
    {
        "refuse_not_held": _planned,
        "refuse_teacher": _teacher_attends,
        "refuse_two_places": _two_places,
        "refuse_full": _full,
        "refuse_standing": added("activities.attendance", standing="migrant"),
        "refuse_hours": added("activities.attendance", hours_attended=31),
        "refuse_certificate": added("activities.attendance", certificate_number="YC1"),
    },
)
PROGRAMME = Example(
    "activities.programme",
    OFFICER,
    "gas",
    _programme,
    {
        "refuse_before_founding": added("activities.programme", happened_on=date(2001, 1, 1)),
        "refuse_ahead": _activity_ahead,
        "refuse_nobody": lambda cast: move(cast, programme(cast), "hold"),
        "refuse_after_answers": _woman_day,
        "refuse_cancelled_with_people": _activity_with_people_cancelled,
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"]},
)
PARTICIPATION = Example(
    "activities.participation",
    OFFICER,
    "gas",
    _participation,
    {
        "refuse_not_held": _planned_activity,
        "refuse_man": lambda cast: PARTICIPATION.add(cast, woman=cast.people["gao"]),
        "refuse_prize": added("activities.participation", prize="一等奖"),
    },
)
CERTIFICATION = Example(
    "activities.certification",
    OFFICER,
    "gas",
    _certification,
    {"refuse_too_few": _fewer_named, "refuse_other_kind": _other_day},
    elsewhere=lambda cast: {"org": cast.orgs["mill"]},
)
ADVANCEMENT = Example(
    "activities.advancement",
    OFFICER,
    "gas",
    _advancement,
    {
        "refuse_not_rising": added("activities.advancement", to_level="no_grade"),
        "refuse_no_certificate": added("activities.advancement", certificate_number=""),
        "refuse_other_list": lambda cast: ADVANCEMENT.add(
            cast, 5, certification=CERTIFICATION.add(cast), issuer="别的单位"
        ),
        "refuse_full_list": _list_is_full,
        "refuse_known_level": _raised_again,
    },
)
EXAMPLES = (COURSE, ATTENDANCE, PROGRAMME, PARTICIPATION, CERTIFICATION, ADVANCEMENT)
