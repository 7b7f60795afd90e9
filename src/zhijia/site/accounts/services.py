"""What changes in accounts and log-ins; every function here may be called by the other rooms above."""

from __future__ import annotations

import secrets
import string
import time
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from zhijia.sheets import beats
from zhijia.site.accounts.caller import device_of
from zhijia.site.models import Kind, LoginRecord, Result, SpentCode
from zhijia.tree.models import User
from zhijia.tree.requests import address_of

CHANGE_FIRST = "change_password_first"
SEEN = "seen_at"
SEEN_EVERY = 300
CODE_LIFE = timedelta(minutes=5)


def record(request: HttpRequest, user: User | None, *, kind: str, result: str) -> None:
    """Keeps one try or change; further tries against a lock that stands are not kept again."""
    where = {"user": user, "address": address_of(request)}
    if result == Result.LOCKED:
        since = timezone.now() - settings.AXES_COOLOFF_TIME
        if LoginRecord.objects.filter(**where, kind=kind, result=result, at__gt=since).exists():
            return
    LoginRecord.objects.create(**where, device=device_of(request), kind=kind, result=result)


def spend(user: User, code: str) -> bool:
    """Whether this is the first use of a one-time code; the database decides between two at once."""
    SpentCode.objects.filter(user=user, at__lt=timezone.now() - CODE_LIFE).delete()
    try:
        with transaction.atomic():
            SpentCode.objects.create(user=user, code=code)
    except IntegrityError:
        return False
    return True


def keep_alive(request: HttpRequest) -> None:
    """Lets the session's idle time begin anew; written at most every five minutes."""
    now = int(time.time())
    if now - int(request.session.get(SEEN, 0)) < SEEN_EVERY:
        return
    if connection.vendor == "sqlite" and beats.under_way():
        # nobody who only reads waits for a long list: the next page writes it
        return
    request.session[SEEN] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def end_other_sessions(request: HttpRequest) -> int:
    """Logs the account out everywhere but here; gives the number of sessions ended."""
    here = request.session.session_key
    others = list(UserSession.objects.filter(user=request.user).exclude(session_key=here))
    for session in others:
        session.end()
    return len(others)


def end_all_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()


def choose_language(user: User, language: str) -> None:
    """Keeps the language an account wants to read."""
    User.objects.filter(pk=user.pk).update(language=language)


def one_time_password(length: int = 14) -> str:
    """A password to hand over by word of mouth: no signs that look alike, four groups' worth of chance."""
    signs = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lIo")))
    while True:
        made = "".join(secrets.choice(signs) for _ in range(length))
        if (
            any(s.islower() for s in made)
            and any(s.isupper() for s in made)
            and any(s.isdigit() for s in made)
        ):
            return made


@transaction.atomic
def reset_password(user: User) -> str:
    """Gives the account a password that must be changed at the first log-in, and ends its sessions."""
    password = one_time_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    end_all_sessions(user)
    LoginRecord.objects.create(user=user, kind=Kind.PASSWORD, result=Result.RESET)
    return password


@transaction.atomic
def reset_two_step(user: User) -> bool:
    """Takes app and recovery codes off the account and ends its sessions; False when there were none."""
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if not gone:
        return False
    end_all_sessions(user)
    LoginRecord.objects.create(user=user, kind=Kind.TOTP, result=Result.RESET)
    return True
