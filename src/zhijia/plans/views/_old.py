"""Reading a plan, looking at it beside its targets, deciding on each."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.plans import queries, services
from zhijia.plans.forms import ReadForm
from zhijia.plans.models import PlanRegister, Target, TargetRegister
from zhijia.plans.registers.target.form import measures
from zhijia.registry.errors import Forbidden, Refused, Stale
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
    """The page of the plan just read, or None with the reason in the form."""
    source, name = form.given()
    try:
        plan = services.read(source, org=form.cleaned_data["org"], by=request.actor, file_name=name)
    except Refused as refusal:
        for said in refusal.messages.values():
            form.add_error("source" if name else "text", said)
    except Forbidden as refusal:
        form.add_error("org", str(refusal.reason))
    else:
        count = plan.targets.count()
        messages.success(request, _("Read: %(count)s targets found. Confirm each one.") % {"count": count})
        return redirect("plans:plan", plan.uid)
    return None


@require_GET
def plan(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = PlanRegister.visible(request.actor).filter(uid=uid).first()
    if found is None:
        raise Http404
    targets = list(queries.targets_of(found, request.actor))
    context = {
        "plan": found,
        "targets": targets,
        "pieces": queries.pieces(found, targets),
        "measures": measures(),
        "may_decide": bool(PlanRegister.policy.change.test(request.actor, found)),
        "moves": PlanRegister.moves_for(found, request.actor),
        "add_url": f"{reverse('registry:new', args=['plans', 'target'])}?plan={found.uid}",
        "open": sum(1 for target in targets if target.state == "suggested"),
    }
    return render(request, "plans/plan.html", context)


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
    context = {"target": target, "measures": measures(), "may_decide": True, "problem": problem}
    return render(request, "plans/target.html", context)


def _decided(request: Request, target: Target) -> str:
    """Carries out a decision; gives what stands in its way, or nothing."""
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() else 0
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
