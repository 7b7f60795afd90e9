"""Accounts to log in with, quick hashes, and a clock for codes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse

from zhijia.tree.kinds import OrgKind, Role
from zhijia.tree.models import Org, Post, User

PASSWORD = "Tide-and-harbour-7"


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """Plain static files and a cheap hash first; rate limits in memory start empty."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    cache.clear()


@pytest.fixture(autouse=True)
def _clock_of_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The codes' clock stands still, so that no test straddles the end of a code."""
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))


@pytest.fixture
def worker(db: None) -> User:
    """An account without a post."""
    return User.objects.create_user("chen.jie", PASSWORD, name="陈洁")


@pytest.fixture
def officer(db: None) -> User:
    """An account with a live post at a union."""
    user = User.objects.create_user("liu.yang", PASSWORD, name="刘洋")
    org = Org.objects.create(code="ACC1", name="城西联合工会", kind=OrgKind.GRASSROOTS, path="0001")
    Post.objects.create(user=user, org=org, role=Role.OFFICER, valid_from=date(2020, 1, 1))
    return user


@pytest.fixture
def two_steps(settings: Any) -> None:
    """The house asks its officers for two-step log-in."""
    settings.ZHIJIA_REQUIRE_TOTP = True


@pytest.fixture
def enter() -> Callable[..., Any]:
    """Types account and password into the log-in form; gives the answer."""

    def _enter(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
        sent = {"login": username, "password": password} | extra.pop("data", {})
        return client.post(reverse("account_login"), sent, **extra)

    return _enter


def code_of(secret: str, step: int = 0) -> str:
    """What the authenticator app shows now, or `step` times 30 seconds from now."""
    counter = int(auth.time.time()) // 30 + step
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def set_up(client: Client) -> str:
    """Sets up the app on the client's account; gives its key."""
    client.get(reverse("mfa_activate_totp"))
    secret: str = client.session["mfa.totp.secret"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret
