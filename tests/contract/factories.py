"""One valid entry of every register on the cast, and for every refusal something that it refuses."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tests.cast import NO_NUMBER, SINCE, Cast, credit_code, id_number
from tests.contract import examples
from tests.contract.example import DAY, Example, Values, added, at, covered_unit
from zhijia.directory import services as directory
from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Post


def _person(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "name": f"程小{'一二三四五六七八九十'[number]}",
        "id_kind": "resident",
        "id_number": id_number(date(1991, 2, 3 + number), 10 + number),
        "phone": f"1390000{number:04d}",
    }


def _membership(cast: Cast, number: int) -> Values:
    person = PERSON.add(cast, number)
    return {"org": cast.orgs["gas"], "person": person, "valid_from": DAY, "join_kind": "new"}


def _union(cast: Cast, number: int) -> Values:
    return {
        "code": f"YC01{20 + number}",
        "name": f"临江第{number + 1}中学工会",
        "kind": OrgKind.GRASSROOTS,
        "approved_by": cast.orgs["river"],
        "founded_on": DAY,
        "set_up": "single",
    }


def _unit(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "name": f"临江第{number + 1}食品厂",
        "social_credit_code": credit_code(100 + number),
        "legal_person": True,
        "place_kind": "other",
    }


def _facts(cast: Cast, number: int) -> Values:
    unit = UNIT.add(cast, number)
    return {"unit": unit, "valid_from": DAY, "staff": 40 + number, "ownership": "private"}


def _coverage(cast: Cast, number: int) -> Values:
    return {"org": cast.orgs["river"], "unit": UNIT.add(cast, number), "valid_from": DAY}


def _denominator(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "kind": "workers",
        "number": 1_100 + number,
        "valid_from": DAY + timedelta(days=30 * number),
        "source": "县统计局2025年统计公报",
        "source_on": date(2024, 12, 31),
    }


def _relief(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "worker": cast.people["gao"],
        "kind": "living",
        "reason": "illness",
        "amount": 100_000 + number,
        "happened_on": DAY + timedelta(days=number),
        "note": f"住院第{number + 1}周，家里还有两个孩子",
    }


def _room(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "name": f"燃气公司第{number + 1}职工书屋",
        "address": f"滨河路{number + 1}号二层",
        "happened_on": DAY,
        "witness": cast.people["gao"],
        "grade": "ordinary",
    }


def _plan(cast: Cast, number: int) -> Values:
    return {"org": cast.orgs["river"], "title": f"临江县总工会第{number + 1}份工作要点", "year": 2025}


def _target(cast: Cast, number: int) -> Values:
    plan = PLAN.add(cast, number)
    return {
        "plan": plan,
        "label": f"新建职工书屋{number + 1}家",
        "operator": ">=",
        "value": 21 + number,
        "unit": "家",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
        "indicator": "read_new",
    }


def _same_name(cast: Cast) -> Any:
    values = {"org": cast.orgs["gas"], "name": "程无号", "phone": "", **NO_NUMBER}
    services.add(PERSON.register, values, by=cast.actor("gas.officer"))
    return services.add(PERSON.register, values, by=cast.actor("gas.officer"))


def _known_person(cast: Cast) -> Any:
    return PERSON.add(cast, id_number=cast.people["wang"].id_number, name="别的人")


def _overlapping(cast: Cast) -> Any:
    values = {"org": cast.orgs["gas"], "person": cast.people["gao"], "valid_from": DAY}
    return services.add(MEMBERSHIP.register, values, by=cast.actor("gas.officer"))


def _large_union(cast: Cast) -> Any:
    """Twenty-five members and no committee."""
    for number in range(10, 33):
        values = {
            "org": cast.orgs["gas"],
            "name": f"程大{number}",
            "phone": f"139000{number:05d}",
            **NO_NUMBER,
        }
        person = services.add(PERSON.register, values, by=cast.actor("gas.officer"))
        directory.join(person, union=cast.orgs["gas"], on=DAY, by=cast.actor("gas.officer"))
    union = cast.unions["gas"]
    return services.change(
        union, {"chair_name": "杨建国"}, by=cast.actor("gas.officer"), version=union.version
    )


def _older_facts(cast: Cast) -> Any:
    unit = cast.units["gas"]
    directory.unit_facts(unit, on=DAY, by=cast.actor("river.officer"), staff=400)
    return directory.unit_facts(unit, on=SINCE + timedelta(days=9), by=cast.actor("river.officer"), staff=390)


def _second_at_gas(cast: Cast) -> Any:
    return COVERAGE.add(cast, org=cast.orgs["gas"])


def _older_number(cast: Cast) -> Any:
    DENOMINATOR.add(cast)
    return DENOMINATOR.add(cast, valid_from=SINCE + timedelta(days=9))


def _own_relief(cast: Cast) -> Any:
    Post.objects.create(user=cast.users["wang"], org=cast.orgs["gas"], role="officer", valid_from=SINCE)
    return RELIEF.add(cast, by="wang", worker=cast.people["wang"])


def _approved(cast: Cast) -> Any:
    entry = RELIEF.add(cast)
    return services.move(entry, "approve", by=cast.actor("gas.chair"), version=entry.version)


def _paid_too_early(cast: Cast) -> Any:
    entry, values = _approved(cast), {"paid_on": DAY - timedelta(days=1), "pay_way": "cash"}
    return services.move(entry, "pay", by=cast.actor("gas.officer"), version=entry.version, values=values)


def _changed_after_approval(cast: Cast) -> Any:
    entry = _approved(cast)
    return services.change(entry, {"amount": 1}, by=cast.actor("gas.officer"), version=entry.version)


def _closed_without_day(cast: Cast) -> Any:
    """A closed room whose closing day is taken out again."""
    entry = ROOM.add(cast)
    by, values = cast.actor("gas.officer"), {"closed_on": today()}
    closed = services.move(entry, "close", by=by, version=entry.version, values=values, reason="搬迁")
    return services.change(closed, {"closed_on": None}, by=by, version=closed.version)


def _changed_when_issued(cast: Cast) -> Any:
    plan = PLAN.add(cast)
    by = cast.actor("river.officer")
    issued = services.move(plan, "issue", by=by, version=plan.version)
    return services.change(issued, {"year": 2024}, by=by, version=issued.version)


PERSON = Example(
    "directory.person",
    "gas.officer",
    "gas",
    _person,
    {"refuse_known": _known_person, "refuse_nobody_to_reach": _same_name},
)
MEMBERSHIP = Example(
    "directory.membership",
    "gas.officer",
    "gas",
    _membership,
    {
        "refuse_kind": added("directory.membership", org=at("river"), by="river.officer"),
        "refuse_before_founding": added("directory.membership", valid_from=date(2001, 1, 1)),
        "refuse_half_left": added("directory.membership", valid_to=DAY + timedelta(days=1)),
        "refuse_overlapping": _overlapping,
    },
)
UNION = Example(
    "directory.union",
    "river.officer",
    "river",
    _union,
    {
        "refuse_place": added("directory.union", kind=OrgKind.MUNICIPAL),
        "refuse_term": added("directory.union", elected_on=DAY),
        "refuse_dates": added("directory.union", elected_on=date(2001, 1, 1), term_years=3),
        "refuse_no_committee": _large_union,
        "refuse_half_certificate": added("directory.union", legal_certificate="工法证字第123号"),
    },
)
UNIT = Example(
    "directory.unit",
    "river.officer",
    "river",
    _unit,
    {
        "refuse_keeper": added("directory.unit", org=at("gas"), by="gas.officer"),
        "refuse_no_code": added("directory.unit", social_credit_code=""),
    },
)
FACTS = Example(
    "directory.unitfact",
    "river.officer",
    "river",
    _facts,
    {
        "refuse_impossible": added("directory.unitfact", staff=10, women=11),
        "end_older_facts": _older_facts,
    },
)
COVERAGE = Example(
    "directory.coverage",
    "river.officer",
    "river",
    _coverage,
    {
        "refuse_kind": lambda cast: COVERAGE.add(cast, org=_branch(cast)),
        "refuse_before_founding": added("directory.coverage", valid_from=date(2001, 1, 1)),
        "refuse_second_employer": _second_at_gas,
        "refuse_second_union": added("directory.coverage", unit=covered_unit("builder")),
    },
)
DENOMINATOR = Example(
    "directory.denominator",
    "river.officer",
    "river",
    _denominator,
    {
        "refuse_source": added("directory.denominator", source="x"),
        "refuse_at_the_base": added("directory.denominator", org=at("gas"), by="gas.officer"),
        "end_older_number": _older_number,
        "refuse_counted_twice": added("directory.denominator", org=at("city"), by="city.officer"),
    },
)
RELIEF = Example(
    "assistance.relief",
    "gas.officer",
    "gas",
    _relief,
    {
        "refuse_oneself": _own_relief,
        "refuse_above_ceiling": added("assistance.relief", amount=2_000_001),
        "refuse_early_payment": _paid_too_early,
        "refuse_after_approval": _changed_after_approval,
        "refuse_half_payment": added("assistance.relief", paid_on=DAY),
    },
)
ROOM = Example(
    "facilities.readingroom",
    "gas.officer",
    "gas",
    _room,
    {
        "refuse_second_room": lambda cast: [
            ROOM.add(cast),
            ROOM.add(cast, name="燃气公司第１职工书屋", address="另一处"),
        ],
        "refuse_witness": lambda cast: ROOM.add(cast, by="city.officer", witness=cast.people["li"]),
        "refuse_grade": added("facilities.readingroom", grade="national"),
        "refuse_before_founding": added("facilities.readingroom", happened_on=date(2001, 1, 1)),
        "refuse_closed_day": _closed_without_day,
    },
)
PLAN = Example(
    "plans.plan", "river.officer", "river", _plan, {"refuse_change_when_issued": _changed_when_issued}
)
TARGET = Example(
    "plans.target",
    "river.officer",
    "river",
    _target,
    {
        "refuse_unlike_indicator": added("plans.target", unit="%"),
    },
)


def _of_rooms() -> Iterator[Example]:
    """The examples of the rooms that keep theirs in a module of their own."""
    for found in pkgutil.iter_modules(examples.__path__, examples.__name__ + "."):
        yield from importlib.import_module(found.name).EXAMPLES


DIRECTORY = (PERSON, MEMBERSHIP, UNION, UNIT, FACTS, COVERAGE, DENOMINATOR)
EXAMPLES = {one.key: one for one in (*DIRECTORY, RELIEF, ROOM, PLAN, TARGET, *_of_rooms())}


def _branch(cast: Cast) -> Any:
    """A branch inside the gas company's union."""
    values = {
        "code": "YC010201",
        "name": "燃气公司抢修队分工会",
        "kind": OrgKind.BRANCH,
        "approved_by": cast.orgs["gas"],
        "founded_on": DAY,
        "set_up": "single",
    }
    return directory.found_union(values, by=cast.actor("gas.officer")).org
