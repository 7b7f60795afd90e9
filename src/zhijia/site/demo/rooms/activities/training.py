"""Courses of the demonstration: skills, domestic service, starting a business, law, lectures for women."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhijia.activities.models import Attendance, Course
from zhijia.directory.models import Person
from zhijia.registry import services as registry
from zhijia.site.demo import words
from zhijia.site.demo.places import CITY_CODE
from zhijia.site.demo.rooms.activities.pool import Branch, Pool

#: what the plan promises for the year, and how much of it the demonstration reaches by its pace
COUNTY, AIDED, DOMESTIC, STARTUP = 150, 100, 25, 25
REACHED = {"aided": 0.95, "domestic": 0.86, "startup": 0.78}
#: how well each county trains beside its promise: two fall short
VIGOUR = (1.28, 1.18, 1.16, 1.3, 0.84, 1.2, 0.66)
#: the share of women workers trained over the programme's three years, and how far it stands
WOMEN, WOMEN_REACHED = 0.80 / 3, 0.76
SIZE, LECTURE = 70, 240
TITLES = {
    "skills": ("电工技能培训班", "焊工技能培训班", "叉车操作培训班", "中式面点培训班", "缝纫工技能培训班"),
    "domestic": ("家政服务员培训班", "母婴护理培训班", "养老护理培训班"),
    "startup": ("创业培训班", "网店创业培训班", "小微企业创业培训班"),
    "law": ("劳动法律法规培训班", "工会法普法培训班"),
    "other": ("安全生产培训班", "班组长能力提升班", "职业健康培训班"),
    "women": ("女职工权益保护讲座", "女职工健康知识讲座", "女职工素质提升讲座", "家庭教育讲座"),
}
HOURS = {"skills": 40, "domestic": 24, "startup": 24, "law": 8, "other": 16, "women": 2, "organisers": 24}
PLACES = ("职工教育培训中心", "就业训练中心", "工会大学校一楼教室", "职工服务中心会议室")


@dataclass
class Lessons:
    """One course to be made: its columns, the people on its list with their standing, and what becomes of it."""

    branch: Branch
    values: dict[str, Any]
    people: list[tuple[Person, str]] = field(default_factory=list)
    proof: bool = True
    finished: bool = True
    monitor: Person | None = None
    entry: Any = None


def load(pool: Pool) -> None:
    """Draws the courses and takes them in: county by county, then their sheets, their end and the answers."""
    drawn = list(_courses(pool))
    for branch in pool.branches.values():
        mine = [one for one in drawn if one.branch is branch]
        if mine:
            _take_in(pool, branch, mine)
    _ahead(pool)


def _courses(pool: Pool) -> Iterator[Lessons]:
    for number, (code, _name, _vigour) in enumerate(words.COUNTIES):
        branch = pool.branches[code]
        made = list(_for_all(pool, branch, VIGOUR[number]))
        if number < 3 or not pool.is_small:
            made = [*_for_work(pool, branch, number), *made]
            _twice(made)
        yield from made
    for branch in pool.with_women():
        yield from _for_women(pool, branch)
    yield from _organisers(pool)


def _for_work(pool: Pool, branch: Branch, number: int) -> Iterator[Lessons]:
    """Skills everywhere, domestic service and starting a business by turns."""
    counties = 3 if pool.is_small else 7
    aided = max(2, round(AIDED * REACHED["aided"] * pool.pace / counties * 1.12))
    people = [(person, "migrant") for person in branch.take(aided - aided // 3, migrant=True)]
    people += [(person, "laid_off") for person in branch.take(aided // 3, migrant=False)]
    people += [(person, "in_work") for person in branch.take(max(2, round(9 * pool.pace)), migrant=False)]
    yield _lessons(pool, branch, "skills", people)
    kind, whole = ("domestic", DOMESTIC) if number % 2 else ("startup", STARTUP)
    parts = (1 if number % 2 else 2) if pool.is_small else (3 if number % 2 else 4)
    count = max(1, round(whole * REACHED[kind] * pool.pace / parts * 1.12))
    yield _lessons(pool, branch, kind, [(person, "") for person in branch.take(count)])
    # a skills course without sheet or photo: its people are claimed and do not count
    spare = _lessons(
        pool, branch, "skills", [(person, "") for person in branch.take(max(1, round(3 * pool.pace)))]
    )
    spare.proof = False
    yield spare


def _for_all(pool: Pool, branch: Branch, vigour: float) -> Iterator[Lessons]:
    """Law and other training until the county stands where it stands."""
    left = round(COUNTY * pool.pace * vigour) - round(30 * pool.pace)
    while left > 0:
        size = min(left, SIZE)
        kind = pool.draw.choice(("law", "other", "other"))
        yield _lessons(pool, branch, kind, [(person, "") for person in branch.take(round(size * 1.1))])
        left -= size


def _for_women(pool: Pool, branch: Branch) -> Iterator[Lessons]:
    """Lectures in the evening, each woman to one of them."""
    left = round(branch.women_workers * WOMEN * WOMEN_REACHED * pool.days.passed)
    women = [person for person in branch.people if person.sex == "female"][: round(left * 0.86)]
    for start in range(0, len(women), LECTURE):
        some = [(person, "") for person in women[start : start + LECTURE]]
        yield _lessons(pool, branch, "women", some)


def _organisers(pool: Pool) -> Iterator[Lessons]:
    """The city's class of April, once it was held."""
    first = date(pool.days.year, 4, 13)
    if pool.days.last < first + timedelta(days=3):
        return
    city = Branch(CITY_CODE, pool.places[CITY_CODE], pool.answers.actor("city.officer"))
    people = [
        person for branch in pool.branches.values() for person in branch.take(max(1, round(3 * pool.pace)))
    ]
    made = _lessons(pool, city, "organisers", [(person, "in_work") for person in people], first=first)
    made.values |= {"title": "工会协理员培训班", "hours": 24}
    made.monitor = people[0]
    pool.branches[CITY_CODE] = city
    yield made


