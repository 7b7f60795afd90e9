"""Campaigns: valid ones, and for every rule what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import Cast
from tests.contract.example import Example, Values, added
from tests.contract.examples.milestones import change, move
from zhijia.kernel.day import today

OFFICER = "river.officer"


def _campaign(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["river"],
        "name": f"第{number + 1}次农民工维权月",
        "starts_on": today() - timedelta(days=30),
        "ends_on": today(),
        "partners": "县人社局",
        "aim": "为农民工讨要欠薪",
        "measures": "aid_living entries:assistance.relief",
        "unions": "YC0102 YC0103",
    }


def _changed_once_closed(cast: Cast) -> Any:
    one = move(cast, CAMPAIGN.add(cast), "begin")
    move(cast, one, "close", by="river.leader", values={"words_at_end": "圆满结束。"})
    return change(cast, one, name="改个名字")


def _closed_too_early(cast: Cast) -> Any:
    one = move(cast, CAMPAIGN.add(cast, ends_on=today() + timedelta(days=3)), "begin")
    return move(cast, one, "close", by="river.leader", values={"words_at_end": "提前结束。"})


def _elsewhere(cast: Cast) -> Values:
    return {"org": cast.orgs["hill"], "unions": "YC0201"}


CAMPAIGN = Example(
    "plans.campaign",
    OFFICER,
    "river",
    _campaign,
    {
        "refuse_bad_days": added("plans.campaign", ends_on=today() - timedelta(days=60)),
        "refuse_nothing_counted": added("plans.campaign", measures="在册会员"),
        "refuse_strange_union": added("plans.campaign", unions="YC0102 YC0201"),
        "refuse_change_once_closed": _changed_once_closed,
        "refuse_early_close": _closed_too_early,
    },
    _elsewhere,
)
EXAMPLES = (CAMPAIGN,)
