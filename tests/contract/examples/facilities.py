"""Entries of the facilities room: reading rooms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import DAY, Example, Values, added
from zhijia.kernel.day import today
from zhijia.registry import services


def _room(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "name": f"燃气公司第{number + 1}职工书屋",
        "address": f"滨河路{number + 1}号二层",
        "happened_on": DAY,
        "witness": cast.people["gao"],
        "grade": "ordinary",
    }


def _closed_without_day(cast: Cast) -> Any:
    """A closed room whose closing day is taken out again."""
    entry = ROOM.add(cast)
    by, values = cast.actor("gas.officer"), {"closed_on": today()}
    closed = services.move(entry, "close", by=by, version=entry.version, values=values, reason="搬迁")
    return services.change(closed, {"closed_on": None}, by=by, version=closed.version)


def graded(cast: Cast, **values: Any) -> Any:
    """A room the county has named a model room."""
    entry = ROOM.add(cast)
    given = {"grade": "municipal", "graded_on": DAY + timedelta(days=60), "graded_by": "云川市总工会"}
    given |= {"grade_document": "云工发〔2025〕31号", **values}
    by = cast.actor("river.officer")
    return services.move(entry, "grade", by=by, version=entry.version, values=given)


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
        "refuse_own_grade": added("facilities.readingroom", grade="municipal"),
        "refuse_half_graded": lambda cast: graded(cast, graded_on=DAY - timedelta(days=1)),
        "refuse_grade": lambda cast: graded(cast, grade="national"),
        "refuse_before_founding": added("facilities.readingroom", happened_on=date(2001, 1, 1)),
        "refuse_closed_day": _closed_without_day,
    },
)


EXAMPLES = (ROOM,)
