"""A new year's plan begun from this one, and a draft removed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhijia.plans import queries, services
from zhijia.plans.forms import ContinueForm, DiscardForm
from zhijia.plans.models import Plan, PlanRegister
from zhijia.plans.views.plan import plan_or_404
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.policy import Rule
from zhijia.tree.requests import Request


@require_http_methods(["GET", "POST"])
def continue_plan(request: Request, uid: uuid.UUID) -> HttpResponse:
    plan = _allowed(request, uid, PlanRegister.policy.change)
    found = queries.fulfilment(plan)
    form = ContinueForm(plan, found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (new := _continued(request, plan, form)) is not None:
        messages.success(
            request, _("The new plan is a draft: write its points anew where the year asks for it.")
        )
        return redirect("plans:plan", new.uid)
    ticked = {str(each) for each in form["items"].value() or ()}
    rows = [(one, str(one.item.pk) in ticked) for one in found]
    context = {"plan": plan, "form": form, "rows": rows}
    return render(request, "plans/continue.html", context, status=422 if form.is_bound else 200)


def _continued(request: Request, plan: Plan, form: ContinueForm) -> Plan | None:
    chosen, year = form.cleaned_data["items"], form.cleaned_data["year"]
    try:
        return services.continue_plan(plan, year=year, items=chosen, by=request.actor)
    except (Refused, Forbidden) as error:
        _into(form, error)
    return None


@require_http_methods(["GET", "POST"])
def discard(request: Request, uid: uuid.UUID) -> HttpResponse:
    plan = _allowed(request, uid, PlanRegister.policy.remove)
    form = DiscardForm(request.POST if request.method == "POST" else None, initial={"version": plan.version})
    if form.is_bound and form.is_valid() and _discarded(request, plan, form):
        messages.success(request, _("The draft was removed; the journal keeps what it said."))
        return redirect("registry:list", "plans", "plan")
    return render(
        request, "plans/discard.html", {"plan": plan, "form": form}, status=422 if form.is_bound else 200
    )


def _discarded(request: Request, plan: Plan, form: DiscardForm) -> bool:
    try:
        services.discard(plan, by=request.actor, **form.cleaned_data)
    except (Refused, Forbidden) as error:
        _into(form, error)
    except Stale:
        form.add_error(None, _("Somebody else changed this plan meanwhile; look at it and do it again."))
    else:
        return True
    return False


def _into(form: Form, error: Refused | Forbidden) -> None:
    """What was refused, beside the field it is about."""
    if isinstance(error, Forbidden):
        form.add_error(None, _("Not allowed: this is for %(who)s.") % {"who": error.reason})
        return
    for name, said in error.messages.items():
        form.add_error(name if name in form.fields else None, said)


def _allowed(request: Request, uid: uuid.UUID, rule: Rule) -> Plan:
    plan = plan_or_404(request, uid)
    verdict = rule.test(request.actor, plan)
    if not verdict:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": verdict.reason})
    return plan
