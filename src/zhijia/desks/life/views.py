"""The page of proof of life."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhijia.desks.integrity.page import node
from zhijia.desks.life import page
from zhijia.tree.requests import Request


@require_GET
def life(request: Request) -> HttpResponse:
    org = node(request.actor, request.GET.get("node", ""))
    asked = request.GET.get("verdict", ""), request.GET.get("page", "1")
    return render(request, "desks/life.html", page.page(request.actor, org, *asked))
