"""The officer asks; the person concerned, logged in, answers."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhijia.evidence import asking, confirming, entries
from zhijia.evidence.forms import AnswerForm, AskForm
from zhijia.evidence.models import Channel, Request
from zhijia.evidence.views.answers import back, guarded, say, say_errors
from zhijia.registry.errors import Refused
from zhijia.tree import requests


@require_POST
@login_required
@guarded
def ask(request: requests.Request, kind: str, uid: uuid.UUID) -> HttpResponse:
    entry = entries.entry_for(request.actor, kind, uid)
    form = AskForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return back(request, kind=kind, uid=uid)
    try:
        asked = asking.ask(entry, by=request.actor, channel=form.cleaned_data["channel"])
        messages.success(request, _asked(asked))
    except Refused as refusal:
        say(request, refusal)
    return back(request, kind=kind, uid=uid)


def _asked(asked: Request) -> str:
    """What happens next, without a word of the key."""
    if asked.channel == Channel.SLIP:
        return _("An auditor can print the slip now; the worker answers on any phone.")
    if asked.channel == Channel.CALL:
        return _("An officer of another union will call.")
    return _("The message is on its way to the person's own telephone.")


@require_POST
@login_required
@guarded
def own(request: requests.Request, kind: str, uid: uuid.UUID) -> HttpResponse:
    entry = entries.entry_for(request.actor, kind, uid)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return back(request, kind=kind, uid=uid)
    try:
        confirming.confirm_own(entry, by=request.actor, **form.said)
        messages.success(request, _("Thank you, your answer is kept."))
    except Refused as refusal:
        say(request, refusal)
    return back(request, kind=kind, uid=uid)
