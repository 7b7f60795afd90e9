"""Lets a token stand for a log-in, below /api/ only and before anybody asks who it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from zhijia.api import tokens
from zhijia.api.models import Scope

SAFE = ("GET", "HEAD", "OPTIONS")


class NoSession(SessionBase):
    """A session that is never stored: a program sends its token each time."""

    modified = property(lambda self: False, lambda self, value: None)  # type: ignore[assignment]
    accessed = property(lambda self: False, lambda self, value: None)  # type: ignore[assignment]

    def load(self) -> dict[str, Any]:
        return {}

    def save(self, must_create: bool = False) -> None:
        return None

    def exists(self, session_key: str) -> bool:
        return False

    def is_empty(self) -> bool:
        return True


class TokenMiddleware:
    """Stands after AuthenticationMiddleware and before ActorMiddleware; a bad token is never a guest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("Authorization", "")
        if not told or not request.path_info.startswith("/api/"):
            return self.get_response(request)
        scheme, _space, clear = told.partition(" ")
        token = tokens.find(clear.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            return refused(401, "unauthorized", _("The token is unknown, expired or revoked."))
        if tokens.is_too_fast(token):
            answer = refused(
                429, "too_many", _("More than %(most)s requests in a minute.") % {"most": tokens.PER_MINUTE}
            )
            answer["Retry-After"] = "60"
            return answer
        if token.scope == Scope.READ and request.method not in SAFE:
            return refused(403, "scope", _("This token may only read."))
        request.user, request.session = token.user, NoSession()
        request.token = token  # type: ignore[attr-defined]
        return self.get_response(request)


def refused(status: int, kind: str, text: str) -> JsonResponse:
    """An answer in the shape of every fault of the interface."""
    detail = [{"loc": ["header", "Authorization"], "msg": text, "type": kind}]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JsonResponse({"detail": detail}, status=status, headers=headers)
