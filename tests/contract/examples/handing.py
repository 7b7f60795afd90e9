"""Targets handed down, their shares and letters: valid ones, and for every rule what it refuses."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from tests.contract.example import Example, Values
from tests.contract.examples.milestones import day, move
from zhijia.kernel.day import today
from zhijia.plans.models import Plan, Target
from zhijia.registry import services
from zhijia.registry.register import register
from zhijia.tree.actor import SYSTEM

OFFICER = "river.officer"


def target(cast: Cast, *, union: str = "river", issued: bool = True, **values: Any) -> Target:
    """A followed target of an issued plan of this year."""
    org = cast.orgs[union]
    plan = services.add(
        Plan.register, {"org": org, "title": f"{org.name}年度工作要点", "year": today().year}, by=SYSTEM
    )
    given = {
        "plan": plan,
        "label": "新建职工书屋",
        "operator": ">=",
        "value": 21,
        "unit": "家",
        "starts_on": day(1, 1),
        "ends_on": day(12, 31),
        "indicator": "read_new",
        **values,
    }
    made: Target = services.add(Target.register, given, by=SYSTEM)
    made = services.move(made, "confirm", by=SYSTEM, version=made.version)
    if issued:
        plan.refresh_from_db()
        services.move(plan, "issue", by=SYSTEM, version=plan.version)
    return Target.objects.select_related("plan", "org").get(pk=made.pk)


def _handing(cast: Cast, number: int) -> Values:
    return {
        "target": target(cast, label=f"第{number + 1}批职工书屋"),
        "org": cast.orgs["river"],
        "method": "equal",
        "total": Decimal(21),
        "reply_due_on": today(),
    }


def _share(cast: Cast, number: int) -> Values:
    return {
        "handing": HANDING.add(cast, number + 20),
        "org": cast.orgs["gas"],
        "value": Decimal(7 + number),
        "reply_due_on": today(),
    }


def _letter(cast: Cast, number: int) -> Values:
    share = SHARE.add(cast, number + 40)
    move(cast, share, "accept", by="gas.officer")
    return {
        "plan": share.target.plan,
        "org": cast.orgs["gas"],
        "number": f"临工责〔{today().year}〕{number + 1}号",
        "dated_on": today(),
    }


def _change(cast: Cast, entry: Any, *, by: str = OFFICER, **values: Any) -> Any:
    entry = type(entry)._default_manager.get(pk=entry.pk)
    return services.change(entry, values, by=cast.actor(by), version=entry.version)


def _of_a_draft(cast: Cast) -> Any:
    return HANDING.add(cast, target=target(cast, issued=False))


def _of_another_union(cast: Cast) -> Any:
    return HANDING.add(cast, target=target(cast, union="city"))


def _a_rate_divided(cast: Cast) -> Any:
    rate = target(cast, label="职工入会率", unit="%", value=80, indicator="mem_rate_unionised")
    return HANDING.add(cast, target=rate, total=Decimal(80))


def _half_a_room(cast: Cast) -> Any:
    return HANDING.add(cast, total=Decimal("20.5"))


def _answer_yesterday(cast: Cast) -> Any:
    return HANDING.add(cast, reply_due_on=today() - timedelta(days=1))


def _by_another_union(cast: Cast) -> Any:
    """The union below gives itself a share of the county's handing down."""
    given = SHARE.values(cast, 0)
    return services.add(register("plans.share"), given, by=cast.actor("gas.officer"))


def _to_a_union_elsewhere(cast: Cast) -> Any:
    given = SHARE.values(cast, 0) | {"org": cast.orgs["mill"]}
    return services.add(register("plans.share"), given, by=SYSTEM)


def _half_a_share(cast: Cast) -> Any:
    return SHARE.add(cast, value=Decimal("0.5"))


def _below_the_least(cast: Cast) -> Any:
    return SHARE.add(cast, handing=HANDING.add(cast, 30, minimum=Decimal(5)), value=Decimal(4))


def _changed_silently(cast: Cast) -> Any:
    return _change(cast, SHARE.add(cast), value=Decimal(9))


def _gives_itself_time(cast: Cast) -> Any:
    share = SHARE.add(cast)
    later = min(today() + timedelta(days=9), day(12, 31) + timedelta(days=9))
    Target.objects.filter(pk=share.target_id).update(ends_on=later)
    return _change(cast, share, by="gas.officer", reply_due_on=later)


def _argues_for_the_same(cast: Cast) -> Any:
    share = SHARE.add(cast)
    return move(cast, share, "argue", by="gas.officer", values={"counter": share.value}, reason="就这个数。")


def _said_beside_a_step(cast: Cast) -> Any:
    return _change(cast, SHARE.add(cast), counter=Decimal(3))


def _elsewhere(cast: Cast) -> Values:
    return {"target": target(cast, union="hill"), "org": cast.orgs["hill"]}


def _share_elsewhere(cast: Cast) -> Values:
    made = HANDING.add(cast, 50, by="city.officer", **_elsewhere(cast))
    return {"handing": made, "org": cast.orgs["mill"]}


def _letter_to_oneself(cast: Cast) -> Any:
    return LETTER.add(cast, by="gas.officer")


def _letter_of_nothing(cast: Cast) -> Any:
    share = SHARE.add(cast, 60)
    return LETTER.add(cast, plan=share.target.plan)


HANDING = Example(
    "plans.handing",
    OFFICER,
    "river",
    _handing,
    {
        "refuse_unissued": _of_a_draft,
        "refuse_not_own": _of_another_union,
        "refuse_undividable": _a_rate_divided,
        "refuse_unfit_numbers": _half_a_room,
        "refuse_past_reply": _answer_yesterday,
    },
    _elsewhere,
)
SHARE = Example(
    "plans.share",
    OFFICER,
    "gas",
    _share,
    {
        "refuse_stranger": _by_another_union,
        "refuse_not_led": _to_a_union_elsewhere,
        "refuse_unfit_value": _half_a_share,
        "refuse_below_minimum": _below_the_least,
        "refuse_silent_change": _changed_silently,
        "refuse_others_day": _gives_itself_time,
        "refuse_same_counter": _argues_for_the_same,
        "refuse_said_silently": _said_beside_a_step,
    },
    _share_elsewhere,
)
LETTER = Example(
    "plans.letter",
    OFFICER,
    "gas",
    _letter,
    {"refuse_stranger": _letter_to_oneself, "refuse_nothing_agreed": _letter_of_nothing},
)
EXAMPLES = (HANDING, SHARE, LETTER)
