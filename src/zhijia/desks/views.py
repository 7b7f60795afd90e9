"""The page everybody lands on: the officer's desk or the worker's own page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhijia.desks.officer import desk
from zhijia.desks.worker import page
from zhijia.tree.requests import Request


@require_GET
def home(request: Request) -> HttpResponse:
    return officer(request) if request.actor.seats else worker(request)


def officer(request: Request) -> HttpResponse:
    return render(request, "desks/officer.html", desk.page(request.actor))


def worker(request: Request) -> HttpResponse:
    person = page.person_of(request.actor)
    asked = page.asked_of(person) if person else []
    context = {
        "person": person,
        "membership": page.membership_of(person) if person else None,
        "membership_asked": any(one.noun == "membership" for one in asked),
        "wishes": page.wishes_of(person) if person else [],
        "asked": asked,
        "mine": page.entries_about(person, request.actor) if person else [],
    }
    return render(request, "desks/worker.html", context)
