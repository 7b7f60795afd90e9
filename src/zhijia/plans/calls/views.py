"""The pages of a call for plans: who answers and how, and one union's answer with its links."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.plans.calls import pages, services
from zhijia.plans.calls.forms import LinkForm
from zhijia.plans.handing.views import found, told
from zhijia.plans.models import PlanCallRegister, PlanRegister, UnitPlanRegister
from zhijia.tree.requests import Request


@require_GET
def call(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Who was called upon, what each filed, and which points nobody answers."""
    entry = found(request, PlanCallRegister, uid)
    return render(request, "plans/call.html", pages.call(entry, request.actor))


@require_POST
def answer(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One's own plan chosen as the answer."""
    entry = found(request, PlanCallRegister, uid)
    plan = PlanRegister.visible(request.actor).filter(uid=_uid(request.POST.get("plan", ""))).first()
    if plan is None:
        messages.error(request, _("Choose one of your own plans, or read one in first."))
        return redirect("plans:call", entry.uid)
    form: Any = forms.Form({})
    form.is_valid()
    made = told(form, lambda: services.answer(entry, plan, by=request.actor))
    if made is None:
        messages.error(request, " ".join(str(one) for said in form.errors.values() for one in said))
        return redirect("plans:call", entry.uid)
    return redirect("plans:unit_plan", made.uid)


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


@require_http_methods(["GET", "POST"])
def unit_plan(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A union's answer: each point beside the one above it answers."""
    entry = found(request, UnitPlanRegister, uid)
    if request.method == "GET":
        return render(request, "plans/unit_plan.html", pages.unit_plan(entry, request.actor))
    if not pages.may_link(entry, request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": UnitPlanRegister.policy.change.reason})
    form = LinkForm(entry, request.POST)
    if form.is_valid() and _linked(request, entry, form):
        messages.success(request, _("Saved."))
        return redirect("plans:unit_plan", entry.uid)
    context = pages.unit_plan(entry, request.actor, form)
    return render(request, "plans/unit_plan.html", context, status=422)


def _linked(request: Request, entry: Any, form: LinkForm) -> bool:
    version = form.cleaned_data["version"]
    made = told(form, lambda: services.link(entry, form.chosen, by=request.actor, version=version))
    return made is not None
