"""The page everybody lands on: the officer's desk or the worker's own page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhijia.desks.officer import below, desk
from zhijia.desks.scoreboard import places
from zhijia.desks.worker import page
from zhijia.directory.holding.panels import lines
from zhijia.tree.requests import Request


@require_GET
def home(request: Request) -> HttpResponse:
    return officer(request) if request.actor.seats else worker(request)


def officer(request: Request) -> HttpResponse:
    return render(request, "desks/officer.html", desk.page(request.actor))


@require_GET
def late(request: Request) -> HttpResponse:
    """What is late below: a part of the desk that comes by itself later, or a page of its own."""
    org = places.node(request.actor, request.GET.get("node", ""))
    if org is None:
        raise Http404
    part = "desks/late_below.html" if request.htmx and not request.htmx.boosted else "desks/late.html"
    return render(request, part, {"below": below.late_below(request.actor, org), "org": org})


def worker(request: Request) -> HttpResponse:
    person = page.person_of(request.actor)
    asked = page.asked_of(person) if person else []
    context = {
        "person": person,
        "membership": page.membership_of(person) if person else None,
        "posting": page.posting_of(person) if person else None,
        "membership_asked": any(one.noun == "membership" for one in asked),
        "wishes": page.wishes_of(person) if person else [],
        "asked": asked,
        "mine": page.entries_about(person, request.actor) if person else [],
        "lines": lines(person, request.actor) if person else [],
    }
    return render(request, "desks/worker.html", context)
