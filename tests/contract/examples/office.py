"""One valid entry of every register of the office, and for every rule something it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import DAY, Example, Values, added
from zhijia.kernel.day import today
from zhijia.office.services import give_task
from zhijia.registry import services

RIVER = "river.officer"


def step(cast: Cast, entry: Any, key: str, by: str, **more: Any) -> Any:
    entry.refresh_from_db()
    return services.move(entry, key, by=cast.actor(by), version=entry.version, **more)


def change(cast: Cast, entry: Any, by: str, **values: Any) -> Any:
    entry.refresh_from_db()
    return services.change(entry, values, by=cast.actor(by), version=entry.version)


def _task(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "title": f"核对第{number + 1}批会员名单",
        "text": "对照工资表逐人核对。",
        "happened_on": DAY + timedelta(days=number),
        "due_on": DAY + timedelta(days=number + 10),
        "doer": cast.people["gao"],
    }


def _from_elsewhere(cast: Cast) -> Any:
    due_on = today() + timedelta(days=9)
    return give_task(
        "报材料", by=cast.actor(RIVER), org=cast.orgs["gas"], due_on=due_on, issuer=cast.orgs["city"]
    )


def _upwards(cast: Cast) -> Any:
    due_on = today() + timedelta(days=9)
    return give_task(
        "报材料", by=cast.actor(RIVER), org=cast.orgs["gas"], due_on=due_on, issuer=cast.orgs["farm"]
    )


TASK = Example(
    "office.task",
    RIVER,
    "gas",
    _task,
    {
        "refuse_not_led": _upwards,
        "refuse_not_from_here": _from_elsewhere,
        "refuse_due_early": added("office.task", due_on=DAY - timedelta(days=1)),
        "refuse_stranger": added("office.task", doer=lambda cast: cast.people["chen"]),
        "refuse_others_words": lambda cast: change(cast, TASK.add(cast), "gas.officer", title="改个说法"),
        "refuse_said_silently": lambda cast: change(cast, TASK.add(cast), "gas.officer", result="已核对"),
    },
    elsewhere=lambda cast: {"org": cast.orgs["mill"], "doer": None},
)

EXAMPLES = (TASK,)
