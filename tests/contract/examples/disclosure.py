"""Disclosure: one valid entry of each noun, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast, credit_code
from tests.contract.example import DAY, Example, Values, added
from zhijia.directory.models import Coverage, Unit, UnitFact
from zhijia.disclosure.models import System
from zhijia.registry import services

POSTED_ON = date(2025, 4, 10)


def _system(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "title": f"临江第{number + 1}食品厂厂务公开",
        "valid_from": DAY,
        "head": "钱总经理",
        "by_meeting": True,
        "catalogue": "年度生产经营计划\n工资和奖金分配\n安全生产",
    }


def _elsewhere(cast: Cast) -> Values:
    return {"org": cast.orgs["mill"], "title": "北山纺织厂厂务公开"}


def _covered(cast: Cast, number: int) -> Any:
    """An employer of the county that the county's own union covers, with 400 workers."""
    by, county = cast.actor("river.officer"), {"org": cast.orgs["river"]}
    values = {**county, "name": f"临江第{number + 1}化工厂", "social_credit_code": credit_code(8000 + number)}
    unit = services.add(Unit.register, values, by=by)
    facts = {"unit": unit, "valid_from": DAY, "staff": 400, "women": 160, "ownership": "private"}
    services.add(UnitFact.register, facts, by=by)
    services.add(Coverage.register, {**county, "unit": unit, "valid_from": DAY}, by=by)
    return unit


def _participant(cast: Cast, number: int) -> Values:
    return {"system": SYSTEM.add(cast, 20 + number), "unit": _covered(cast, number), "valid_from": DAY}


def _posting(cast: Cast, number: int) -> Values:
    return {
        "system": SYSTEM.add(cast, 40 + number),
        "subject": f"第{number + 1}季度奖金分配方案",
        "matter": "pay",
        "form": "board",
        "happened_on": POSTED_ON,
        "shown_until": date(2025, 4, 30),
        "place": "食堂门口公开栏",
        "opinions": 6,
        "answered": 4,
        "reader": cast.people["gao"],
    }


def _twice(cast: Cast) -> Any:
    first = PARTICIPANT.add(cast)
    return PARTICIPANT.add(cast, 1, unit=first.unit)


def _same_board(cast: Cast) -> Any:
    SYSTEM.add(cast)
    return SYSTEM.add(cast, title="临江第１食品厂 厂务公开")


def _given_up_too_early(cast: Cast) -> Any:
    system = System.objects.get(pk=POSTING.add(cast).system_id)
    values = {"last_on": date(2025, 4, 5)}
    return services.change(system, values, by=cast.actor("river.officer"), version=system.version)


SYSTEM = Example(
    "disclosure.system",
    "river.officer",
    "river",
    _system,
    {
        "refuse_no_form": added("disclosure.system", by_board=False, by_meeting=False),
        "refuse_before_founding": added("disclosure.system", valid_from=date(2001, 1, 1)),
        "refuse_check": added("disclosure.system", checked_on=DAY),
        "refuse_second_system": _same_board,
        "refuse_postings_left_out": _given_up_too_early,
    },
    elsewhere=_elsewhere,
)
PARTICIPANT = Example(
    "disclosure.participant",
    "river.officer",
    "river",
    _participant,
    {
        "refuse_outside_system": added("disclosure.participant", valid_from=date(2025, 3, 1)),
        "refuse_uncovered": added(
            "disclosure.participant", unit=lambda cast: cast.units["hotel"], by="city.officer"
        ),
        "refuse_second_system": _twice,
    },
)
POSTING = Example(
    "disclosure.posting",
    "river.officer",
    "river",
    _posting,
    {
        "refuse_outside_system": added(
            "disclosure.posting", happened_on=date(2025, 3, 31), shown_until=date(2025, 5, 1)
        ),
        "refuse_form": added("disclosure.posting", form="network"),
        "refuse_short": added("disclosure.posting", shown_until=date(2025, 4, 24)),
        "refuse_more_answers": added("disclosure.posting", answered=7),
        "refuse_outsider": lambda cast: POSTING.add(cast, by="city.officer", reader=cast.people["li"]),
    },
)
EXAMPLES = (SYSTEM, PARTICIPANT, POSTING)
