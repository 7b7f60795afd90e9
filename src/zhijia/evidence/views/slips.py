"""Slips on paper: the auditor chooses and prints."""

from __future__ import annotations

import uuid

import segno
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhijia.evidence import slips
from zhijia.evidence.keys import public_address
from zhijia.evidence.views.answers import back, guarded, say
from zhijia.registry.errors import Refused
from zhijia.tree import requests


def _only_auditors(request: requests.Request) -> None:
    if not slips.is_printer(request.actor):
        raise PermissionDenied(_("Only auditors print slips, so that no officer holds the key to an answer."))


@require_GET
@login_required
@guarded
def waiting(request: requests.Request) -> HttpResponse:
    _only_auditors(request)
    lines = slips.waiting(request.actor)
    return render(request, "evidence/slips.html", {"lines": lines, "most": slips.MOST_AT_ONCE})


@require_POST
@login_required
@never_cache
@guarded
def print_page(request: requests.Request) -> HttpResponse:
    _only_auditors(request)
    try:
        made = slips.print_slips(_chosen(request), by=request.actor)
    except Refused as refusal:
        say(request, refusal)
        return back(request, to=reverse("evidence:slips"))
    # low error correction keeps the squares large enough for old cameras
    pictures = [
        segno.make(one.keys.url, error="l", micro=False).png_data_uri(scale=5, border=4) for one in made
    ]
    context = {"slips": zip(made, pictures, strict=True), "page": public_address(reverse("evidence:code"))}
    response = render(request, "evidence/print.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _chosen(request: requests.Request) -> list[uuid.UUID]:
    """The uids sent; one that is none counts as not found."""
    found = []
    for text in request.POST.getlist("slip"):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
