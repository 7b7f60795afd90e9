"""Calls for plans and the plans filed in answer: valid ones, and for every rule what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import Example, Values, added
from tests.contract.examples.milestones import change, move, plan
from zhijia.kernel.day import today
from zhijia.plans.models import Item, Plan
from zhijia.registry import services
from zhijia.tree.actor import SYSTEM

OFFICER = "river.officer"


def own(cast: Cast, union: str = "gas", *, year: int = 0, number: int = 0) -> Plan:
    """A union's own plan with one point."""
    org = cast.orgs[union]
    values = {"org": org, "title": f"{org.name}第{number + 1}份工作打算", "year": year or today().year}
    made: Plan = services.add(Plan.register, values, by=SYSTEM)
    Item.objects.create(plan=made, number="1", heading="建设职工书屋", text="建一间职工书屋。", place=1)
    return made


def _call(cast: Cast, number: int) -> Values:
    return {
        "plan": plan(cast, issued=True),
        "due_on": today() + timedelta(days=10 + number),
        "note": f"第{number + 1}次征集",
    }


def _answer(cast: Cast, number: int) -> Values:
    return {"call": CALL.add(cast, number + 20), "plan": own(cast, number=number)}


def _of_a_draft(cast: Cast) -> Any:
    return CALL.add(cast, plan=plan(cast))


def _by_a_union_that_leads_none(cast: Cast) -> Any:
    return CALL.add(cast, by="city.officer", plan=plan(cast, union="gas", issued=True))


def _from_a_union_not_called(cast: Cast) -> Any:
    return ANSWER.add(cast, by="city.officer", plan=own(cast, "mill"))


def _changed_once_filed(cast: Cast) -> Any:
    one = _linked(cast, ANSWER.add(cast))
    move(cast, one, "file", by="gas.officer")
    return change(cast, one, by="gas.officer", plan=own(cast, number=9))


def _linked(cast: Cast, one: Any) -> Any:
    links = {str(item.pk): 0 for item in one.plan.items.all()}
    return change(cast, one, by="gas.officer", links=links)


def _filed_without_links(cast: Cast) -> Any:
    return move(cast, ANSWER.add(cast), "file", by="gas.officer")


def _elsewhere(cast: Cast) -> Values:
    return {"plan": plan(cast, union="hill", issued=True)}


def _answer_elsewhere(cast: Cast) -> Values:
    call = CALL.add(cast, 60, by="city.officer", **_elsewhere(cast))
    return {"call": call, "plan": own(cast, "mill")}


CALL = Example(
    "plans.plancall",
    OFFICER,
    "river",
    _call,
    {
        "refuse_unissued": _of_a_draft,
        "refuse_not_leading": _by_a_union_that_leads_none,
        "refuse_past_day": added("plans.plancall", due_on=today() - timedelta(days=1)),
    },
    _elsewhere,
)
ANSWER = Example(
    "plans.unitplan",
    "gas.officer",
    "gas",
    _answer,
    {
        "refuse_not_called": _from_a_union_not_called,
        "refuse_other_year": added("plans.unitplan", plan=lambda cast: own(cast, year=2020)),
        "refuse_once_filed": _changed_once_filed,
        "refuse_unlinked": _filed_without_links,
    },
    _answer_elsewhere,
)
EXAMPLES = (CALL, ANSWER)
