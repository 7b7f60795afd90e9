"""What a letter keeps of the shares it was issued for: a paper that was signed does not change afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhijia.plans.registers.handing import measure
from zhijia.plans.registers.share.register import Share
from zhijia.plans.registers.target.register import Target

#: what of a target stands in a letter
SAID = ("label", "indicator", "operator", "unit")


def standing(plan_id: int, org_id: int, issuer_id: int) -> list[Share]:
    """What the issuer handed down to a union under a plan as it stands now, in the plan's order."""
    found = Share.objects.filter(target__plan=plan_id, org=org_id, handing__org=issuer_id)
    return list(found.select_related("target").order_by("target__start", "target__id"))


def kept(shares: list[Share]) -> list[dict[str, Any]]:
    """Shares as a letter keeps them: what is promised, how much, until when, how far agreed."""
    return [
        {name: getattr(share.target, name) for name in SAID}
        | {
            "share": str(share.uid),
            "value": measure.plain(share.value),
            "ends_on": share.target.ends_on.isoformat(),
            "state": share.state,
            "edition": share.edition,
        }
        for share in shares
    ]


def read(figures: list[dict[str, Any]]) -> list[Share]:
    """Kept shares as they were on the letter's day; they are for reading, not for saving."""
    return [
        Share(
            uid=one["share"],
            target=Target(ends_on=date.fromisoformat(one["ends_on"]), **{name: one[name] for name in SAID}),
            value=Decimal(one["value"]),
            state=one["state"],
            edition=one["edition"],
        )
        for one in figures
    ]