def _lessons(
    pool: Pool, branch: Branch, kind: str, people: list[tuple[Person, str]], *, first: date | None = None
) -> Lessons:
    hours = HOURS[kind]
    length = max(1, hours // 8)
    first = first or pool.day(length)
    pool.courses += 1
    values = {
        "org": branch.org,
        "kind": kind,
        "title": f"{pool.draw.choice(TITLES.get(kind, ('培训班',)))}（第{pool.courses}期）",
        "happened_on": first,
        "ends_on": first + timedelta(days=length - 1),
        "part_of_day": "evening" if kind == "women" else "whole",
        "hours": hours,
        "place": pool.draw.choice(PLACES),
        "trainer_name": pool.draw.choice(words.SURNAMES) + "老师",
        "capacity": len(people) + pool.draw.randint(2, 8),
        "state": "open",
    }
    return Lessons(branch, values, people)


def _twice(made: list[Lessons]) -> None:
    """Somebody of the first course sits in a later one too: counted once among those trained."""
    person, standing = made[0].people[0]
    for other in made[1:]:
        days = (made[0].values, other.values)
        if days[0]["ends_on"] < days[1]["happened_on"] or days[1]["ends_on"] < days[0]["happened_on"]:
            other.people.append((person, standing))
            return


def _take_in(pool: Pool, branch: Branch, mine: list[Lessons]) -> None:
    pool.listed(Course, [one.values for one in mine], branch.by, f"培训班-{branch.code}")
    held = {
        (one.title, one.happened_on): one
        for one in Course.objects.filter(org=branch.org).select_related("org")
    }
    rows = []
    for one in mine:
        one.entry = held[one.values["title"], one.values["happened_on"]]
        for place, (person, standing) in enumerate(one.people):
            missed = one.branch.code != CITY_CODE and len(one.people) > 8 and place % 23 == 22
            result = "missed" if missed else "passed" if one.values["kind"] == "skills" else "finished"
            rows.append({"course": one.entry, "person": person, "standing": standing, "result": result})
    pool.listed(Attendance, rows, branch.by, f"培训学员-{branch.code}")
    for one in mine:
        _end(pool, one)
    listed = Attendance.objects.filter(course__in=[one.entry for one in mine]).exclude(result="missed")
    pool.hear(list(listed.select_related("org", "person", "course").order_by("pk")), branch.by)


def _end(pool: Pool, one: Lessons) -> None:
    """The sheet put on a course, its monitor named, and the last lesson over."""
    by, entry = one.branch.by, one.entry
    if one.proof:
        lines = [entry.org.name, f"{entry.happened_on}  签到 {len(one.people)} 人"]
        pool.prove(entry, entry.title, lines, by)
    if one.monitor is not None:
        entry.refresh_from_db()
        registry.change(entry, {"monitor": one.monitor}, by=by, version=entry.version)
        pool.word(entry, by)
    if one.finished:
        entry.refresh_from_db()
        registry.move(entry, "finish", by=by, version=entry.version)


def _ahead(pool: Pool) -> None:
    """What runs today, what is planned, and what was called off."""
    day, by = pool.days.last, pool.answers.actor("river.officer")
    branch = pool.branches["YC01"]
    running = _lessons(pool, branch, "skills", [], first=day - timedelta(days=1))
    running.values |= {"title": "电梯维保技能培训班", "ends_on": day + timedelta(days=3), "capacity": 40}
    planned = _lessons(pool, branch, "startup", [], first=day + timedelta(days=12))
    planned.values |= {"title": "冬季创业培训班", "state": "planned"}
    off = _lessons(pool, branch, "law", [])
    off.values |= {"title": "劳动合同法培训班", "state": "cancelled"}
    pool.listed(Course, [one.values for one in (running, planned, off)], by, "培训计划")
    course = Course.objects.get(title="电梯维保技能培训班")
    rows = [{"course": course, "person": person, "standing": ""} for person in branch.take(6)]
    pool.listed(Attendance, rows, by, "电梯维保班学员")
