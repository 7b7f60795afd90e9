"""Courses, activities and the people on their lists, as the tests of this room need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Cast, id_number, put_on_file
from zhijia.activities.models import Advancement, Attendance, Certification, Course, Participation, Programme
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.tally.queries import figure
from zhijia.tree.actor import SYSTEM

FIRST, LAST = date(2025, 3, 3), date(2025, 3, 7)
YEAR = Period.year(2025)
OFFICERS = {"gas": "gas.officer", "mill": "mill.officer", "site": "liu", "river": "river.officer"}


def person(cast: Cast, number: int, *, union: str = "gas", man: bool = False, **values: Any) -> Any:
    """The n-th worker of a union, a woman unless said."""
    given = {
        "org": cast.orgs[union],
        "name": f"程职{number}",
        "id_number": id_number(date(1988, 1, 1) + timedelta(days=number), (101 if man else 100) + 2 * number),
        "phone": f"135{number:08d}",
        **values,
    }
    return put_on_file(given)


def course(cast: Cast, *, union: str = "gas", state: str = "open", **values: Any) -> Any:
    """A skills course of forty hours, running unless said."""
    given = {
        "org": cast.orgs[union],
        "title": f"焊工技能班{Course.objects.count() + 1}",
        "kind": "skills",
        "happened_on": FIRST,
        "ends_on": LAST,
        "hours": 40,
        "place": "培训中心",
        "trainer_name": "刘老师",
        **values,
    }
    made = services.add(Course.register, given, by=cast.actor(OFFICERS[union]))
    return made if state == "planned" else step(cast, made, "open")


def attend(cast: Cast, held: Any, who: Any, **values: Any) -> Any:
    return services.add(
        Attendance.register, {"course": held, "person": who, **values}, by=cast.actor(officer(cast, held))
    )


def officer(cast: Cast, entry: Any) -> str:
    """Who records at the union of an entry."""
    return next(OFFICERS[key] for key, org in cast.orgs.items() if org.pk == entry.org_id)


def step(cast: Cast, entry: Any, key: str, **more: Any) -> Any:
    entry.refresh_from_db()
    return services.move(entry, key, by=cast.actor(officer(cast, entry)), version=entry.version, **more)


def change(cast: Cast, entry: Any, **values: Any) -> Any:
    entry.refresh_from_db()
    return services.change(entry, values, by=cast.actor(officer(cast, entry)), version=entry.version)


def stamped(entry: Any, *names: str) -> Any:
    """The gates as the room of evidence sets them."""
    return services.stamp(entry, {name: timezone.now() for name in names}, by=SYSTEM, verb="stamp")


def trained(cast: Cast, who: Any, held: Any = None, **values: Any) -> Any:
    """Somebody who finished a course, with sign-in sheet and the own word; a further one on the same course too."""
    held = held or course(cast)
    listed = stamped(attend(cast, held, who, **values), "confirmed_at")
    held.refresh_from_db()
    if held.state == "open":
        held = step(cast, held, "finish")
    if held.evidenced_at is None:
        stamped(held, "evidenced_at")
    return listed


def programme(cast: Cast, *, union: str = "gas", **values: Any) -> Any:
    given = {
        "org": cast.orgs[union],
        "title": f"岗位练兵{Programme.objects.count() + 1}",
        "kind": "competition",
        "happened_on": FIRST,
        "ends_on": FIRST,
        "place": "礼堂",
        **values,
    }
    return step(cast, services.add(Programme.register, given, by=cast.actor(OFFICERS[union])), "open")


def take_part(cast: Cast, held: Any, woman: Any, **values: Any) -> Any:
    given = {"programme": held, "woman": woman, "role": "took_part", **values}
    return services.add(Participation.register, given, by=cast.actor(officer(cast, held)))


def took_part(cast: Cast, woman: Any, held: Any = None) -> Any:
    """A woman in an activity that was held, with sheet and the own word."""
    held = held or programme(cast)
    listed = stamped(take_part(cast, held, woman), "confirmed_at")
    stamped(step(cast, held, "hold"), "evidenced_at")
    return listed


def certified(cast: Cast, **values: Any) -> Any:
    given = {
        "org": cast.orgs["gas"],
        "title": f"技能等级认定{Certification.objects.count() + 1}",
        "kind": "skill",
        "issuer": "云川市技能鉴定中心",
        "happened_on": FIRST,
        "people": 20,
        **values,
    }
    return services.add(Certification.register, given, by=cast.actor("gas.officer"))


def raised(cast: Cast, who: Any, **values: Any) -> Any:
    """A worker raised from junior to intermediate by a certificate."""
    given = {
        "org": cast.orgs["gas"],
        "person": who,
        "kind": "skill",
        "from_level": "junior",
        "to_level": "intermediate",
        "happened_on": FIRST,
        "issuer": "云川市技能鉴定中心",
        "certificate_number": f"YC{Advancement.objects.count():06d}",
        **values,
    }
    return services.add(Advancement.register, given, by=cast.actor("gas.officer"))


def counted(cast: Cast, key: str, org: str = "city", period: Period = YEAR) -> tuple[int, int]:
    """What an indicator counts at a union in a period, and what is claimed beyond it."""
    found = figure(key, cast.orgs[org].pk, period)
    return found.counted, found.claimed - found.counted
