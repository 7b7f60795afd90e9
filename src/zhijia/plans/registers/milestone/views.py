"""A line of the calendar with its responsible unions, and the decision on what was read from a plan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from zhijia.kernel.day import today
from zhijia.plans import agenda, milestones
from zhijia.plans.models import Milestone, MilestoneRegister, PlanRegister
from zhijia.registry import cells, services
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.moments import timeline
from zhijia.tree.requests import Request


def line_or_404(request: Request, uid: uuid.UUID) -> Milestone:
    """A line within the actor's sight; beyond it the answer is the same as for none."""
    found: Milestone | None = MilestoneRegister.visible(request.actor).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


@require_GET
def milestone(request: Request, uid: uuid.UUID) -> HttpResponse:
    line, actor = line_or_404(request, uid), request.actor
    duties = agenda.duties_of(line, actor)
    on = today()
    context = {
        "line": line,
        "whole": agenda.lines(MilestoneRegister.visible(actor).filter(pk=line.pk), actor, on, at=())[0],
        "duties": [(duty, agenda.standing_of(duty, on), agenda.asked_of(duty)) for duty in duties],
        "facts": cells.facts(MilestoneRegister, line, actor),
        "moves": MilestoneRegister.moves_for(line, actor),
        "may_change": bool(MilestoneRegister.policy.change.test(actor, line)),
        "may_remove": bool(MilestoneRegister.policy.remove.test(actor, line)),
        "moments": timeline(MilestoneRegister, line, actor),
    }
    return render(request, "plans/milestone.html", context)


@require_POST
def decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    line = line_or_404(request, uid)
    key = "reject" if request.POST.get("decision") == "reject" else "accept"
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    problem = told(lambda: services.move(line, key, by=request.actor, version=number))
    if not request.htmx:
        messages.error(request, problem) if problem else messages.success(request, _("Saved."))
        return redirect(reverse("plans:plan", args=[line.plan.uid]) + f"#m-{line.uid}")
    line.refresh_from_db()
    context = {"line": line, "may_decide": True, "problem": problem}
    return render(request, "plans/milestone_row.html", context)


@require_POST
def accept_all(request: Request, uid: uuid.UUID) -> HttpResponse:
    plan = PlanRegister.visible(request.actor).filter(uid=uid).first()
    if plan is None:
        raise Http404
    if not PlanRegister.policy.change.test(request.actor, plan):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": PlanRegister.policy.change.reason})
    counts: list[int] = []
    problem = told(lambda: counts.append(milestones.accept_all(plan, by=request.actor)))
    number = sum(counts)
    said = ngettext("%(n)s line put on the calendar.", "%(n)s lines put on the calendar.", number) % {
        "n": number
    }
    messages.error(request, problem) if problem else messages.success(request, said)
    return redirect(reverse("plans:plan", args=[plan.uid]) + "#calendar")


@require_POST
def assign(request: Request, uid: uuid.UUID) -> HttpResponse:
    line = line_or_404(request, uid)
    verdict = MilestoneRegister.policy.change.test(request.actor, line)
    if not verdict:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": verdict.reason})
    names = request.POST.get("names", "").replace("\0", "").strip()[:300]
    found: list[Any] = []
    problem = told(lambda: found.append(milestones.assign(line, names, by=request.actor))) if names else ""
    for one in found:
        if one.unknown:
            said = _("No union under %(org)s fits: %(names)s.") % {
                "org": line.org,
                "names": "、".join(one.unknown),
            }
            messages.warning(request, said)
    if not names:
        problem = _("Type which unions answer for it.")
    messages.error(request, problem) if problem else messages.success(request, _("Saved."))
    return redirect("plans:milestone", line.uid)


def told(act: Callable[[], Any]) -> str:
    """Carries something out; what stands in its way, or nothing."""
    try:
        act()
    except Refused as refusal:
        return " ".join(str(said) for messages_of in refusal.messages.values() for said in messages_of)
    except Forbidden as refusal:
        return str(_("This is for: %(who)s.") % {"who": refusal.reason})
    except Stale:
        return str(_("Somebody else decided meanwhile; this is how it stands now."))
    return ""
