"""What is done with a plan in answer to a call beside its steps: begun, and its points linked."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhijia.plans.models import Plan, PlanCall, UnitPlan, UnitPlanRegister
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: said of a point that answers none above
NONE = 0


def answer(call: PlanCall, plan: Plan, *, by: Actor) -> UnitPlan:
    """The answer of a plan's union, begun with this plan; a plan chosen anew starts its links anew.

    Raises Refused, Forbidden or Stale.
    """
    known = UnitPlan.objects.select_related("plan", "call").filter(call=call, org=plan.org).first()
    if known is None:
        made: UnitPlan = services.add(UnitPlanRegister, {"call": call, "plan": plan}, by=by)
        return made
    if known.plan_id == plan.pk:
        return known
    changed: UnitPlan = services.change(known, {"plan": plan, "links": {}}, by=by, version=known.version)
    return changed


def link(one: UnitPlan, chosen: Mapping[int, int], *, by: Actor, version: int) -> UnitPlan:
    """Of each point which point above it answers. Raises Refused (no such point), Forbidden or Stale."""
    own = set(one.plan.items.values_list("pk", flat=True))
    above = set(one.call.plan.items.values_list("pk", flat=True)) | {NONE}
    if not set(chosen) <= own or not set(chosen.values()) <= above:
        raise Refused("", _("A point was removed meanwhile; look at the points as they stand now."))
    kept = {pk: there for pk, there in one.links.items() if int(pk) in own and there in above}
    links = kept | {str(pk): there for pk, there in chosen.items()}
    if links == one.links:
        return one
    linked: UnitPlan = services.change(one, {"links": links}, by=by, version=version, verb="link")
    return linked
