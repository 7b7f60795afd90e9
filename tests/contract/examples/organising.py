"""Founding unions where there are none: drives, employers taken up, invitations, visits; dues handed in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import DAY, Example, Values, added, covered_unit
from tests.contract.examples.directory import UNIT
from zhijia.registry import services


def _approach(cast: Cast, number: int) -> Values:
    return {"org": cast.orgs["river"], "unit": UNIT.add(cast, number), "valid_from": DAY}


def _invitation(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "unit": UNIT.add(cast, 30 + number),
        "happened_on": DAY,
        "channel": "letter",
        "letter_number": f"临工函〔2025〕{number + 1}号",
    }


def _visit(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "unit": UNIT.add(cast, 60 + number),
        "happened_on": DAY,
        "way": "visit",
        "result": "agreed",
        "next_on": DAY + timedelta(days=7),
        "visitors": "郑文博",
    }


def _drive(cast: Cast, number: int) -> Values:
    first = DAY + timedelta(days=number)
    return {
        "org": cast.orgs["river"],
        "title": f"百日建会行动第{number + 1}期",
        "valid_from": first,
        "valid_to": first + timedelta(days=100),
    }


def _dues(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "stream": "dues",
        "for_year": 2010 + number,
        "part": "year",
        "amount": 1_234_500 + number,
        "happened_on": date(2010 + number, 12, 20),
    }


def _taken_up(cast: Cast) -> Any:
    first = APPROACH.add(cast)
    return services.add(
        APPROACH.register,
        {"org": cast.orgs["river"], "unit": first.unit, "valid_from": DAY},
        by=cast.actor("city.officer"),
    )


def _another_officers(example: Example) -> Any:
    """An employer another officer works on."""

    def attempt(cast: Cast) -> Any:
        held = APPROACH.add(cast)
        return example.add(cast, by="city.officer", unit=held.unit)

    return attempt


def _bad_quota(cast: Cast) -> Any:
    drive = DRIVE.add(cast)
    by = cast.actor("river.officer")
    return services.change(drive, {"quotas": {"YC0101": -1}}, by=by, version=drive.version)


def _received(cast: Cast) -> Any:
    """An amount changed after the union above confirmed it."""
    paid = DUES.add(cast)
    held = services.move(paid, "receive", by=cast.actor("river.officer"), version=paid.version)
    return services.change(held, {"amount": 1}, by=cast.actor("gas.officer"), version=held.version)


def _twice(cast: Cast) -> Any:
    DUES.add(cast)
    return DUES.add(cast, part="q1")


APPROACH = Example(
    "directory.approach",
    "river.officer",
    "river",
    _approach,
    {
        "refuse_base": lambda cast: APPROACH.add(cast, org=cast.orgs["gas"], by="gas.officer"),
        "refuse_elsewhere": lambda cast: APPROACH.add(cast, org=cast.orgs["hill"], by="city.officer"),
        "refuse_unionised": added("directory.approach", unit=covered_unit("gas")),
        "refuse_taken_up": _taken_up,
        "refuse_half_over": added("directory.approach", outcome="refused"),
        "refuse_early_preparation": added("directory.approach", preparing_on=DAY - timedelta(days=1)),
    },
)
INVITATION = Example(
    "directory.invitation",
    "river.officer",
    "river",
    _invitation,
    {
        "refuse_no_number": added("directory.invitation", letter_number=""),
        "refuse_no_mobile": added("directory.invitation", channel="message"),
        "refuse_past_talk": added("directory.invitation", meet_on=DAY - timedelta(days=1)),
        "claim": lambda cast: _another_officers(INVITATION)(cast),
    },
)
VISIT = Example(
    "directory.visit",
    "river.officer",
    "river",
    _visit,
    {
        "refuse_no_reason": added("directory.visit", result="refused"),
        "refuse_no_next_step": added("directory.visit", next_on=None),
        "refuse_past_step": added("directory.visit", next_on=DAY),
        "claim": lambda cast: _another_officers(VISIT)(cast),
    },
)
DRIVE = Example(
    "directory.drive",
    "river.officer",
    "river",
    _drive,
    {
        "refuse_base": lambda cast: DRIVE.add(cast, org=cast.orgs["gas"], by="gas.officer"),
        "refuse_no_end": added("directory.drive", valid_to=None),
        "refuse_endless": added("directory.drive", valid_to=DAY + timedelta(days=400)),
        "refuse_bad_quota": _bad_quota,
    },
)
DUES = Example(
    "directory.dues",
    "gas.officer",
    "gas",
    _dues,
    {
        "refuse_nothing": added("directory.dues", amount=0),
        "refuse_too_early": added("directory.dues", for_year=2040),
        "refuse_overlapping": _twice,
        "refuse_received": _received,
    },
)

EXAMPLES = (APPROACH, INVITATION, VISIT, DRIVE, DUES)
