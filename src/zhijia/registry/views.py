"""The pages of every register: list, detail, form, steps, removal, picker, unmasking."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.registry import pages, services
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.extras import panels
from zhijia.registry.forms import EntryForm, MoveForm, ReasonForm, RemoveForm
from zhijia.registry.listing import BadQuery, Listing
from zhijia.registry.register import Register
from zhijia.tree.requests import Request
from zhijia.ui import errors


@require_GET
def listing(request: Request, room: str, noun: str) -> HttpResponse:
    register = pages.register_or_404(request, room, noun)
    found = Listing(register, request.actor, request.GET)
    try:
        context = pages.list_context(register, found, request.actor)
    except BadQuery as wrong:
        return errors.page(request, 400, title=_("This list cannot be shown like that"), text=wrong.message)
    part = "registry/rows.html" if request.htmx and not request.htmx.boosted else "registry/list.html"
    return render(request, part, context)


@require_http_methods(["GET", "POST"])
def new(request: Request, room: str, noun: str) -> HttpResponse:
    register = pages.register_or_404(request, room, noun)
    if not register.policy.add.ever(request.actor):
        raise PermissionDenied(register.policy.add.reason)
    form = pages.form_for(register, request, initial=pages.initial(register, request))
    if request.method == "POST" and form.is_valid() and (entry := pages.saved(form)) is not None:
        messages.success(request, _("Saved."))
        pages.tell_notices(request, entry)
        return redirect(pages.after_save(request, register, entry))
    return pages.form_page(request, register, form, title=_("New entry"))


@require_GET
def detail(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    register, entry = pages.entry_or_404(request, room, noun, uid)
    if register.page:
        return redirect(register.page, uid)
    context = pages.detail_context(request, register, entry)
    context["panels"] = panels(request, register, entry)
    return render(request, "registry/detail.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    register, entry = pages.entry_or_404(request, room, noun, uid)
    pages.allow(register.policy.change, request.actor, entry)
    form = pages.form_for(register, request, entry=entry)
    try:
        if request.method == "POST" and form.is_valid() and (changed := form.save()) is not None:
            messages.success(request, _("Saved."))
            pages.tell_notices(request, changed)
            return redirect("registry:detail", room, noun, uid)
    except Stale as stale:
        return pages.both_texts(request, register, form, stale.current)
    return pages.form_page(request, register, form, title=_("Change"), entry=entry)


@require_http_methods(["GET", "POST"])
def move(request: Request, room: str, noun: str, uid: uuid.UUID, key: str) -> HttpResponse:
    register, entry = pages.entry_or_404(request, room, noun, uid)
    step = pages.step_or_404(register, key)
    pages.allow(step.by, request.actor, entry)
    if step in register.moves_for(entry, request.actor, apart=True):
        raise PermissionDenied(services.SECOND)
    form = MoveForm(register, step, entry, request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _moved(request, register, entry, step, form)
    return pages.step_page(request, register, entry, step, form)


def _moved(request: Request, register: type[Register], entry: Any, step: Any, form: Any) -> HttpResponse:
    """Takes a step; what is refused comes back with the form as it was filled in."""
    sent = dict(form.cleaned_data)
    version, reason = sent.pop("version"), sent.pop("reason", "")
    try:
        services.move(entry, step.key, by=request.actor, version=version, values=sent, reason=reason)
    except Refused as refusal:
        pages.show_refusal(form, refusal)
        return pages.step_page(request, register, entry, step, form)
    except Forbidden as refusal:
        return errors.page(request, 403, title=_("Not allowed"), text=str(refusal.reason))
    except Stale as stale:
        return pages.both_texts(request, register, form, stale.current)
    messages.success(request, _("Done: %(step)s.") % {"step": step.label})
    return redirect("registry:detail", register.room, register.noun, entry.uid)


@require_http_methods(["GET", "POST"])
def remove(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    register, entry = pages.entry_or_404(request, room, noun, uid)
    pages.allow(register.policy.remove, request.actor, entry)
    form = RemoveForm(request.POST if request.method == "POST" else None, initial={"version": entry.version})
    if request.method == "POST" and form.is_valid() and pages.removed(request, entry, form):
        messages.success(request, _("Removed. The journal keeps what it said."))
        return redirect("registry:list", room, noun)
    return pages.remove_page(request, register, entry, form)


@require_GET
def pick(request: Request, room: str, noun: str, name: str) -> HttpResponse:
    register = pages.register_or_404(request, room, noun)
    if name not in register.related():
        raise Http404
    # a form may call its field otherwise than the register does: the answers carry the name that asked
    typed = next((key for key in request.GET if key.endswith("_typed")), f"{name}_typed")
    found = pages.choices(register, name, request.GET.get(typed, ""), request.actor)
    return render(request, "registry/picks.html", {"found": found, "name": typed.removesuffix("_typed")})


@require_POST
def reveal(request: Request, room: str, noun: str, uid: uuid.UUID, name: str) -> HttpResponse:
    register, entry = pages.entry_or_404(request, room, noun, uid)
    form = ReasonForm(request.POST)
    if name not in register.levels or not form.is_valid():
        return errors.page(request, 400, title=_("A reason is needed"), text=_("Say why you need to see it."))
    pages.allow(register.policy.unmask, request.actor, entry)
    text = pages.revealed(register, entry, name, request.actor, form.cleaned_data["reason"])
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})


__all__ = ["EntryForm", "detail", "edit", "listing", "move", "new", "pick", "remove", "reveal"]
