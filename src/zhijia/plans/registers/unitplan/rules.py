"""What a plan filed in answer to a call must not be, and who files, accepts and sends it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.registry.policy import above, holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role

#: still with the union itself, and handed over
OPEN, FILED = ("open", "returned"), ("filed", "accepted")

filers = holds(Role.OFFICER, Role.CHAIR, Role.LEADER, here=True)
callers = above(Role.OFFICER, Role.LEADER) & holds(Role.OFFICER, Role.LEADER, here=True, prefix="call__")


def overdue() -> Q:
    """Answers not filed in time."""
    return Q(state__in=OPEN, call__due_on__lt=today())


def refuse_not_called(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An answer comes from a union that is led by the one that called."""
    if before is None and one.org.parent_id != one.call.org_id:
        raise Refused("plan", _("%(org)s was not called upon for this plan.") % {"org": one.org})


def refuse_other_year(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A plan is answered for the same year."""
    if one.plan.year != one.call.plan.year:
        said = {"year": one.call.plan.year, "own": one.plan.year}
        raise Refused("plan", _("A plan for %(year)s is asked for; this one is for %(own)s.") % said)


def refuse_once_filed(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What was filed is what the union above reads."""
    if before is None or before["state"] not in FILED or one.state not in FILED:
        return
    if before["plan"] != one.plan_id or before["links"] != one.links:
        raise Refused("plan", _("This was filed: the union above sends it back before it changes."))


def refuse_unlinked(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Of every point it is said which point above it answers, or that it answers none."""
    if one.state != "filed" or (before is not None and before["state"] == "filed"):
        return
    items = [str(pk) for pk in one.plan.items.values_list("pk", flat=True)]
    missing = [pk for pk in items if pk not in one.links]
    if not items:
        raise Refused("plan", _("The plan has no points yet: there is nothing to file."))
    if missing:
        raise Refused(
            "plan",
            ngettext(
                "Of %(n)s point it is not said yet which point above it answers.",
                "Of %(n)s points it is not said yet which point above they answer.",
                len(missing),
            )
            % {"n": len(missing)},
        )
