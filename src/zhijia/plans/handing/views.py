"""The pages of what is handed down: dividing, one handing down, one share, settling, a plan's overview."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.plans.handing import pages, queries, services
from zhijia.plans.handing.dividing import Source
from zhijia.plans.handing.forms import BackForm, HandForm, SettleForm
from zhijia.plans.models import HandingRegister, PlanRegister, ShareRegister, TargetRegister
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.register import Register
from zhijia.tree.requests import Request


def found(request: Request, register: type[Register], uid: uuid.UUID) -> Any:
    """An entry within the actor's sight; beyond it the answer is the same as for none."""
    entry = register.visible(request.actor).filter(uid=uid).first()
    if entry is None:
        raise Http404
    return entry


@require_http_methods(["GET", "POST"])
def hand(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The issuer of a plan hands one of its targets down."""
    return _divide(request, queries.source_of(found(request, TargetRegister, uid), None))


@require_http_methods(["GET", "POST"])
def hand_on(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A union hands its agreed share on to the unions it leads."""
    share = found(request, ShareRegister, uid)
    return _divide(request, queries.source_of(share.target, share))


def _divide(request: Request, source: Source) -> HttpResponse:
    if not queries.gives_for(request.actor, source.org):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": HandingRegister.policy.add.reason})
    if (known := queries.handing_of(source)) is not None:
        return redirect("plans:handing", known.uid)
    if fault := services.hindrance(source, by=request.actor):
        messages.error(request, fault)
        given = source.given
        return (
            redirect("plans:share", given.uid) if given else redirect("plans:handed", source.target.plan.uid)
        )
    form = HandForm(source, request.POST if request.method == "POST" else None)
    division, action = form.division(), request.POST.get("action", "")
    if division is not None and action == "save" and (to := _saved(request, form, division)) is not None:
        return to
    if division is not None and action == "adjust":
        form = form.by_hand(division)
        division = form.division()
    status = 422 if form.is_bound and (form.errors or division is None or action == "save") else 200
    return render(request, "plans/hand.html", pages.dividing(source, form, division), status=status)


def _saved(request: Request, form: HandForm, division: Any) -> HttpResponse | None:
    """The page of what was handed down, or None with the reason in the form."""
    if not division.is_sound:
        return None
    if form.cleaned_data["seen"] != division.digest:
        form.add_error(None, _("Look at the shares below first: they are what will be handed down."))
        return None
    made = told(
        form,
        lambda: services.hand_down(
            form.source, division, form.values, by=request.actor, uid=form.cleaned_data["uid"]
        ),
    )
    if made is None:
        return None
    messages.success(request, _("Handed down. The unions find it on their desks."))
    return redirect("plans:handing", made.uid)


@require_GET
def handing(request: Request, uid: uuid.UUID) -> HttpResponse:
    entry = found(request, HandingRegister, uid)
    return render(request, "plans/handing.html", pages.handing(entry, request.actor))


@require_POST
def lock(request: Request, uid: uuid.UUID) -> HttpResponse:
    entry, form = found(request, HandingRegister, uid), forms.Form(request.POST)
    _allow(request, entry)
    number = told(form, lambda: services.lock_all(entry, by=request.actor)) if form.is_valid() else None
    said = ngettext("%(n)s share locked.", "%(n)s shares locked.", number or 0) % {"n": number or 0}
    if form.errors:
        messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
    else:
        messages.success(request, said)
    return redirect("plans:handing", entry.uid)


def _allow(request: Request, entry: Any) -> None:
    verdict = HandingRegister.policy.change.test(request.actor, entry)
    if not verdict:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": verdict.reason})


@require_http_methods(["GET", "POST"])
def take_back(request: Request, uid: uuid.UUID) -> HttpResponse:
    entry = found(request, HandingRegister, uid)
    _allow(request, entry)
    form = BackForm(request.POST if request.method == "POST" else None, initial={"version": entry.version})
    if form.is_bound and form.is_valid():
        plan = entry.target.plan
        told(form, lambda: services.take_back(entry, by=request.actor, **form.cleaned_data))
        if not form.errors:
            messages.success(request, _("Taken back; the journal keeps what it said."))
            return redirect("plans:handed", plan.uid)
    context = {"handing": entry, "form": form}
    return render(request, "plans/take_back.html", context, status=422 if form.is_bound else 200)


@require_GET
def share(request: Request, uid: uuid.UUID) -> HttpResponse:
    entry = found(request, ShareRegister, uid)
    return render(request, "plans/share.html", pages.share(entry, request.actor))


@require_http_methods(["GET", "POST"])
def settle(request: Request, uid: uuid.UUID) -> HttpResponse:
    entry = found(request, ShareRegister, uid)
    if (refusal := pages.refuses_settling(entry, request.actor)) is not None:
        raise PermissionDenied(refusal)
    form = SettleForm(entry, request.POST if request.method == "POST" else None)
    balance = pages.balance(form)
    if form.is_bound and form.is_valid() and _settled(request, form, balance):
        messages.success(request, _("Settled."))
        return redirect("plans:share", entry.uid)
    context = pages.settling(entry, form, balance)
    return render(request, "plans/settle.html", context, status=422 if form.is_bound and form.errors else 200)


def _settled(request: Request, form: SettleForm, balance: Any) -> bool:
    """Whether the share was settled; a balance nobody has looked at yet is shown first."""
    sent = form.cleaned_data
    spread = bool(sent.get("spread")) and sent["value"] != form.share.value
    if spread and balance.fault:
        form.add_error("spread", balance.fault)
        return False
    if spread and sent["seen"] != balance.digest:
        return False
    settled = told(
        form,
        lambda: services.settle(
            form.share,
            value=sent["value"],
            decision=sent["decision"],
            by=request.actor,
            version=sent["version"],
            spread=spread,
            seen=sent["seen"],
        ),
    )
    return settled is not None


@require_GET
def handed(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A plan's targets as they were handed down, seen from one's own union."""
    plan = found(request, PlanRegister, uid)
    place = queries.place_of(plan, request.actor)
    if place is None:
        raise Http404
    return render(request, "plans/handed.html", {"it": queries.overview(plan, place, request.actor)})


def told(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What an act gives, or None with what stands in its way put into the form."""
    try:
        return act()
    except Refused as refusal:
        for name, said in refusal.messages.items():
            form.add_error(name if name in form.fields else None, [str(one) for one in said])
    except Forbidden as refusal:
        form.add_error(None, _("Not allowed: this is for %(who)s.") % {"who": refusal.reason})
    except Stale:
        form.add_error(None, _("Somebody else changed this meanwhile; look at it as it stands now."))
    return None
