"""What a relief must not be; the rest is refused for all money alike."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance.limits import ceiling
from zhijia.assistance.paying import Before, refuse_changed
from zhijia.kernel import money
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_above_ceiling(relief: Any, by: Actor, before: Before) -> None:
    """The federation's own standard, a setting and never law."""
    if before is not None and before.get("amount") == relief.amount:
        return
    limit = ceiling(relief.org)
    if relief.amount > limit:
        raise Refused(
            "amount",
            _("%(amount)s yuan is above the federation's own ceiling of %(limit)s yuan for one relief.")
            % {"amount": money.text(relief.amount), "limit": money.text(limit)},
        )


def refuse_after_approval(relief: Any, by: Actor, before: Before) -> None:
    """What a second person approved stays: another worker, kind, amount or day needs another approval."""
    refuse_changed(relief, before, ("worker", "kind", "amount", "happened_on"))
