"""What anybody sees who scans a member card: open to all, and the same answer to every code that does not hold."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhijia.directory.card import shown
from zhijia.tree.requests import Request


@require_safe
@never_cache
@login_not_required
def card_check(request: Request, token: str) -> HttpResponse:
    found = shown(token)
    response = render(request, "directory/card_check.html", {"shown": found}, status=200 if found else 404)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
