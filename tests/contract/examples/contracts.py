"""Contracts and the programme for harmonious enterprises: one valid entry of each noun, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import SINCE, Cast
from tests.contract.example import DAY, Example, Values, added, at
from zhijia.contracts.models import Visit
from zhijia.kernel.period import Period, add_months
from zhijia.registry import services

PLEDGED_ON, ROUND_ON, VISITED_ON = date(2025, 4, 5), date(2025, 4, 10), date(2025, 4, 15)


def _contract(cast: Cast, number: int) -> Values:
    """A wage contract for one month, so that many follow one another."""
    first = add_months(date(2025, 5, 1), number)
    return {
        "org": cast.orgs["gas"],
        "kind": "wage",
        "level": "enterprise",
        "starts_on": first,
        "last_on": Period.month(first.year, first.month).last,
        "consulted_on": date(2025, 3, 1),
        "passed_on": date(2025, 3, 10),
        "delegates_all": 60,
        "delegates_for": 50,
        "signed_on": date(2025, 3, 20),
        "chief_workers": "杨建国",
        "chief_employer": "钱总经理",
        "number": f"临劳集审〔2025〕{number + 1}号",
        "filed_on": date(2025, 3, 28),
        "lowest_wage": 2200,
        "wage_rise": Decimal("5.50"),
        "delegate": cast.people["gao"],
    }


def recorded(cast: Cast, by: str, values: Values) -> Any:
    return services.add(CONTRACT.register, values, by=cast.actor(by))


def _covered(cast: Cast, number: int) -> Values:
    values = _contract(cast, number) | {"number": f"临劳集审〔2025〕附{number + 1}号"}
    contract = recorded(cast, "gas.officer", values)
    return {"contract": contract, "unit": cast.units["gas"], "workers": 300}


def _sector(cast: Cast, number: int) -> Values:
    name = f"装备制造第{number + 1}类"
    return {"org": cast.orgs["river"], "name": name, "valid_from": date(2025, 1, 1)}


def unionised(cast: Cast, number: int, ownership: str = "private") -> Any:
    """An employer of the county that the county's own union covers."""
    from tests.contract.factories import COVERAGE, FACTS, UNIT

    unit = UNIT.add(cast, 300 + number)
    since = {"unit": unit, "valid_from": date(2025, 1, 1)}
    FACTS.add(cast, 600 + number, ownership=ownership, **since)
    COVERAGE.add(cast, 900 + number, **since)
    return unit


def _harmony(cast: Cast, number: int) -> Values:
    return {
        "unit": unionised(cast, number),
        "year": 2025,
        "sector": SECTOR.add(cast, 300 + number),
        "happened_on": PLEDGED_ON,
        "delegate": cast.people["gao"],
    }


def _visit(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "name": f"第{number + 1}轮督导检查",
        "happened_on": add_months(date(2025, 2, 10), -3 * number),
        "led_by": "郑文博",
        "offices": "县人社局、县工商联",
        "findings": "台账齐全，职工反映良好",
        "host": cast.people["gao"],
    }


def _inspection(cast: Cast, number: int) -> Values:
    visit = Visit.objects.filter(happened_on=ROUND_ON).first()
    return {
        "visit": visit or VISIT.add(cast, 0, happened_on=ROUND_ON, name="第二季度督导检查"),
        "unit": HARMONY.add(cast, 100 + number).unit,
        "happened_on": VISITED_ON,
    }


def step(cast: Cast, entry: Any, key: str, by: str, **given: Any) -> Any:
    return services.move(entry, key, by=cast.actor(by), version=entry.version, **given)


def _signed_too_early(cast: Cast) -> Any:
    """Signed on a day on which the employer had no union yet."""
    early = dict.fromkeys(("consulted_on", "signed_on", "filed_on"))
    early |= dict.fromkeys(("number", "chief_workers", "chief_employer"), "")
    passed = _contract(cast, 0) | early | {"passed_on": date(2023, 12, 1)}
    contract = recorded(cast, "gas.officer", passed)
    values = {"contract": contract, "unit": cast.units["gas"]}
    services.add(COVERED.register, values, by=cast.actor("gas.officer"))
    signed = {"signed_on": date(2023, 12, 20), "chief_workers": "杨建国", "chief_employer": "钱总经理"}
    return step(cast, contract, "sign", "gas.officer", values=signed)


