"""A campaign's page, and its closing summary as Word document and PDF."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhijia.papers import document, printed
from zhijia.plans.campaigns import pages, summary
from zhijia.plans.handing.views import found
from zhijia.plans.models import CampaignRegister
from zhijia.tree.requests import Request


@require_GET
def campaign(request: Request, uid: uuid.UUID) -> HttpResponse:
    entry = found(request, CampaignRegister, uid)
    return render(request, "plans/campaign.html", pages.campaign(entry, request.actor))


@require_GET
def as_document(request: Request, uid: uuid.UUID) -> FileResponse:
    entry = _whole(request, uid)
    return _file(entry, document.made(summary.paper_of(entry)), "docx")


@require_GET
def as_pdf(request: Request, uid: uuid.UUID) -> FileResponse:
    entry = _whole(request, uid)
    return _file(entry, io.BytesIO(printed.made(summary.paper_of(entry))), "pdf")


def _whole(request: Request, uid: uuid.UUID) -> Any:
    """A campaign for whoever sees all of it: at the organiser or above."""
    entry = found(request, CampaignRegister, uid)
    if not pages.sees_whole(entry, request.actor):
        raise Http404
    return entry


def _file(entry: Any, content: Any, ending: str) -> FileResponse:
    kind = _("summary")
    answer = FileResponse(content, as_attachment=True, filename=f"{kind}-{entry.name}.{ending}")
    answer["Cache-Control"] = "private, no-store"
    return answer
