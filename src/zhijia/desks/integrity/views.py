"""The pages of the checks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhijia.desks.integrity import page
from zhijia.tree.requests import Request


@require_GET
def integrity(request: Request) -> HttpResponse:
    """The checks of a union; a part of them alone when the page itself asks for it."""
    org = page.node(request.actor, request.GET.get("node", ""))
    asked = request.GET.get("part", "")
    if asked and request.htmx and not request.htmx.boosted:
        context = {"part": page.part(request.actor, org, asked), "node": org}
        return render(request, "desks/integrity_part.html", context)
    return render(request, "desks/integrity.html", page.summary(request.actor, org, asked))


@require_GET
def found(request: Request, key: str) -> HttpResponse:
    """The entries one check found, each to be opened."""
    org = page.node(request.actor, request.GET.get("node", ""))
    context = page.entries(request.actor, org, key, request.GET.get("page", "1"))
    return render(request, "desks/integrity_found.html", context)
