"""Entries of the assistance room: living relief."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.cast import SINCE, Cast
from tests.contract.example import DAY, Example, Values, added
from zhijia.registry import services
from zhijia.tree.models import Post


def _relief(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "worker": cast.people["gao"],
        "kind": "living",
        "reason": "illness",
        "amount": 100_000 + number,
        "happened_on": DAY + timedelta(days=number),
        "note": f"住院第{number + 1}周，家里还有两个孩子",
    }


def _own_relief(cast: Cast) -> Any:
    Post.objects.create(user=cast.users["wang"], org=cast.orgs["gas"], role="officer", valid_from=SINCE)
    return RELIEF.add(cast, by="wang", worker=cast.people["wang"])


def _approved(cast: Cast) -> Any:
    entry = RELIEF.add(cast)
    return services.move(entry, "approve", by=cast.actor("gas.chair"), version=entry.version)


def _paid_too_early(cast: Cast) -> Any:
    entry, values = _approved(cast), {"paid_on": DAY - timedelta(days=1), "pay_way": "cash"}
    return services.move(entry, "pay", by=cast.actor("gas.officer"), version=entry.version, values=values)


def _changed_after_approval(cast: Cast) -> Any:
    entry = _approved(cast)
    return services.change(entry, {"amount": 1}, by=cast.actor("gas.officer"), version=entry.version)


RELIEF = Example(
    "assistance.relief",
    "gas.officer",
    "gas",
    _relief,
    {
        "refuse_oneself": _own_relief,
        "refuse_above_ceiling": added("assistance.relief", amount=2_000_001),
        "refuse_early_payment": _paid_too_early,
        "refuse_after_approval": _changed_after_approval,
        "refuse_half_payment": added("assistance.relief", paid_on=DAY),
    },
)


EXAMPLES = (RELIEF,)
