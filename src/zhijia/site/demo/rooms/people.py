"""Groups, grades, degrees and work of the demonstration's people, as rosters and visits told them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.activities.models import Advancement
from zhijia.directory.models import Membership, PersonFact
from zhijia.directory.services import person_fact
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import acts, officer_of
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.people import WANG
from zhijia.site.demo.places import GAS, SITE
from zhijia.site.demo.size import lots
from zhijia.site.demo.world import World
from zhijia.tree.kinds import OrgKind

#: the room these entries belong to
ROOM = "directory"
#: one union in so many has handed in a roster that tells grade, degree and work
ONE_IN = 6
GRADES = (("no_grade", 8), ("junior", 5), ("intermediate", 5), ("senior", 3), ("technician", 1))
DEGREES = (("lower_school", 3), ("middle_school", 7), ("college", 5), ("bachelor", 3), ("master", 1))
JOBS = (("production", 10), ("service", 4), ("technical", 3), ("clerk", 2), ("management", 1))
PLATFORMS = (("truck", 3), ("ride", 2), ("courier", 5), ("food", 5), ("other_form", 1))
#: of a hundred members of joint unions those who work for platforms
RIDERS = 45
#: of a hundred others those whom a visit found in hardship
IN_HARDSHIP = 3


def load(world: World, answers: Answers) -> None:
    """The rosters of some unions, the riders of the joint ones, and a few changes of the year."""
    draw, places = lots("people"), orgs()
    known = set(Advancement.objects.values_list("person", flat=True))
    base = sorted(one.code for one in world.unions if one.is_base)
    chosen = {*base[::ONE_IN], GAS, SITE}
    rosters: list[dict[str, Any]] = []
    riders: list[dict[str, Any]] = []
    for membership in _members([places[code] for code in base]):
        if membership.org.code in chosen and membership.person_id not in known:
            rosters += _roster(membership, draw)
        if membership.org.kind == OrgKind.JOINT_GRASSROOTS and draw.randrange(100) < RIDERS:
            riders.append(_fact(membership, _drawn(PLATFORMS, draw), "visit"))
        elif draw.randrange(100) < IN_HARDSHIP:
            riders.append(_fact(membership, "hardship", "visit"))
    by = acts("city.officer")
    for name, rows in (("职工花名册", rosters), ("走访摸底", riders)):
        add_many(
            register_of(PersonFact), rows, by=by, source=f"{name}.xlsx", source_digest=f"{len(rows):064x}"
        )
    _changes(world, answers)


def _members(places: list[Any]) -> Any:
    rows = Membership.objects.filter(valid_to=None, org__in=places).select_related("org", "person__org")
    return rows.defer("person__id_number").order_by("pk")


def _drawn(choices: tuple[tuple[str, int], ...], draw: Random) -> str:
    return draw.choices([what for what, _n in choices], [n for _what, n in choices])[0]


def _fact(membership: Membership, what: str, source: str) -> dict[str, Any]:
    return {
        "person": membership.person,
        "what": what,
        "valid_from": membership.valid_from,
        "source": source,
    }


def _roster(membership: Membership, draw: Random) -> list[dict[str, Any]]:
    return [_fact(membership, _drawn(choices, draw), "roster") for choices in (GRADES, DEGREES, JOBS)]


def _changes(world: World, answers: Answers) -> None:
    """Workers of the gas company whose work changed, and one degree that was entered too low."""
    by, days = answers.actor(officer_of(GAS)), world.days
    held = PersonFact.objects.filter(org=orgs()[GAS], valid_to=None).exclude(person__name=WANG[0])
    held = held.select_related("person__org").order_by("pk")
    for number, fact in enumerate(held.filter(slot="job").exclude(what="management")[:3]):
        person_fact(fact.person, "management", on=_early(days, 20 * number), by=by, source="roster")
    # what the page of integrity has to find
    for fact in held.filter(what__in=("college", "bachelor"))[:1]:
        person_fact(fact.person, "lower_school", on=_early(days, 9), by=by, source="own")


def _early(days: Any, after: int) -> date:
    day: date = min(days.first + timedelta(days=after), days.last)
    return day