def _moved_onto_another(cast: Cast) -> Any:
    COVERED.add(cast, 0)
    contract = COVERED.add(cast, 1).contract
    values = {"starts_on": date(2025, 5, 20)}
    return services.change(contract, values, by=cast.actor("gas.officer"), version=contract.version)


def _of_region(cast: Cast, **values: Any) -> Any:
    own = {"org": cast.orgs["river"], "level": "regional", "number": "临劳集审〔2025〕区1号"}
    return recorded(cast, "river.officer", {**_contract(cast, 0), **own, **values})


def _one_too_many(cast: Cast) -> Any:
    contract = _of_region(cast)
    for key in ("gas", "builder"):
        values = {"contract": contract, "unit": cast.units[key]}
        services.add(COVERED.register, values, by=cast.actor("river.officer"))


def _another_industry(cast: Cast) -> Any:
    unit, by = cast.units["gas"], cast.actor("river.officer")
    unit = services.change(unit, {"industry": "D"}, by=by, version=unit.version)
    contract = _of_region(cast, level="industry", industry="H")
    return services.add(COVERED.register, {"contract": contract, "unit": unit}, by=by)


def _twice_at_once(cast: Cast) -> Any:
    COVERED.add(cast, 0)
    again = recorded(cast, "gas.officer", _contract(cast, 0) | {"number": "临劳集审〔2025〕又1号"})
    return COVERED.add(cast, 1, contract=again)


def _same_industry_wider(cast: Cast) -> Any:
    SECTOR.add(cast)
    return SECTOR.add(cast, name="装备制造第 １ 类")


def _no_enterprise(cast: Cast) -> Any:
    return HARMONY.add(cast, unit=unionised(cast, 50, "institution"))


def _industry_given_up(cast: Cast) -> Any:
    return HARMONY.add(cast, sector=SECTOR.add(cast, 400, valid_to=date(2025, 2, 1)))


def _never_visited(cast: Cast) -> Any:
    values = {"assessed_on": date(2025, 6, 1), "score": 95}
    return step(cast, HARMONY.add(cast), "assess", "river.officer", values=values)


def _too_few_points(cast: Cast) -> Any:
    unit = INSPECTION.add(cast).unit
    entry = HARMONY.register.model._default_manager.get(unit=unit)
    values = {"assessed_on": date(2025, 6, 1), "score": 80}
    entry = step(cast, entry, "assess", "river.officer", values=values)
    return step(cast, entry, "commend", "city.officer", values={"commended_on": date(2025, 6, 9)})


def _finished(cast: Cast, visit: Any, **values: Any) -> Any:
    given = {"last_on": date(2025, 4, 20), "findings": "台账齐全", **values}
    return step(cast, visit, "finish", "river.officer", values=given)


def _begun_after_a_visit(cast: Cast) -> Any:
    visit, values = INSPECTION.add(cast).visit, {"happened_on": date(2025, 4, 18)}
    return services.change(visit, values, by=cast.actor("river.officer"), version=visit.version)


def _by_the_visited(cast: Cast) -> Any:
    HARMONY.add(cast, unit=cast.units["gas"])
    return INSPECTION.add(cast, by="gas.officer", unit=cast.units["gas"])


def _put_right_before(cast: Cast) -> Any:
    row = INSPECTION.add(cast, problems="未缴工伤保险", correct_by=date(2025, 5, 30))
    values = {"corrected_on": date(2025, 4, 1)}
    return step(cast, row, "correct", "river.officer", values=values)


