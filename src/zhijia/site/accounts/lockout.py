"""When somebody may not try to log in for a while, and the page that says until when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from zhijia.site.accounts.names import normal_username
from zhijia.site.models import Kind, LoginRecord, Result
from zhijia.tree.models import User
from zhijia.tree.requests import address_of


def username_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account name tried, in the one form in which tries are counted."""
    given = (credentials or {}).get("username") or request.POST.get("login") or ""
    return normal_username(str(given))


def password_locked_until(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> datetime:
    """The moment from which a password is looked at again for this account and address."""
    newest = (
        AccessAttempt.objects.filter(
            username=username_of(request, credentials), ip_address=address_of(request)
        )
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    until: datetime = (newest or timezone.now()) + settings.AXES_COOLOFF_TIME
    return until


def code_locked_until(user: User) -> datetime | None:
    """The moment from which codes are looked at again, or None when they are now.

    Counted per account, whatever the address: whoever types codes already knows the password.
    """
    tries, pause = settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME
    codes = LoginRecord.objects.filter(user=user, kind__in=(Kind.TOTP, Kind.RECOVERY)).order_by("-at")
    latest = list(codes.filter(result__in=(Result.OK, Result.FAILED)).values_list("result", "at")[:tries])
    if len(latest) < tries or any(result == Result.OK for result, _ in latest):
        return None
    newest, oldest = latest[0][1], latest[-1][1]
    until: datetime = newest + pause
    return until if newest - oldest <= pause and timezone.now() < until else None


def locked_page(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The answer 429 to a try while locked; the same for a right and a wrong password, for any account."""
    return locked_until(request, password_locked_until(request, credentials))


def locked_until(request: HttpRequest, moment: datetime) -> HttpResponse:
    seconds = max(1, math.ceil((moment - timezone.now()).total_seconds()))
    context = {"until": moment, "minutes": math.ceil(seconds / 60), "tries": settings.AXES_FAILURE_LIMIT}
    response = render(request, "account/locked.html", context, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response
