"""Writing, changing and taking out the numbered points of a plan."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhijia.kernel.text import clean
from zhijia.plans import services
from zhijia.plans.forms import PointForm
from zhijia.plans.models import Item, Plan, PlanRegister
from zhijia.plans.points import point_of
from zhijia.plans.views.plan import plan_or_404
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.tree.requests import Request


@require_http_methods(["GET", "POST"])
def point_new(request: Request, uid: uuid.UUID) -> HttpResponse:
    plan = _writable(request, uid)
    first = {"number": str(plan.items.count() + 1), "version": plan.version}
    form = PointForm(request.POST if request.method == "POST" else None, initial=first)
    if (
        form.is_bound
        and form.is_valid()
        and _saved(form, lambda v: services.add_point(plan, by=request.actor, **v))
    ):
        messages.success(request, _("Saved."))
        _tell_cleaned(request, form)
        return redirect("plans:plan", plan.uid)
    return _page(request, plan, form, _("New point"))


@require_http_methods(["GET", "POST"])
def point_edit(request: Request, uid: uuid.UUID, number: int) -> HttpResponse:
    plan = _writable(request, uid)
    item = _item_or_404(plan, number)
    first = {"number": item.number, "heading": item.heading, "text": item.text, "version": plan.version}
    form = PointForm(request.POST if request.method == "POST" else None, initial=first)
    if (
        form.is_bound
        and form.is_valid()
        and _saved(form, lambda v: services.change_point(item, by=request.actor, **v))
    ):
        messages.success(request, _("Saved."))
        _tell_cleaned(request, form)
        return redirect("plans:plan", plan.uid)
    return _page(request, plan, form, _("Change a point"), item)


@require_POST
def point_remove(request: Request, uid: uuid.UUID, number: int) -> HttpResponse:
    plan = _writable(request, uid)
    item = _item_or_404(plan, number)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    try:
        services.remove_point(item, by=request.actor, version=version)
        messages.success(request, _("The point was taken out."))
    except Refused as refusal:
        for said in refusal.messages.values():
            messages.error(request, " ".join(str(one) for one in said))
    except Stale:
        messages.error(request, _("Somebody else changed this plan meanwhile; look at it and do it again."))
    return redirect("plans:plan", plan.uid)


def _writable(request: Request, uid: uuid.UUID) -> Plan:
    plan = plan_or_404(request, uid)
    verdict = PlanRegister.policy.change.test(request.actor, plan)
    if not verdict:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": verdict.reason})
    return plan


def _item_or_404(plan: Plan, number: int) -> Item:
    item = point_of(plan, number)
    if item is None:
        raise Http404
    return item


def _tell_cleaned(request: Request, form: PointForm) -> None:
    """Says which characters that cannot be seen were taken out."""
    typed = "".join(form.cleaned_data[name] for name in ("number", "heading", "text"))
    for notice in clean(typed).notes:
        messages.info(request, _(notice.text) % notice.params)


def _saved(form: PointForm, save: Callable[[dict[str, Any]], Item]) -> bool:
    """Whether the point was written; else what stands in its way is in the form."""
    try:
        save(form.cleaned_data)
    except Refused as refusal:
        for name, said in refusal.messages.items():
            form.add_error(name if name in form.fields else None, said)
    except Forbidden as refusal:
        form.add_error(None, _("Not allowed: this is for %(who)s.") % {"who": refusal.reason})
    except Stale:
        form.add_error(
            None,
            _("Somebody else changed this plan meanwhile. Copy your text, open the plan and do it again."),
        )
    else:
        return True
    return False


def _page(
    request: Request, plan: Plan, form: PointForm, title: str, item: Item | None = None
) -> HttpResponse:
    context = {"plan": plan, "form": form, "title": title, "item": item}
    return render(request, "plans/point.html", context, status=422 if form.is_bound else 200)
