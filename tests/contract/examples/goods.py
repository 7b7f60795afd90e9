"""One valid entry of every register of goods handed out, and for every rule something it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import DAY, Example, Values
from tests.contract.examples.activities import change, move, person
from zhijia.kernel.day import today
from zhijia.registry import services

OFFICER = "gas.officer"


def _handout(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "title": f"冬送温暖第{number + 1}批",
        "occasion": "winter",
        "goods": "大米10公斤、食用油5升",
        "happened_on": DAY + timedelta(days=number),
        "place": "职工之家",
        "portions": 2,
        "worth": 120_00,
    }


def handout(cast: Cast, number: int = 9, **values: Any) -> Any:
    """Goods being handed out."""
    return move(cast, HANDOUT.add(cast, number, **values), "open")


def _parcel(cast: Cast, number: int) -> Values:
    return {"handout": handout(cast, number), "person": person(cast, 700 + number)}


def _too_many(cast: Cast) -> Any:
    given = handout(cast)
    return [PARCEL.add(cast, number, handout=given) for number in range(3)]


def _fewer(cast: Cast) -> Any:
    given = handout(cast)
    for number in range(2):
        PARCEL.add(cast, number, handout=given)
    return change(cast, given, portions=1)


def _oneself(cast: Cast) -> Any:
    own = person(cast, 990)
    services.stamp(own, {"user": cast.users[OFFICER]}, by=cast.actor("city.auditor"), verb="stamp")
    own.refresh_from_db()
    return PARCEL.add(cast, person=own)


HANDOUT = Example(
    "assistance.handout",
    OFFICER,
    "gas",
    _handout,
    {
        "refuse_ahead": lambda cast: handout(cast, happened_on=today() + timedelta(days=3)),
        "refuse_nobody": lambda cast: move(cast, handout(cast), "finish"),
        "refuse_few": _fewer,
        "refuse_changed_handout": lambda cast: change(cast, PARCEL.add(cast).handout, goods="别的东西"),
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"]},
)
PARCEL = Example(
    "assistance.parcel",
    OFFICER,
    "gas",
    _parcel,
    {
        "refuse_not_handed": lambda cast: PARCEL.add(cast, handout=HANDOUT.add(cast, 8)),
        "refuse_oneself": _oneself,
        "refuse_outsider": lambda cast: PARCEL.add(cast, by="city.officer", person=cast.people["li"]),
        "refuse_full": _too_many,
    },
)
EXAMPLES = (HANDOUT, PARCEL)
