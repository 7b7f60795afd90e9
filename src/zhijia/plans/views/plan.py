"""A plan beside its targets, the decision on each, and the repairs of its text."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhijia.plans import mendings, queries, services
from zhijia.plans.cards import cards
from zhijia.plans.models import Plan, PlanCallRegister, PlanRegister, Target, TargetRegister
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.tree.requests import Request

REPAIRS_A_PAGE = 100


def plan_or_404(request: Request, uid: uuid.UUID) -> Plan:
    """The plan within the actor's sight; beyond it the answer is the same as for none."""
    found: Plan | None = (
        PlanRegister.visible(request.actor).select_related("org", "previous").filter(uid=uid).first()
    )
    if found is None:
        raise Http404
    return found


@require_GET
def plan(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = plan_or_404(request, uid)
    return render(request, "plans/plan.html", _context(request, found))


def _context(request: Request, found: Plan) -> dict[str, Any]:
    targets = list(queries.targets_of(found, request.actor))
    here = reverse("plans:plan", args=[found.uid])
    new_target = reverse("registry:new", args=["plans", "target"])
    may_decide = bool(PlanRegister.policy.change.test(request.actor, found))
    return {
        "plan": found,
        "cards": cards(found, targets, request.actor),
        "pieces": [] if found.outline else queries.pieces(found, targets),
        "points": queries.points_of(found),
        "unchanged": queries.unchanged_of(found),
        "editions": queries.editions_of(found),
        "changes": queries.changes_since(found),
        "repaired": found.mendings.count(),
        "may_decide": may_decide,
        "may_write": may_decide and found.state == "draft",
        "may_discard": bool(PlanRegister.policy.remove.test(request.actor, found)),
        "moves": PlanRegister.moves_for(found, request.actor),
        "add_url": f"{new_target}?{urlencode({'plan': found.uid, 'next': here})}",
        "call": PlanCallRegister.visible(request.actor).filter(plan=found).first(),
        "may_call": may_decide and found.state == "issued" and found.org.children.exists(),
        "open": sum(1 for target in targets if target.state == "suggested"),
    }


@require_GET
def repairs(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = plan_or_404(request, uid)
    page = Paginator(found.mendings.all(), REPAIRS_A_PAGE).get_page(request.GET.get("page"))
    context = {"plan": found, "page": page, "rows": mendings.rows(found, list(page))}
    return render(request, "plans/repairs.html", context)


@require_POST
def decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    target = TargetRegister.visible(request.actor).filter(uid=uid).first()
    if target is None:
        raise Http404
    problem = _decided(request, target)
    target.refresh_from_db()
    if not request.htmx:
        messages.error(request, problem) if problem else messages.success(request, _("Saved."))
        return redirect(reverse("plans:plan", args=[target.plan.uid]) + f"#t-{target.uid}")
    card = cards(target.plan, [target], request.actor)[0]
    context = {"card": card, "target": target, "plan": target.plan, "may_decide": True, "problem": problem}
    return render(request, "plans/target.html", context)


def _decided(request: Request, target: Target) -> str:
    """Carries out a decision; gives what stands in its way, or nothing."""
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        if request.POST.get("decision") == "reject":
            services.reject(target, by=request.actor, version=number)
        else:
            chosen = request.POST.get("indicator", "")
            services.confirm(target, indicator=chosen, by=request.actor, version=number)
    except Refused as refusal:
        return " ".join(str(said) for messages_of in refusal.messages.values() for said in messages_of)
    except Forbidden as refusal:
        return str(_("This is for: %(who)s.") % {"who": refusal.reason})
    except Stale:
        return str(_("Somebody else decided meanwhile; this is how it stands now."))
    return ""
