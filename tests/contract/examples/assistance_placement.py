"""A valid placement, and for every rule something it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.cast import SINCE, Cast
from tests.contract.example import DAY, Example, Values, added
from tests.contract.examples.assistance_more import OFFICER, move, woman
from zhijia.tree.models import Post


def _placement(cast: Cast, number: int) -> Values:
    return {
        "org": cast.orgs["gas"],
        "person": woman(cast, number),
        "standing": "laid_off",
        "former_employer": "临江第一棉纺厂",
        "lost_on": DAY - timedelta(days=90),
        "help_kind": "job_fair",
        "helped_on": DAY - timedelta(days=20),
        "new_employer": f"临江物流园第{number + 1}分公司",
        "position": "分拣员",
        "happened_on": DAY,
        "contract_until": date(2027, 3, 31),
    }


def _own_placement(cast: Cast) -> Any:
    Post.objects.create(user=cast.users["wang"], org=cast.orgs["gas"], role="officer", valid_from=SINCE)
    return PLACEMENT.add(cast, by="wang", person=cast.people["wang"])


def _looked_too_early(cast: Cast) -> Any:
    values = {"checked_on": DAY + timedelta(days=30)}
    return move(cast, PLACEMENT.add(cast), "stay", values=values)


PLACEMENT = Example(
    "assistance.placement",
    OFFICER,
    "gas",
    _placement,
    {
        "refuse_oneself": _own_placement,
        "refuse_early_contract": added("assistance.placement", helped_on=DAY + timedelta(days=1)),
        "refuse_never_lost": added("assistance.placement", lost_on=None),
        "refuse_same_employer": added("assistance.placement", new_employer="临江 第一棉纺厂"),
        "refuse_short_contract": added("assistance.placement", contract_until=DAY + timedelta(days=30)),
        "refuse_not_migrant": lambda cast: PLACEMENT.add(cast, standing="migrant", person=cast.people["gao"]),
        "refuse_outsider": lambda cast: PLACEMENT.add(cast, by="city.officer", person=cast.people["li"]),
        "refuse_early_look": _looked_too_early,
    },
)
EXAMPLES = (PLACEMENT,)
