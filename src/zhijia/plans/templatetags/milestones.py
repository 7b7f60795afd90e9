"""The calendar of a plan as its page shows it, and marks of how a line stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from zhijia.kernel.day import today
from zhijia.plans import agenda
from zhijia.plans.models import Plan, PlanRegister

register = template.Library()

#: how a line stands: words, tone of the badge
STANDINGS = {
    "overdue": (pgettext_lazy("calendar", "not held"), "bad"),
    "soon": (pgettext_lazy("calendar", "near"), "warn"),
    "planned": (pgettext_lazy("calendar", "planned"), "info"),
    "put_off": (pgettext_lazy("calendar", "put off"), "plain"),
    "held": (pgettext_lazy("calendar", "held"), "good"),
    "cancelled": (pgettext_lazy("calendar", "cancelled"), "plain"),
}


@register.simple_tag
def standing(key: str) -> SafeString:
    """How a line or a duty stands, in a word with its colour."""
    words, tone = STANDINGS.get(key, (key, "plain"))
    return format_html('<span class="zj-badge zj-tone-{}">{}</span>', tone, words)


@register.inclusion_tag("plans/milestones_panel.html", takes_context=True)
def plan_milestones(context: Any, plan: Plan) -> dict[str, Any]:
    """The lines of a plan: those that wait for a decision first, then its calendar."""
    request = context["request"]
    return {
        "plan": plan,
        "add_url": f"{reverse('registry:new', args=['plans', 'milestone'])}?plan={plan.uid}",
        "waiting": agenda.waiting(plan),
        "lines": agenda.of_plan(plan, None, today()),
        "may_decide": bool(PlanRegister.policy.change.test(request.actor, plan)),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
