"""The calendar in one's own calendar program, and when one's union is reminded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.kernel.day import today
from zhijia.plans import feed as feeds
from zhijia.plans import reminders as reminding
from zhijia.plans.models import STAFF
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.models import Org
from zhijia.tree.requests import Request


class DaysForm(forms.Form):
    """Days before a line, such as "7, 1"; empty for never."""

    days = forms.RegexField(
        r"^\s*(\d{1,2}(\s*[,，、\s]\s*\d{1,2})*)?\s*$",
        label=gettext_lazy("Days before"),
        required=False,
        max_length=20,
        error_messages={"invalid": gettext_lazy("Numbers of days with commas between, for example 7, 1.")},
    )

    @property
    def numbers(self) -> list[int]:
        """The days as numbers."""
        text = self.cleaned_data["days"].replace("，", ",").replace("、", ",").replace(",", " ")
        return [int(one) for one in text.split()]


def _house() -> str:
    base: str = getattr(settings, "PUBLIC_URL", "") or "http://127.0.0.1:8000"
    return base.rstrip("/")


@never_cache
@require_http_methods(["GET", "POST"])
def feed(request: Request) -> HttpResponse:
    """One's own address: made or renewed here, shown on this one answer and never again."""
    if not request.actor.holds(*STAFF):
        raise Http404
    address = ""
    if request.method == "POST":
        try:
            _feed, token = feeds.issue(by=request.actor)
            address = _house() + reverse("desks:feed_ics", args=[token])
        except Refused as refusal:
            messages.error(request, str(refusal.messages[""][0]))
    return render(request, "desks/calendar_feed.html", {"address": address, **_settings(request)})


def _settings(request: Request) -> dict[str, Any]:
    orgs = _own(request)
    days = reminding.days_for(orgs)
    return {
        "feed": feeds.live(request.actor),
        "unions": [(org, ", ".join(map(str, days[org.pk]))) for org in orgs],
    }


def _own(request: Request) -> list[Org]:
    """The unions whose reminders the actor may set."""
    return reminding.unions_of(request.actor)


@require_POST
def revoke(request: Request) -> HttpResponse:
    if feeds.revoke(by=request.actor):
        messages.success(request, _("The address opens nothing any more."))
    return redirect("desks:feed")


@require_POST
def reminders(request: Request, code: str) -> HttpResponse:
    org = next((one for one in _own(request) if one.code == code), None)
    if org is None:
        raise Http404
    form = DaysForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["days"])))
        return redirect("desks:feed")
    try:
        reminding.set_days(org, form.numbers, by=request.actor)
        messages.success(request, _("Saved."))
    except Refused as refusal:
        messages.error(request, str(refusal.messages["days"][0]))
    except Forbidden as refusal:
        messages.error(request, str(refusal.reason))
    return redirect("desks:feed")


@require_safe
@login_not_required
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar for a program that knows the address; 304 while nothing changed, 410 once it was revoked."""
    try:
        found = feeds.answer(token, on=today(), address=_house())
    except feeds.Gone:
        return _bare(410)
    if found is None:
        return _bare(404)
    etag = f'"{found.etag}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or etag in {one.removeprefix("W/") for one in known}:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(found.body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="zhijia.ics"'
    response["ETag"] = etag
    return _private(response)


def _bare(status: int) -> HttpResponse:
    return _private(HttpResponse(status=status, content_type="text/plain; charset=utf-8"))


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by the one program that asked and found by no search engine."""
    patch_cache_control(response, private=True, no_cache=True)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
