"""One valid entry of every register of the office, and for every rule something it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import DAY, Example, Values, added
from zhijia.kernel.day import today
from zhijia.office.registers.reply.steps import answer
from zhijia.office.services import give_task
from zhijia.registry import services
from zhijia.tree.actor import SYSTEM

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


def draft(cast: Cast, number: int = 0, by: str = "river.officer", **values: Any) -> Any:
    return NOTICE.add(cast, number, by=by, **values)


def issued(cast: Cast, number: int = 40, **values: Any) -> Any:
    """A notice that went out."""
    return step(cast, draft(cast, number, **values), "issue", RIVER)


def _notice(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "title": f"关于报送第{number + 1}批职工书屋材料的通知",
        "text": "各基层工会：请如实填报，不必另附文字材料。",
        "word": "临工发",
        "serial": number + 1,
        "gap": "前面的号由办公室统一使用" if number else "",
        "happened_on": DAY,
        "reply_due_on": DAY + timedelta(days=10),
        "questions": "新书架 | number\n有无专人 | yesno",
        "reach": "chosen",
        "chosen": "\n".join(cast.orgs[key].code for key in ("farm", "site")),
    }


def _reply(cast: Cast, number: int) -> Values:
    return {"notice": issued(cast, 60 + number), "org": cast.orgs["gas"]}


def answered(cast: Cast, reply: Any, by: str = "gas.officer", **typed: Any) -> Any:
    reply.refresh_from_db()
    values = typed or {"新书架": "3", "有无专人": "yes"}
    return answer(reply, "", values, by=cast.actor(by), version=reply.version)


def _unasked(cast: Cast) -> Any:
    reply = REPLY.add(cast, notice=issued(cast, 70, reply_due_on=None, questions=""))
    return answer(reply, "收到", {}, by=cast.actor("gas.officer"), version=reply.version)


NOTICE = Example(
    "office.notice",
    RIVER,
    "river",
    _notice,
    {
        "refuse_gap": added("office.notice", serial=9),
        "refuse_due_early": added("office.notice", reply_due_on=DAY),
        "refuse_no_reply_asked": added("office.notice", reply_due_on=None),
        "refuse_nobody": added("office.notice", chosen="没有的工会"),
        "refuse_issued_changed": lambda cast: services.change(
            issued(cast), {"title": "换个题目"}, by=SYSTEM, version=2
        ),
    },
    elsewhere=lambda cast: {"org": cast.orgs["hill"], "chosen": cast.orgs["mill"].code},
)
REPLY = Example(
    "office.reply",
    RIVER,
    "gas",
    _reply,
    {
        "refuse_not_issued": lambda cast: REPLY.add(cast, notice=draft(cast, 80)),
        "refuse_not_below": lambda cast: REPLY.add(cast, by="city.officer", org=cast.orgs["river"]),
        "refuse_unasked": _unasked,
        "refuse_said_silently": lambda cast: change(cast, REPLY.add(cast), "gas.officer", text="已办"),
    },
)

EXAMPLES = (NOTICE, REPLY, TASK)
