"""Gives every request its actor, read anew each time so that an ended post ends at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhijia.tree.actor import ANONYMOUS, actor_of


class ActorMiddleware:
    """Sets `request.actor` and `request.id`; the answer carries the id as X-Request-ID."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        user = request.user
        known = user.is_authenticated
        request.actor = actor_of(user, request_id=request.id) if known else ANONYMOUS  # type: ignore[attr-defined, arg-type]
        response = self.get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response
