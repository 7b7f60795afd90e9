"""One valid entry of every register of meetings, and for every rule something it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import DAY, Example, Values, added
from tests.contract.examples.activities import change, move, person
from zhijia.kernel.day import today
from zhijia.registry import services

OFFICER = "gas.officer"


def _meeting(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "title": f"工资集体协商推进会第{number + 1}次",
        "kind": "promotion",
        "happened_on": DAY + timedelta(days=number),
        "begins": "09:30",
        "place": "职工之家会议室",
        "agenda": "通报进展\n讨论难点",
        "expected": 20,
    }


def meeting(cast: Cast, number: int = 9, **values: Any) -> Any:
    """A meeting whose sign-in is open."""
    return move(cast, MEETING.add(cast, number, **values), "begin")


def _invitation(cast: Cast, number: int) -> Values:
    return {"meeting": meeting(cast, number), "person": person(cast, number), "part": "attends"}


def _delegation(cast: Cast, number: int) -> Values:
    return {"meeting": MEETING.add(cast, number), "guest": cast.orgs["river"], "seats": 2}


def came(cast: Cast, number: int = 9) -> Any:
    """A meeting with one person entered from the paper list."""
    listed = INVITATION.add(cast, number, way="paper")
    return listed.meeting


def minuted(cast: Cast, number: int = 9) -> Any:
    """A meeting held, with minutes."""
    held = move(cast, came(cast, number), "hold")
    said = {"led_by": "高建国", "minuted_by": "周敏", "minutes": "一致同意先行试点。"}
    return move(cast, held, "minute", values=said)


def closed(cast: Cast) -> Any:
    found = minuted(cast)
    return services.move(found, "close", by=cast.actor("gas.chair"), version=found.version)


def _called_to_begun(cast: Cast) -> Any:
    return DELEGATION.add(cast, meeting=meeting(cast))


def _minutes_of_planned(cast: Cast) -> Any:
    return MEETING.add(cast, minutes="已经开过")


MEETING = Example(
    "activities.meeting",
    OFFICER,
    "gas",
    _meeting,
    {
        "refuse_before_founding": added("activities.meeting", happened_on=date(2001, 1, 1)),
        "refuse_ahead": lambda cast: meeting(cast, happened_on=today() + timedelta(days=3)),
        "refuse_nobody": lambda cast: move(cast, meeting(cast), "hold"),
        "refuse_early_minutes": _minutes_of_planned,
        "refuse_closed": lambda cast: change(cast, closed(cast), minutes="改口"),
        "refuse_after_answers": lambda cast: change(cast, came(cast), kind="forum"),
        "refuse_cancelled_with_people": lambda cast: move(cast, came(cast), "cancel", reason="不开了"),
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"]},
)
INVITATION = Example(
    "activities.invitation",
    OFFICER,
    "gas",
    _invitation,
    {
        "refuse_over": lambda cast: INVITATION.add(cast, 1, meeting=minuted(cast)),
        "refuse_early": lambda cast: INVITATION.add(cast, meeting=MEETING.add(cast, 8), way="paper"),
    },
)
DELEGATION = Example(
    "activities.delegation",
    "city.officer",
    "gas",
    _delegation,
    {
        "refuse_begun": _called_to_begun,
        "refuse_itself": lambda cast: DELEGATION.add(cast, guest=cast.orgs["gas"]),
    },
)
EXAMPLES = (MEETING, INVITATION, DELEGATION)
