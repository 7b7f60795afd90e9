"""What an account may read about its own log-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from zhijia.site.accounts.caller import device_name
from zhijia.site.models import Kind, LoginRecord, Result
from zhijia.tree.models import User

PAGE = 25


@dataclass(frozen=True)
class LiveSession:
    """A browser that is logged in with an account right now."""

    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    here: bool


def records(user: User, *, page: str | None) -> Page:
    """A page of the account's log-in records, newest first; a page that does not exist gives the nearest."""
    return Paginator(LoginRecord.objects.filter(user=user).order_by("-at", "-pk"), PAGE).get_page(page)


def live_sessions(request: HttpRequest) -> list[LiveSession]:
    """The account's sessions that still open doors; this browser's first, then by last use."""
    found = [
        LiveSession(
            device=device_name(session.user_agent),
            address=session.ip,
            began_at=session.created_at,
            seen_at=session.last_seen_at,
            here=session.session_key == request.session.session_key,
        )
        for session in UserSession.objects.purge_and_list(request.user)
    ]
    return sorted(found, key=lambda live: (not live.here, -live.seen_at.timestamp()))


def failures_before(user: User) -> int:
    """How many tries on the account failed between its last two log-ins; 0 before the second."""
    logged_in = LoginRecord.objects.filter(user=user, result=Result.OK).order_by("-at", "-pk")
    last_two = list(logged_in.values_list("at", flat=True)[:2])
    if len(last_two) < 2:
        return 0
    refused = LoginRecord.objects.filter(user=user, result__in=(Result.FAILED, Result.LOCKED))
    return refused.filter(at__gt=last_two[1], at__lt=last_two[0]).count()


def password_is_one_time(user: User) -> bool:
    """Whether the password in force was given by an administrator and not changed since."""
    secret = LoginRecord.objects.filter(user=user, kind=Kind.PASSWORD, result__in=(Result.SET, Result.RESET))
    newest = secret.order_by("-at", "-pk").values_list("result", flat=True).first()
    return bool(newest == Result.RESET)


def has_two_step(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
