"""Files shown and saved, put on entries and taken off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from zhijia.evidence import attachments, entries, queries, serving
from zhijia.evidence.forms import AttachForm, NoteForm, ReasonForm
from zhijia.evidence.models import Attachment, Standing
from zhijia.evidence.panels import entry_url
from zhijia.evidence.views.answers import back, guarded, say, say_errors
from zhijia.registry.errors import Refused
from zhijia.tree import requests


@require_safe
@login_required
@guarded
def file(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    return serving.opened(uid, request.actor)


@require_safe
@login_required
@guarded
def thumb(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    return serving.opened(uid, request.actor, thumb=True)


@require_POST
@login_required
@guarded
def attach(request: requests.Request, kind: str, uid: uuid.UUID) -> HttpResponse:
    entry = entries.entry_for(request.actor, kind, uid)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        say_errors(request, form)
        return back(request, kind=kind, uid=uid)
    kept = _attached(request, entry, form)
    if kept:
        number = len(kept)
        messages.success(request, ngettext("%(n)s file added.", "%(n)s files added.", number) % {"n": number})
    if any(row.standing == Standing.FLAGGED for row in kept):
        messages.warning(
            request,
            _("A file was used before on another entry: it is kept, but no proof until you explain it."),
        )
    return back(request, kind=kind, uid=uid)


def _attached(request: requests.Request, entry: object, form: AttachForm) -> list[Attachment]:
    """The files that were taken; each one refused is named with its reason."""
    kept = []
    for upload in form.cleaned_data["uploads"]:
        try:
            caption = form.cleaned_data["caption"]
            kept.append(attachments.attach(entry, upload, by=request.actor, caption=caption))
        except Refused as refusal:
            said = [str(message) for messages_ in refusal.messages.values() for message in messages_]
            messages.error(request, f"{upload.name[:60]}: {' '.join(said)}")
    return kept


@require_POST
@login_required
@guarded
def remove(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    try:
        if form.is_valid():
            attachments.remove_attachment(uid, by=request.actor, reason=form.cleaned_data["text"])
            messages.success(request, _("The file was taken off. The journal keeps it."))
    except Refused as refusal:
        say(request, refusal)
    return _finished(request, uid, form)


@require_POST
@login_required
@guarded
def explain(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    try:
        if form.is_valid():
            attachments.explain(uid, form.cleaned_data["text"], by=request.actor)
            messages.success(request, _("Explained. The union above decides now."))
    except Refused as refusal:
        say(request, refusal)
    return _finished(request, uid, form)


@require_POST
@login_required
@guarded
def accept(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    form = NoteForm(request.POST)
    try:
        if form.is_valid():
            attachments.accept(uid, by=request.actor, note=form.cleaned_data["text"])
            messages.success(request, _("Accepted: the file counts as evidence."))
    except Refused as refusal:
        say(request, refusal)
    return _finished(request, uid, form)


@require_POST
@login_required
@guarded
def refuse(request: requests.Request, uid: uuid.UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    try:
        if form.is_valid():
            attachments.refuse(uid, by=request.actor, note=form.cleaned_data["text"])
            messages.success(request, _("Not accepted. The officer sees your reason."))
    except Refused as refusal:
        say(request, refusal)
    return _finished(request, uid, form)


def _finished(request: requests.Request, uid: uuid.UUID, form: ReasonForm | NoteForm) -> HttpResponse:
    """Back to the entry, which must lie within the actor's sight: else the answer is as for none."""
    row = attachments.visible(uid, request.actor)
    if form.errors:
        say_errors(request, form)
    return back(request, kind=row.kind, uid=row.entry_uid)


@require_GET
@login_required
@guarded
def reused(request: requests.Request) -> HttpResponse:
    rows = queries.to_judge(request.actor)[:100]
    lines = [(row, entry_url(row.kind, row.entry_uid)) for row in rows]
    return render(request, "evidence/reused.html", {"lines": lines, "here": reverse("evidence:reused")})
