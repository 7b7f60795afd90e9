"""Who holds which post: chairs of all unions of the base, cadres of the federations, organisers and their year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from zhijia.directory.models import Appraisal, Membership, Organiser, Person, Tenure, Union
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.registry.services import add, change
from zhijia.site.demo import words
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import acts, officer_of
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.numbers import phone
from zhijia.site.demo.size import lots
from zhijia.site.demo.world import World
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org

#: the room these entries belong to
ROOM = "directory"
SOURCE = {"source": "工会干部名册.xlsx", "source_digest": "demonstration"}
FEDERATIONS = (OrgKind.MUNICIPAL, OrgKind.COUNTY, OrgKind.INDUSTRIAL_MUNICIPAL)
#: in a federation: post, how chosen, full or part time
STAFFED = (
    ("chair", "elected", "part"),
    ("vice_chair", "co_managed", "full"),
    ("audit", "elected", "part"),
    ("women", "elected", "full"),
    ("cadre", "appointed", "full"),
    ("cadre", "appointed", "full"),
)
#: telephones of people only this module makes
FIRST_PHONE = 70_000


def load(world: World, answers: Answers) -> None:
    """Posts everywhere; two chairs left, one of them long ago; a change of term held; organisers with results."""
    draw, numbers = lots("posts"), count(FIRST_PHONE)
    by = answers.actor("city.officer")
    rows = [*_of_base(world, draw), *_of_federations(world, draw, numbers, by)]
    add_many(register_of(Tenure), rows, by=by, **SOURCE)
    _vacant(world)
    _renewed(world, by)
    _organisers(world, draw, numbers)


def _of_base(world: World, draw: Random) -> list[dict[str, Any]]:
    """Chair, vice-chair and the two committees' directors of the unions that gave the day of their election."""
    held: dict[int, list[Person]] = defaultdict(list)
    members = Membership.objects.filter(valid_to=None, person__user=None).select_related("person")
    for row in members.order_by("pk"):
        if len(held[row.org_id]) < 4:
            held[row.org_id].append(row.person)
    rows = []
    for union in Union.objects.filter(kind__in=("grassroots", "joint_grassroots"), elected_on__isnull=False):
        people = held[union.org_id]
        posts = ["chair", *(["vice_chair"] if draw.random() < 0.4 else [])]
        posts += [
            post for post, has in (("audit", union.audit_committee), ("women", union.women_committee)) if has
        ]
        for person, post in zip(people, posts, strict=False):
            rows.append(
                _row(union.org, person, post, "elected", "part", union.elected_on or world.days.first)
            )
    return rows


def _row(org: Org, person: Person, post: str, chosen: str, working: str, day: date) -> dict[str, Any]:
    return {
        "org": org,
        "person": person,
        "post": post,
        "chosen": chosen,
        "working": working,
        "valid_from": day,
        "renewal": False,
    }


def _of_federations(world: World, draw: Random, numbers: Any, by: Any) -> list[dict[str, Any]]:
    rows = []
    since = date(world.days.year - 2, 3, 18)
    for org in Org.objects.filter(kind__in=FEDERATIONS).order_by("path"):
        for post, chosen, working in STAFFED[: 6 if org.kind != OrgKind.INDUSTRIAL_MUNICIPAL else 3]:
            rows.append(_row(org, _person(org, draw, numbers, by), post, chosen, working, since))
    return rows


def _person(org: Org, draw: Random, numbers: Any, by: Any) -> Person:
    """Somebody who works for a federation and is a member nowhere on this list."""
    name = draw.choice(words.SURNAMES) + draw.choice(words.GIVEN_MEN + words.GIVEN_WOMEN)
    values = {
        "org": org,
        "name": name,
        "phone": phone(next(numbers)),
        "id_number": "",
        "no_id_reason": "not_told",
    }
    made: Person = add(register_of(Person), values, by=by)
    return made


def _chairs(branch: str, world: World) -> list[Tenure]:
    """Chairs of a county's unions, long enough in office to leave it."""
    place = orgs()[branch]
    rows = Tenure.objects.filter(
        path__startswith=place.path, post="chair", valid_to=None, org__kind="grassroots"
    )
    rows = rows.filter(valid_from__lt=world.days.ago(200)).exclude(org__code__contains="G9")
    return list(rows.select_related("org", "person").order_by("pk"))


def _vacant(world: World) -> None:
    """Two posts without a successor: one since a month, one since more than the house allows."""
    for branch, days, how in (("YC03", 30, "moved"), ("YC04", 120, "retired"), ("YC01", 45, "left_job")):
        for chair in _chairs(branch, world)[:1]:
            by = acts(officer_of(branch))
            values = {"valid_to": world.days.ago(days), "left_how": how}
            change(chair, values, by=by, version=chair.version, verb="end")


def _renewed(world: World, by: Any) -> None:
    """Changes of term within the year: the same chair elected anew, one of them late."""
    for branch in ("YC01", "YC02", "YC05"):
        for chair in _chairs(branch, world)[1:3]:
            day = world.days.ago(60)
            if chair.term_ends_on is not None and chair.term_ends_on <= day + timedelta(days=300):
                values = _row(chair.org, chair.person, "chair", "elected", "part", day)
                add(register_of(Tenure), values | {"renewal": True}, by=by)


def _organisers(world: World, draw: Random, numbers: Any) -> None:
    """Two organisers for each county, assigned to townships; last year's results, one still to be given."""
    since = date(world.days.year - 2, 7, 1)
    results = ("excellent", "competent", "competent", "barely")
    for at, (branch, _name, _vigour) in enumerate(words.COUNTIES):
        by, place = acts(officer_of(branch)), orgs()[branch]
        towns = list(Org.objects.filter(parent=place, kind=OrgKind.TOWNSHIP).order_by("path")[:2])
        for number, town in enumerate(towns):
            person = _person(place, draw, numbers, by)
            values = {
                "org": place,
                "person": person,
                "work_number": f"{branch}-{number + 1:02}",
                "works_at": town,
                "duties": "新建工会、发展会员、经费收缴宣传",
                "paid_by": "shared" if number else "federation",
                "valid_from": since,
                "contract_ends_on": date(world.days.year + 1, 6, 30),
                "trained_on": since + timedelta(days=40 + at) if (at + number) % 3 else None,
            }
            organiser = add(register_of(Organiser), values, by=by)
            if at + number:
                _judge(organiser, results[(at + number) % 4], world, by)


def _judge(organiser: Organiser, result: str, world: World, by: Any) -> None:
    values = {
        "organiser": organiser,
        "year": world.days.year - 1,
        "result": result,
        "grounds": "" if result == "competent" else "全年新建工会和发展会员情况、日常考勤和群众评议",
        "happened_on": min(date(world.days.year, 1, 20), world.days.last),
    }
    add(register_of(Appraisal), values, by=by)
