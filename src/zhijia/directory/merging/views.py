"""The pages of likely duplicates: the queue, two records side by side, the preview, the merging and its undoing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.directory.merging import pages
from zhijia.directory.merging.carrying import Changed, confirm
from zhijia.directory.merging.forms import MergeForm, ReasonForm
from zhijia.directory.merging.preview import preview
from zhijia.directory.merging.undoing import undo as take_back
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.pages import show_refusal
from zhijia.tree.requests import Request


@require_GET
def alike(request: Request) -> HttpResponse:
    """Records that could be one human, the likeliest first."""
    return render(request, "directory/alike.html", pages.queue(request))


@require_http_methods(["GET", "POST"])
def pair(request: Request, one: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two records side by side, then what merging them would do, then the merging."""
    if (done := pages.merged_already(request.actor, one, other)) is not None:
        messages.info(request, _("The two were merged already; nothing was changed."))
        return redirect("directory:merger", done.uid)
    first, second = pages.both_or_404(request.actor, one, other)
    form = MergeForm(first, second, request.actor, *((request.POST,) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid() and "back" not in request.POST:
        return _confirmed(request, form) if request.POST.get("seen") else _previewed(request, form)
    return _asked(request, form)


def _asked(request: Request, form: MergeForm) -> HttpResponse:
    context = pages.pair_context(request, form.first, form.second, form)
    return render(
        request, "directory/pair.html", context, status=422 if form.is_bound and form.errors else 200
    )


def _previewed(request: Request, form: MergeForm, note: str = "") -> HttpResponse:
    try:
        shown = preview(form.wish(), by=request.actor)
    except Refused as refusal:
        show_refusal(form, refusal)
        return _asked(request, form)
    except Forbidden as refusal:
        raise PermissionDenied(str(refusal.reason)) from refusal
    context: dict[str, Any] = {"form": form, "shown": shown, "note": note, "wish": form.wish()}
    return render(request, "directory/merge_preview.html", context, status=409 if note else 200)


def _confirmed(request: Request, form: MergeForm) -> HttpResponse:
    try:
        done = confirm(form.wish(), seen=request.POST["seen"], by=request.actor)
    except Changed:
        note = _("Something was recorded here meanwhile. Nothing was saved; this is how it would be now.")
        return _previewed(request, form, note)
    except Refused as refusal:
        show_refusal(form, refusal)
        return _asked(request, form)
    except Forbidden as refusal:
        raise PermissionDenied(str(refusal.reason)) from refusal
    messages.success(request, _("The two records are one now."))
    return redirect("directory:merger", done.uid)


@require_POST
def apart(request: Request, one: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two people: remembered, or taken back with `again`."""
    first, second = pages.both_or_404(request.actor, one, other)
    if "again" in request.POST:
        pages.join_again(first, second, by=request.actor)
        messages.success(request, _("The two are offered again."))
        return redirect("directory:pair", first.uid, second.uid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how you know that they are two people."))
        return redirect("directory:pair", first.uid, second.uid)
    pages.tell_apart(first, second, by=request.actor, reason=form.cleaned_data["reason"])
    messages.success(request, _("Remembered: two people. The pair is not offered again."))
    return redirect("directory:alike")


@require_http_methods(["GET", "POST"])
def merger(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A merging that was done, and the way back."""
    found = pages.merger_or_404(request.actor, uid)
    form = ReasonForm(*((request.POST,) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            take_back(found, by=request.actor, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            show_refusal(form, refusal)
        except Forbidden as refusal:
            raise PermissionDenied(str(refusal.reason)) from refusal
        else:
            messages.success(request, _("Taken back: both records stand as before."))
            return redirect("directory:merger", found.uid)
        found = pages.merger_or_404(request.actor, uid)
    context = pages.merger_context(request, found, form)
    return render(request, "directory/merger.html", context, status=422 if form.is_bound else 200)
