"""Asking everybody of a list at once: first who, then the sending."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.evidence import entries
from zhijia.evidence.asking_many import Asked, ask_many
from zhijia.evidence.everybody import Prospect, child_field, prospect
from zhijia.evidence.forms import AskAllForm
from zhijia.evidence.models import Channel
from zhijia.evidence.panels import entry_url
from zhijia.evidence.views.answers import guarded
from zhijia.registry.errors import NotFound
from zhijia.registry.listing import BadQuery, Listing
from zhijia.registry.register import Register
from zhijia.tree import requests
from zhijia.ui import errors


@require_http_methods(["GET", "POST"])
@login_required
@guarded
def of_list(request: requests.Request, kind: str) -> HttpResponse:
    """Everybody of a list as it is filtered."""
    register = _confirmed(request, kind)
    to = reverse("registry:list", args=[register.room, register.noun])
    try:
        rows = Listing(register, request.actor, request.GET).rows
    except BadQuery as wrong:
        return errors.page(request, 400, title=_("This list cannot be shown like that"), text=wrong.message)
    query = request.GET.urlencode()
    return _page(request, register, rows, to=f"{to}?{query}" if query else to)


@require_http_methods(["GET", "POST"])
@login_required
@guarded
def of_entry(request: requests.Request, kind: str, parent: str, uid: uuid.UUID) -> HttpResponse:
    """Everybody on the list of another entry."""
    register, above, rows = _listed(request, kind, parent, uid)
    return _page(request, register, rows, to=entry_url(parent, uid), above=above)


@require_GET
@login_required
@guarded
def sheet(request: requests.Request, kind: str, parent: str, uid: uuid.UUID) -> HttpResponse:
    """The list of another entry on paper, for everybody's signature."""
    register, above, rows = _listed(request, kind, parent, uid)
    person = register.confirmed_by.split("__")[0]
    rows = rows.select_related("org", f"{person}__org")
    named = [getattr(row, person) for row in rows.order_by(f"{person}__name_key", "pk")]
    context = {"above": above, "people": named, "blank": range(6), "back": entry_url(parent, uid)}
    return render(request, "evidence/sheet.html", context)


def _listed(
    request: requests.Request, kind: str, parent: str, uid: uuid.UUID
) -> tuple[type[Register], Any, QuerySet[Any]]:
    """The register of a list, the entry it belongs to, and its rows, for those who may change them."""
    register = _confirmed(request, kind)
    above = entries.entry_for(request.actor, parent, uid)
    name = child_field(register, type(above).register)
    if not name:
        raise NotFound
    return register, above, register.visible(request.actor).filter(**{name: above})


def _confirmed(request: requests.Request, kind: str) -> type[Register]:
    """A register whose entries somebody confirms and the actor may change at all."""
    register = entries.register_called(kind)
    if not register.confirmed_by or not register.policy.view.ever(request.actor):
        raise NotFound
    if not register.policy.change.ever(request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": register.policy.change.reason})
    return register


def _page(
    request: requests.Request, register: type[Register], rows: QuerySet[Any], *, to: str, above: Any = None
) -> HttpResponse:
    seen = prospect(register, rows, request.actor)
    form = AskAllForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _ask(request, seen, form.cleaned_data["channel"])
        return redirect(to)
    many = capfirst(register.model._meta.verbose_name_plural or "")
    context = {"seen": seen, "form": form, "many": many, "back": to, "above": above}
    return render(request, "evidence/everybody.html", context, status=422 if form.is_bound else 200)


def _ask(request: requests.Request, seen: Prospect, channel: str) -> None:
    done = ask_many([one.entry for one in seen.ready], by=request.actor, channel=channel)
    if done.requests:
        messages.success(request, _told(done))
    if done.left:
        left = ngettext(
            "%(count)s person could not be asked this way.",
            "%(count)s people could not be asked this way.",
            len(done.left),
        )
        messages.warning(request, left % {"count": len(done.left)})


def _told(done: Asked) -> str:
    """How many were asked, without a word of any key."""
    by_slip = sum(one.channel == Channel.SLIP for one in done.requests)
    said = ngettext("%(count)s person asked.", "%(count)s people asked.", len(done.requests))
    said = said % {"count": len(done.requests)}
    if by_slip:
        slips = ngettext(
            "An auditor can print %(count)s slip now.", "An auditor can print %(count)s slips now.", by_slip
        )
        said = f"{said} {slips % {'count': by_slip}}"
    return said
