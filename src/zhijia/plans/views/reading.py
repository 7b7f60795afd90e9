"""Reading a plan from a file or pasted text, and choosing among several documents in one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zhijia.plans import services
from zhijia.plans.forms import ChooseForm, ReadForm
from zhijia.plans.models import Plan, PlanRegister
from zhijia.plans.services import Found
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.requests import Request


@require_http_methods(["GET", "POST"])
def read(request: Request) -> HttpResponse:
    if not PlanRegister.policy.add.ever(request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": PlanRegister.policy.add.reason})
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReadForm(request.actor, *sent)
    if form.is_bound and form.is_valid() and (found := _read(request, form)) is not None:
        return found
    return render(request, "plans/read.html", {"form": form}, status=422 if form.is_bound else 200)


def _read(request: Request, form: ReadForm) -> HttpResponse | None:
    """The page of the plan just read or the choice among several, or None with the reason in the form."""
    source, name = form.given()
    field = "source" if form.cleaned_data.get("source") else "text"
    try:
        found = services.look(source, file_name=name)
        worth = services.worth_choosing(found)
        chosen = worth if len(worth) == 1 else form.chosen(found)
        if not chosen:
            return _choice(request, form, found, worth, name)
        return _after(request, _kept(request, form, chosen, name))
    except Refused as refusal:
        for said in refusal.messages.values():
            form.add_error(field, said)
    except Forbidden as refusal:
        form.add_error("org", str(refusal.reason))
    return None


def _choice(
    request: Request, form: ReadForm, found: list[Found], worth: list[Found], name: str
) -> HttpResponse:
    """Several documents with targets stand in one text: which of them are meant?"""
    asked_before = "documents" in request.POST or "choosing" in request.POST
    choose = ChooseForm(worth, request.POST if asked_before else None)
    text = "".join(one.text for one in found)
    context = {
        "form": choose,
        "org": form.cleaned_data["org"],
        "text": text,
        "name": name,
        "count": len(worth),
    }
    return render(request, "plans/choose.html", context, status=422 if asked_before else 200)


def _kept(request: Request, form: ReadForm, chosen: list[Found], name: str) -> list[Plan]:
    """All of them or none."""
    org = form.cleaned_data["org"]
    with transaction.atomic():
        return [services.keep(one, org=org, by=request.actor, file_name=name) for one in chosen]


def _after(request: Request, plans: list[Plan]) -> HttpResponse:
    count = sum(plan.targets.count() for plan in plans)
    said = ngettext(
        "Read: %(count)s target found. Confirm each one.",
        "Read: %(count)s targets found. Confirm each one.",
        count,
    )
    messages.success(request, said % {"count": count})
    if len(plans) == 1:
        return redirect("plans:plan", plans[0].uid)
    return redirect("registry:list", "plans", "plan")
