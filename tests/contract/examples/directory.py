"""Entries of the directory: people, memberships, unions, employers, coverage, bases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import NO_NUMBER, SINCE, Cast, credit_code, id_number
from tests.contract.example import DAY, Example, Values, added, at, covered_unit
from zhijia.directory import services as directory
from zhijia.registry import services
from zhijia.tree.kinds import OrgKind


def _person(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "name": f"程小{'一二三四五六七八九十'[number % 10]}{number // 10 or ''}",
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
    """A place proposes one number at a time: what was proposed before is approved first."""
    rows = DENOMINATOR.register.model._default_manager.filter(org=cast.orgs["river"], state="proposed")
    for waiting in rows:
        services.move(waiting, "approve", by=cast.actor("city.leader"), version=waiting.version)
    return {
        "org": cast.orgs["river"],
        "kind": "workers",
        "number": 1_100 + number,
        "valid_from": DAY + timedelta(days=5 * number),
        "source": "县统计局2025年统计公报",
        "source_on": date(2024, 12, 31),
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
    """A number that would begin on the very day the one in force began."""
    return DENOMINATOR.add(cast, valid_from=SINCE)


def _second_number(cast: Cast) -> Any:
    values = DENOMINATOR.values(cast, 0) | {"kind": "enterprises"}
    services.add(DENOMINATOR.register, values, by=cast.actor("river.officer"))
    return services.add(DENOMINATOR.register, values | {"number": 9}, by=cast.actor("river.officer"))


def _person_fact(cast: Cast, number: int) -> Values:
    person = PERSON.add(cast, 20 + number)
    what = ("migrant", "courier", "senior", "college", "service", "food")[number % 6]
    return {"person": person, "what": what, "valid_from": DAY, "source": "roster"}


def _held_already(cast: Cast) -> Any:
    fact = PERSON_FACT.add(cast)
    return PERSON_FACT.add(cast, 1, person=fact.person, what=fact.what, valid_from=DAY + timedelta(days=9))


PERSON = Example(
    "directory.person",
    "gas.officer",
    "gas",
    _person,
    {"refuse_known": _known_person, "refuse_nobody_to_reach": _same_name},
)


PERSON_FACT = Example(
    "directory.personfact",
    "gas.officer",
    "gas",
    _person_fact,
    {
        "refuse_before_birth": added("directory.personfact", valid_from=date(1990, 1, 1)),
        "refuse_unfounded_hardship": added("directory.personfact", what="hardship"),
        "end_older_fact": _held_already,
    },
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
        "refuse_lapse_unexplained": added(
            "directory.membership", valid_to=DAY + timedelta(days=300), left_kind="lapsed", left_reason="x"
        ),
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
        "refuse_half_approval": added("directory.union", approval_number="云工组〔2025〕9号"),
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
        "refuse_second_proposal": _second_number,
        "end_older_number": _older_number,
        "refuse_counted_twice": added("directory.denominator", org=at("city"), by="city.officer"),
    },
)


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


EXAMPLES = (PERSON, PERSON_FACT, MEMBERSHIP, UNION, UNIT, FACTS, COVERAGE, DENOMINATOR)
