"""A union's page, also of one that is gone, and the way from a wish over its preview to the change."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.directory.changes import pages
from zhijia.directory.changes.preview import Changed, confirm, preview
from zhijia.directory.models import Union
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.extras import panels
from zhijia.registry.pages import show_refusal
from zhijia.tree.requests import Request


@require_GET
def union(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The sheet of a union; of one that is gone, where to look now."""
    found = pages.union_or_404(request.actor, uid=uid)
    if pages.is_gone(found) and "history" not in request.GET:
        return render(request, "directory/gone.html", pages.gone(found, request.actor), status=410)
    context = pages.sheet(request, found)
    context["panels"] = panels(request, context["register"], found)
    return render(request, "directory/union.html", context)


@require_GET
def by_code(request: Request, code: str) -> HttpResponse:
    """The address of a union that lasts: its statistical code never changes."""
    return redirect("directory:union", pages.union_or_404(request.actor, code=code).uid)


@require_GET
def choose(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = _changeable(request, uid)
    if found.org.closed_on is not None:
        return redirect("directory:union", found.uid)
    return render(request, "directory/choose.html", {**pages.place(found), "kinds": pages.kinds(found)})


@require_http_methods(["GET", "POST"])
def change(request: Request, uid: uuid.UUID, kind: str) -> HttpResponse:
    """The form of a change, then what it would do, then the change."""
    found = _changeable(request, uid)
    if found.org.closed_on is not None:
        # a second click, or a page kept open: what was done is told, nothing is done twice
        messages.info(request, _("%(union)s is closed already; nothing was changed.") % {"union": found.name})
        return redirect("directory:union", found.uid)
    form = pages.form_of(found, kind, request)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("seen") and "back" not in request.POST:
            return _confirmed(request, found, form)
        if "back" not in request.POST:
            return _previewed(request, found, form)
    return _asked(request, found, form)


def _asked(request: Request, found: Union, form: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "directory/change.html", {**pages.place(found), "form": form}, status=status)


def _previewed(request: Request, found: Union, form: Any, note: str = "") -> HttpResponse:
    try:
        shown = preview(form.wish(), by=request.actor)
    except Refused as refusal:
        show_refusal(form, refusal)
        return _asked(request, found, form)
    except Forbidden as refusal:
        raise PermissionDenied(str(refusal.reason)) from refusal
    context = {**pages.place(found), "form": form, "shown": shown, "note": note}
    return render(request, "directory/preview.html", context, status=409 if note else 200)


def _confirmed(request: Request, found: Union, form: Any) -> HttpResponse:
    wish = form.wish()
    try:
        confirm(wish, seen=request.POST["seen"], by=request.actor)
    except Changed:
        note = _("Something was recorded here meanwhile. Nothing was saved; this is how it would be now.")
        return _previewed(request, found, form, note)
    except Refused as refusal:
        show_refusal(form, refusal)
        return _asked(request, found, form)
    except Forbidden as refusal:
        raise PermissionDenied(str(refusal.reason)) from refusal
    messages.success(request, pages.done(wish))
    return redirect("directory:union", (wish.into or found).uid if wish.closes and wish.into else found.uid)


@require_GET
def pick(request: Request, uid: uuid.UUID, kind: str, name: str) -> HttpResponse:
    """The unions that fit what was typed, from those that could receive."""
    found = _changeable(request, uid)
    rows = pages.picked(found, kind, name, request)
    return render(request, "registry/picks.html", {"found": rows, "name": name})


def _changeable(request: Request, uid: uuid.UUID) -> Union:
    """The union of an address whose place the actor may change."""
    found = pages.union_or_404(request.actor, uid=uid)
    pages.allow_change(found, request.actor)
    return found
