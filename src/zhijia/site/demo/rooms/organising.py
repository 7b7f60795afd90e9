"""A hundred-day drive in its last weeks: employers invited and visited, unions founded, one county silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from zhijia.directory import services as directory
from zhijia.directory.models import Approach, Coverage, Drive, Invitation, Membership, Person, Unit, Visit
from zhijia.directory.organising import employers, founding
from zhijia.evidence import services as evidence
from zhijia.registry.register import register_of
from zhijia.registry.services import add, change
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import OFFICERS, officer_of
from zhijia.site.demo.crowds import everybody_says
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.places import CITY_CODE
from zhijia.site.demo.size import lots
from zhijia.site.demo.witnesses import paper
from zhijia.site.demo.world import World
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org

#: the room these entries belong to
ROOM = "directory"
#: the drive's first day before the last of the demonstration, and its length
BEGAN, LENGTH = 75, 100
#: county: quota, employers worked on, unions founded; the last has recorded nothing for weeks
WORK = {
    "YC01": (6, 9, 2),
    "YC02": (5, 7, 1),
    "YC03": (4, 5, 0),
    "YC04": (4, 4, 0),
    "YC05": (3, 3, 0),
    "YC06": (3, 2, 0),
    "YC07": (2, 1, 0),
}
SILENT = "YC07"
#: small employers a federation of the county covers meanwhile
SECOND = 4
RESULTS = ("agreed", "wants_time", "refused", "nobody", "wants_time", "agreed", "has_one")
SAID = {
    "refused": "老板说厂里人少，有事直接找他，不用建工会",
    "wants_time": "要和股东商量，月底前答复",
    "agreed": "同意成立，请工会派人来讲一讲程序",
    "has_one": "说总公司在省城有工会，要核实",
}
NEXT = {"agreed": "帮助成立筹备组", "wants_time": "再次上门听答复", "nobody": "电话约负责人"}
PHONES = count(13000080001)


def load(world: World, answers: Answers) -> None:
    """The drive and what every county has done in it; in the first weeks of a year there is none yet."""
    days, places = world.days, orgs()
    began = days.ago(BEGAN)
    if (days.last - began).days < 40:
        return
    _drive(places[CITY_CODE], began, answers)
    for code in sorted(OFFICERS):
        _second(places[code], began, answers.actor(officer_of(code)))
        _county(places[code], began, days.last, answers)


def _drive(city: Org, began: date, answers: Answers) -> None:
    by = answers.actor("city.officer")
    values = {
        "org": city,
        "title": f"{began.year}年建会百日行动",
        "number": f"云工发〔{began.year}〕41号",
        "aim": "规模以上未建会企业走访全覆盖，小微企业由区域性、行业性联合会兜底覆盖",
        "valid_from": began,
        "valid_to": began + timedelta(days=LENGTH),
    }
    drive = add(register_of(Drive), values, by=by)
    quotas = {code: quota for code, (quota, _worked, _founded) in WORK.items()}
    change(drive, {"quotas": quotas}, by=by, version=drive.version, verb="quotas")


def _second(county: Org, began: date, by: Actor) -> None:
    """The smallest employers covered by a federation of the county, where one was founded before."""
    kinds = [OrgKind.REGIONAL_FEDERATION.value, OrgKind.SECTOR_FEDERATION.value]
    over = Org.objects.filter(parent=county, kind__in=kinds, opened_on__lt=began).order_by("path").first()
    if over is None:
        return
    rows = employers.unorganised(by, county, began).filter(staff__lt=12, legal_person=True)
    for unit in rows.order_by("staff", "pk")[:SECOND]:
        values = {"org": over, "unit": unit, "valid_from": began}
        add(register_of(Coverage), values, by=by)


def _county(county: Org, began: date, last: date, answers: Answers) -> None:
    """The largest employers of a county, one after the other."""
    draw, by = lots(f"organising {county.code}"), answers.actor(officer_of(county.code))
    _quota, worked, founded = WORK[county.code]
    units = list(employers.largest_first(employers.unorganised(by, county, last))[:worked])
    # the last is visited within the last week or two: only one county has fallen silent
    apart = max(((last - began).days - 20) // max(len(units) - 1, 1), 1)
    for place, unit in enumerate(units):
        first = began + timedelta(days=3 + place * apart)
        first = first if county.code != SILENT else began + timedelta(days=4)
        _invite(county, unit, first, place, by)
        if county.code == SILENT:
            continue
        seen = first + timedelta(days=draw.randint(4, 9))
        if place < founded:
            _founded(county, unit, seen, place, answers, by)
        else:
            _visit(county, unit, seen, RESULTS[place % len(RESULTS)], last, draw, by)


def _invite(county: Org, unit: Unit, day: date, place: int, by: Actor) -> None:
    values: dict[str, Any] = {"org": county, "unit": unit, "happened_on": day}
    values |= {"meet_on": day + timedelta(days=7), "addressed_to": "负责人"}
    if place % 4 == 3:
        values |= {"channel": "message", "phone": str(next(PHONES))}
    else:
        values |= {"channel": "letter", "letter_number": f"{county.name[:1]}工函〔{day.year}〕{60 + place}号"}
    add(register_of(Invitation), values, by=by)


def _visit(
    county: Org,
    unit: Unit,
    day: date,
    result: str,
    last: date,
    draw: Random,
    by: Actor,
    *,
    proof: bool = True,
) -> Visit:
    """A visit with the note of the talk; every fifth was by telephone and has none."""
    values: dict[str, Any] = {"org": county, "unit": unit, "happened_on": min(day, last), "result": result}
    values |= {"reason": SAID.get(result, ""), "spoken_with": "" if result == "nobody" else "王经理"}
    if result in NEXT:
        due = last + timedelta(days=draw.randint(-6, 12))
        values |= {"next_step": NEXT[result], "next_on": max(due, values["happened_on"] + timedelta(days=3))}
    called = draw.randrange(5) == 0
    values |= {"way": "call" if called else "visit", "visitors": by.name}
    visit: Visit = add(register_of(Visit), values, by=by)
    if proof and not called:
        lines = [unit.name, values["happened_on"].isoformat(), SAID.get(result, "门卫接待，约好再来")]
        evidence.attach(visit, paper(f"走访记录-{unit.name}", lines), by=by)
    return visit


def _founded(county: Org, unit: Unit, day: date, place: int, answers: Answers, by: Actor) -> None:
    """Agreed, prepared and founded, with the first members; those of the first have said so themselves."""
    draw = lots(f"founding {county.code} {place}")
    _visit(county, unit, day, "agreed", day, draw, by)
    approach = Approach.objects.get(unit=unit, valid_to=None)
    prepared = {"preparing_on": day + timedelta(days=2), "joint_party": place == 0}
    approach = change(approach, prepared, by=by, version=approach.version)
    founded_on = day + timedelta(days=12)
    values = {
        "code": f"{county.code}N{place + 1:02}",
        "name": f"{unit.name}工会",
        "kind": OrgKind.GRASSROOTS.value,
        "approved_by": county,
        "founded_on": founded_on,
        "set_up": "single",
        "unit_kind": "enterprise",
        "industry": unit.industry,
        "elected_on": founded_on,
        "term_years": 3,
        "chair_name": ("程建平", "陆晓燕", "邹永强")[place % 3],
    }
    union = directory.found_union(values, by=by)
    founding.move_coverage(unit, union, by=by)
    founding.close(approach, union, by=by)
    members = _members(union.org, founded_on, county.code, place, by)
    if place == 0:
        everybody_says(members[:6], answers=answers, by=by, channel="link")


def _members(union: Org, day: date, code: str, place: int, by: Actor) -> Sequence[Membership]:
    """The first members, entered when the union was founded."""
    found = []
    for number, name in enumerate(("丁", "田", "汪", "史", "龚", "侯", "孟", "龙")):
        values: dict[str, Any] = {
            "org": union,
            "name": f"{name}{'志玉春国'[place % 4]}{'华兰平英'[number % 4]}",
        }
        values |= {"phone": str(next(PHONES)), "birth_on": date(1985 + number, 3, 4 + place)}
        values |= {"sex": "female" if number % 2 else "male", "id_number": "", "no_id_reason": "not_told"}
        person = add(register_of(Person), values, by=by)
        found.append(directory.join(person, union=union, on=day, by=by))
    return found
