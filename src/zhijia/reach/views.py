"""The pages of messages: what became of them, how they are worded, the limits, and one's own choice."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.reach import editing, listing, own, services
from zhijia.registry.errors import Refused
from zhijia.tree.requests import Request


@require_GET
def sent(request: Request) -> HttpResponse:
    """The messages in sight, by day, kind and state."""
    if not listing.may_look(request.actor):
        raise Http404
    return render(request, "reach/sent.html", listing.page(request.actor, request.GET))


@require_POST
def again(request: Request, uid: uuid.UUID) -> HttpResponse:
    one = services.found(request.actor, uid)
    if one is None:
        raise Http404
    try:
        services.retry(one, by=request.actor)
        messages.success(request, _("It is sent once more."))
    except Refused as refusal:
        messages.error(request, " ".join(map(str, refusal.messages[""])))
    return redirect(listing.back(request.POST.get("query", "")))


@require_GET
def wordings(request: Request) -> HttpResponse:
    orgs = editing.orgs(request.actor)
    if not orgs:
        raise Http404
    return render(request, "reach/wordings.html", editing.overview(orgs, request.GET.get("org", "")))


@require_http_methods(["GET", "POST"])
def wording(request: Request, code: str, key: str, form: str) -> HttpResponse:
    """One wording: the text, how it will look, and every edition before it."""
    desk = editing.Desk.of(request.actor, code, key, form)
    if desk is None:
        raise Http404
    if request.method == "POST" and desk.save(request.POST):
        messages.success(request, desk.saved)
        return redirect("reach:wording", code, key, form)
    return render(request, "reach/wording.html", desk.page(), status=desk.status)


@require_POST
def preview(request: Request, code: str, key: str, form: str) -> HttpResponse:
    desk = editing.Desk.of(request.actor, code, key, form)
    if desk is None:
        raise Http404
    return render(request, "reach/preview.html", {"preview": desk.preview(request.POST.get("text", ""))})


@require_http_methods(["GET", "POST"])
def limits(request: Request, code: str) -> HttpResponse:
    org = editing.own_union(request.actor, code)
    if org is None:
        raise Http404
    form = editing.limits_form(org, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.save(request.actor):
        messages.success(request, _("Saved."))
        return redirect("reach:limits", code)
    status = 422 if form.is_bound else 200
    return render(request, "reach/limits.html", {"form": form, "org": org}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: Request) -> HttpResponse:
    """How one is reached oneself: WeChat, and messages one does not want."""
    known = own.known(request.actor)
    if known is None:
        raise Http404
    code = own.change(known, request.POST, by=request.actor) if request.method == "POST" else ""
    if request.method == "POST" and not code:
        messages.success(request, _("Saved."))
        return redirect("reach:mine")
    return render(request, "reach/mine.html", own.page(known, code))
