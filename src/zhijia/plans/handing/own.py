"""Which unions have a number of their own for a target: what they agreed on of what was handed down."""

from __future__ import annotations

from collections.abc import Collection

from zhijia.plans.models import Share, Target
from zhijia.plans.registers.handing.rules import AGREED


def agreed(targets: Collection[Target], nodes: Collection[int]) -> dict[tuple[int, int], Share]:
    """(target, union) → its agreed share, by one query."""
    found = Share.objects.filter(
        target__in=[one.pk for one in targets], org__in=set(nodes), state__in=AGREED, value__gt=0
    )
    return {(share.target_id, share.org_id): share for share in found}
