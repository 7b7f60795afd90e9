"""Entries of the plans room: plans and targets."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.contract.example import Example, Values, added
from zhijia.plans.models import Item
from zhijia.registry import services


def _plan(cast: Cast, number: int) -> Values:
    return {"org": cast.orgs["river"], "title": f"临江县总工会第{number + 1}份工作要点", "year": 2025}


def _target(cast: Cast, number: int) -> Values:
    plan = PLAN.add(cast, number)
    return {
        "plan": plan,
        "label": f"新建职工书屋{number + 1}家",
        "operator": ">=",
        "value": 21 + number,
        "unit": "家",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
        "indicator": "read_new",
    }


def _changed_when_issued(cast: Cast) -> Any:
    plan = PLAN.add(cast)
    by = cast.actor("river.officer")
    issued = services.move(plan, "issue", by=by, version=plan.version)
    return services.change(issued, {"year": 2024}, by=by, version=issued.version)


def _changed_on_an_issued_plan(cast: Cast) -> Any:
    target = TARGET.add(cast)
    by = cast.actor("river.officer")
    services.move(target.plan, "issue", by=by, version=target.plan.version)
    return services.change(target, {"value": 5}, by=by, version=target.version)


def _in_a_point_of_another_plan(cast: Cast) -> Any:
    other = PLAN.add(cast, 7)
    item = Item.objects.create(plan=other, number="1", heading="别家的条目", text="别家的条目", place=1)
    return TARGET.add(cast, item=item)


def _in_the_other_county(cast: Cast) -> Values:
    plan = PLAN.add(cast, 6, by="hill.officer", org=cast.orgs["hill"], title="北山县总工会工作打算")
    return {"plan": plan}


PLAN = Example(
    "plans.plan", "river.officer", "river", _plan, {"refuse_change_when_issued": _changed_when_issued}
)


TARGET = Example(
    "plans.target",
    "river.officer",
    "river",
    _target,
    {
        "refuse_unlike_indicator": added("plans.target", unit="%"),
        "refuse_change_when_issued": _changed_on_an_issued_plan,
        "refuse_nothing_promised": added("plans.target", value=0),
        "refuse_strange_item": _in_a_point_of_another_plan,
    },
    _in_the_other_county,
)


EXAMPLES = (PLAN, TARGET)
