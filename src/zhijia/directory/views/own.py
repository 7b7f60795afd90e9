"""The pages of a worker about the own membership: find a union, apply or go over, leave, the card."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.directory import card as cards
from zhijia.directory import coming, finding
from zhijia.directory.forms import NoticeForm, form_for
from zhijia.directory.models import Person
from zhijia.directory.registers.application.rules import open_membership
from zhijia.tree.requests import Request


def _own(request: Request) -> Person:
    """The record of whoever is logged in; without one the pages do not exist."""
    person = coming.own_record(request.actor)
    if person is None:
        raise Http404
    return person


@require_GET
def find(request: Request) -> HttpResponse:
    person, words = _own(request), request.GET.get("q", "").replace("\0", "").strip()[:60]
    found = finding.unions_named(words)
    context = {"words": words, "found": found, "membership": open_membership(person)}
    return render(request, "directory/find.html", context)


@require_http_methods(["GET", "POST"])
def join(request: Request, uid: uuid.UUID) -> HttpResponse:
    person, union = _own(request), finding.union_open(uid)
    if union is None:
        raise Http404
    form = form_for(request.actor, person, union, *_sent(request))
    if form.is_bound and form.is_valid() and form.save() is not None:
        messages.success(request, _("Sent to %(union)s. You are told what it decides.") % {"union": union})
        return redirect("/")
    context = {"form": form, "union": union, "membership": open_membership(person)}
    return render(request, "directory/join.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def notice(request: Request) -> HttpResponse:
    person = _own(request)
    form = NoticeForm(request.actor, *_sent(request))
    if form.is_bound and form.is_valid() and form.save() is not None:
        messages.success(request, _("Your notice has been sent. The union declares it."))
        return redirect("/")
    context = {"form": form, "membership": open_membership(person)}
    return render(request, "directory/notice.html", context, status=422 if form.is_bound else 200)


def _sent(request: Request) -> tuple[Any, ...]:
    return (request.POST,) if request.method == "POST" else ()


@require_GET
@never_cache
def card(request: Request) -> HttpResponse:
    return render(request, "directory/card.html", {"card": cards.card_of(_own(request))})
