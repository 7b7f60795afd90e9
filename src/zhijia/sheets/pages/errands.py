"""Long work and what came of it: how far it is, to be stopped, its workbook; lists taken in, to be taken back."""

from __future__ import annotations

import base64
import io
import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.pages import names as about
from zhijia.registry.pages import register_or_404
from zhijia.registry.register import Register
from zhijia.sheets import beats, errands, undoing
from zhijia.sheets.forms import UndoForm
from zhijia.sheets.models import OPEN, Draft, Errand, Load
from zhijia.sheets.pages.asked import download, for_adding
from zhijia.sheets.pages.coming import PAGE_ROWS
from zhijia.tree.requests import Request

LOADS_SHOWN = 100


def _errand_or_404(request: Request, room: str, noun: str, uid: uuid.UUID) -> tuple[type[Register], Errand]:
    register = register_or_404(request, room, noun)
    found = errands.errand_of(register, uid, by=request.actor)
    if found is None:
        raise Http404
    return register, found


@require_GET
def errand(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponseBase:
    """How far an errand is; asked again and again by the page until it is over."""
    register, found = _errand_or_404(request, room, noun, uid)
    looked = found.kind == Errand.Kind.LOOK and found.state == Errand.State.DONE and found.draft_id
    if looked and found.draft is not None:
        where = redirect("sheets:preview", room, noun, found.draft.uid)
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": where["Location"]})
        return where
    context = {**about(register), "errand": found, **_state(found)}
    page = "sheets/errand_state.html" if request.htmx else "sheets/errand.html"
    return render(request, page, context)


def _state(found: Errand) -> dict[str, Any]:
    told = beats.told(found.uid) if found.state == Errand.State.RUNNING else beats.Told()
    steps = {
        "read": pgettext("step", "Reading the rows"),
        "build": pgettext("step", "Looking up what the rows name"),
        "check": pgettext("step", "Checking the rows"),
        "store": pgettext("step", "Storing the entries"),
        "journal": pgettext("step", "Writing the journal"),
        "undo": pgettext("step", "Removing the entries"),
        "write": pgettext("step", "Writing the workbook"),
        "try": pgettext("step", "Checking the rows"),
    }
    done = found.state == Errand.State.DONE
    draft = Draft.objects.live().filter(pk=found.draft_id).values_list("uid", flat=True).first()
    came = json.loads(found.result) if done and found.kind == Errand.Kind.TAKE else {}
    return {"told": told, "step": steps.get(told.step, ""), "came": came, "draft": draft}


@require_POST
def stop(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    """Ends the errand before it is over; nothing of it stays."""
    _register, found = _errand_or_404(request, room, noun, uid)
    errands.stop(found)
    return redirect("sheets:errand", room, noun, uid)


@require_GET
def workbook(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponseBase:
    """The workbook an errand has prepared."""
    register, found = _errand_or_404(request, room, noun, uid)
    if found.kind != Errand.Kind.EXPORT or found.state != Errand.State.DONE:
        raise Http404
    file = io.BytesIO(base64.b64decode(found.result))
    return download(file, str(register.model._meta.verbose_name_plural))


@require_GET
def loads(request: Request, room: str, noun: str) -> HttpResponse:
    """The lists this person has taken in, and the work under way."""
    register = for_adding(request, room, noun)
    mine = Errand.objects.defer("result").filter(user_id=request.actor.user_id, register=register.key)
    context = {**about(register), "loads": undoing.loads(register, request.actor)[:LOADS_SHOWN]}
    context["errands"] = mine.filter(state__in=OPEN).order_by("-at")
    return render(request, "sheets/loads.html", context)


@require_http_methods(["GET", "POST"])
def undo(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    """A list taken back: what would go, what stands in the way, and why."""
    register = for_adding(request, room, noun)
    load = get_object_or_404(undoing.loads(register, request.actor), uid=uid)
    form = UndoForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if load.rows > PAGE_ROWS:
            return _undo_later(request, register, load, reason)
        try:
            count = undoing.undo(load, by=request.actor, reason=reason)
            messages.success(request, _("Taken back: %(count)s entries are gone.") % {"count": count})
            return redirect("sheets:loads", room, noun)
        except (Refused, Forbidden) as refusal:
            form.add_error(None, _why(refusal))
    made = [(one.model._meta.verbose_name_plural, len(uids)) for one, uids in undoing.made_by(load)]
    context = {**about(register), "load": load, "form": form, "made": made[::-1]}
    context["hindrances"] = undoing.hindrances(load)
    return render(request, "sheets/undo.html", context, status=status)


def _why(refusal: Refused | Forbidden) -> str:
    if isinstance(refusal, Forbidden):
        return str(refusal.reason)
    return " ".join(str(text) for said in refusal.messages.values() for text in said)


def _undo_later(request: Request, register: type[Register], load: Load, reason: str) -> HttpResponse:
    asked = errands.ask(
        Errand.Kind.UNDO, register, load.source, by=request.actor, load=load, rows=load.rows, reason=reason
    )
    return redirect("sheets:errand", register.room, register.noun, asked.uid)
