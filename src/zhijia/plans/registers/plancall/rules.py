"""When plans of the unions below may be called for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


def refuse_unissued(call: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Others answer a plan that stands."""
    if before is None and call.plan.state != "issued":
        raise Refused("plan", _("This plan is not issued: nobody can answer it yet."))


def refuse_not_leading(call: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A union calls upon the unions it leads."""
    if before is None and not Org.objects.filter(parent=call.org_id, closed_on=None).exists():
        raise Refused("plan", _("%(org)s leads no union: it has nobody to call upon.") % {"org": call.org})


def refuse_past_day(call: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever is called upon has time left."""
    if before is not None and before["due_on"] == call.due_on.isoformat():
        return
    if call.due_on < today():
        raise Refused("due_on", _("This day has passed: give one from today on."))