BEFORE_FOUNDING = {
    "consulted_on": None,
    "passed_on": date(2009, 3, 10),
    "signed_on": date(2009, 3, 20),
}
CONTRACT = Example(
    "contracts.contract",
    "gas.officer",
    "gas",
    _contract,
    {
        "refuse_level": added("contracts.contract", level="regional"),
        "refuse_industry": added("contracts.contract", industry="C"),
        "refuse_named": added("contracts.contract", employers_named=2),
        "refuse_term": added("contracts.contract", last_on=date(2026, 5, 1)),
        "refuse_out_of_step": added("contracts.contract", passed_on=None),
        "refuse_votes": added("contracts.contract", delegates_for=30),
        "refuse_order": added("contracts.contract", signed_on=date(2025, 3, 5)),
        "refuse_before_founding": added("contracts.contract", **BEFORE_FOUNDING),
        "refuse_early_end": added("contracts.contract", terminated_on=date(2025, 5, 15)),
        "refuse_delegate": lambda cast: CONTRACT.add(cast, by="city.officer", delegate=cast.people["li"]),
        "refuse_not_unionised": _signed_too_early,
        "refuse_clash": _moved_onto_another,
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"], "delegate": cast.people["li"]},
)
COVERED = Example(
    "contracts.covered",
    "gas.officer",
    "gas",
    _covered,
    {
        "refuse_outside_term": added("contracts.covered", valid_from=SINCE),
        "refuse_not_unionised": lambda cast: COVERED.add(cast, by="city.officer", unit=cast.units["hotel"]),
        "refuse_more_than_named": _one_too_many,
        "refuse_other_industry": _another_industry,
        "refuse_more_than_staff": added("contracts.covered", workers=321),
        "refuse_clash": _twice_at_once,
    },
)
SECTOR = Example(
    "contracts.sector",
    "river.officer",
    "river",
    _sector,
    {
        "refuse_keeper": added("contracts.sector", org=at("gas"), by="gas.officer"),
        "refuse_same_name": _same_industry_wider,
    },
    elsewhere=lambda cast: {"org": cast.orgs["hill"]},
)
HARMONY = Example(
    "contracts.harmony",
    "river.officer",
    "river",
    _harmony,
    {
        "refuse_not_unionised": lambda cast: HARMONY.add(cast, by="city.officer", unit=cast.units["hotel"]),
        "refuse_no_enterprise": _no_enterprise,
        "refuse_other_year": added("contracts.harmony", year=2024),
        "refuse_sector": _industry_given_up,
        "refuse_delegate": lambda cast: HARMONY.add(cast, by="city.officer", delegate=cast.people["li"]),
        "refuse_half_assessed": added("contracts.harmony", assessed_on=DAY),
        "refuse_unvisited": _never_visited,
        "refuse_commendation": _too_few_points,
    },
)
VISIT = Example(
    "contracts.visit",
    "river.officer",
    "river",
    _visit,
    {
        "refuse_half_done": lambda cast: _finished(cast, INSPECTION.add(cast).visit, findings="  "),
        "refuse_other_quarter": lambda cast: _finished(
            cast, INSPECTION.add(cast).visit, last_on=date(2025, 7, 1)
        ),
        "refuse_empty_round": lambda cast: _finished(cast, VISIT.add(cast, happened_on=ROUND_ON)),
        "refuse_left_out": _begun_after_a_visit,
        "refuse_follow_up": added("contracts.visit", follow_up_by=date(2025, 3, 1)),
        "refuse_host": lambda cast: VISIT.add(cast, by="city.officer", host=cast.people["li"]),
    },
    elsewhere=lambda cast: {"org": cast.orgs["hill"], "host": cast.people["li"]},
)
INSPECTION = Example(
    "contracts.inspection",
    "river.officer",
    "river",
    _inspection,
    {
        "refuse_not_the_visitors": _by_the_visited,
        "refuse_not_enrolled": lambda cast: INSPECTION.add(cast, unit=cast.units["gas"]),
        "refuse_outside_round": added("contracts.inspection", happened_on=date(2025, 4, 9)),
        "refuse_half_problem": added("contracts.inspection", problems="未缴工伤保险"),
        "refuse_early_correction": _put_right_before,
    },
)
EXAMPLES = (CONTRACT, COVERED, SECTOR, HARMONY, VISIT, INSPECTION)
