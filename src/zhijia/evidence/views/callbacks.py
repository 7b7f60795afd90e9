"""Calls for other unions: choose one, take it over, call, write down the answer."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhijia.evidence import callbacks, confirming, entries
from zhijia.evidence.forms import AnswerForm, ReasonForm
from zhijia.evidence.models import Channel, Request
from zhijia.evidence.telling import told
from zhijia.evidence.views.answers import guarded, say, say_errors
from zhijia.registry.errors import NotFound, Refused
from zhijia.tree import requests


@require_GET
@login_required
@guarded
def waiting(request: requests.Request) -> HttpResponse:
    if not callbacks.is_caller(request.actor):
        raise PermissionDenied(_("Only union officers call for other unions."))
    lines = [(row, _told(row)) for row in callbacks.waiting(request.actor)]
    return render(request, "evidence/callbacks.html", {"lines": lines})


def _told(row: Request) -> Any:
    entry = entries.entry_of(row.kind, row.entry_uid)
    if entry is None:
        raise NotFound
    return told(entry)


@require_POST
@login_required
@guarded
def take(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    try:
        if form.is_valid():
            callbacks.take_over(uid, by=request.actor, reason=form.cleaned_data["text"])
            return redirect("evidence:call", uid)
        callbacks.call_for(uid, request.actor)
        say_errors(request, form)
    except Refused as refusal:
        say(request, refusal)
    return redirect("evidence:callbacks")


@require_GET
@login_required
@never_cache
@guarded
def call(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _held(request, uid))


def _held(request: requests.Request, uid: uuid.UUID) -> Request:
    """A call the actor has taken over: only then is the number shown."""
    row = callbacks.call_for(uid, request.actor)
    if row.caller_id != request.actor.user_id:
        raise NotFound
    return row


def _page(request: requests.Request, row: Request, form: forms.Form | None = None) -> HttpResponse:
    said = _told(row)
    marks = {"told": said.digest}
    context = {"question": row, "told": said, "form": form or AnswerForm(initial=marks), "marks": marks}
    return render(request, "evidence/call.html", context, status=422 if form is not None else 200)


@require_POST
@login_required
@guarded
def answer(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    row = _held(request, uid)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        confirming.confirm(row.uid, by=request.actor, channel=Channel.CALL, **form.said)
    except Refused as refusal:
        say(request, refusal)
        return redirect("evidence:call", uid)
    messages.success(request, _("Thank you, the answer is kept."))
    return redirect("evidence:callbacks")
