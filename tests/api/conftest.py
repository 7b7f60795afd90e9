"""Programs of the cast: each with a token of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from zhijia.api import tokens
from zhijia.kernel.day import today

V1 = "/api/v1"


class Program:
    """A client that speaks JSON with a token."""

    def __init__(self, clear: str):
        self.client, self.clear = Client(), clear

    def ask(self, method: str, path: str, sent: Any = None, **headers: str) -> Any:
        body = json.dumps(sent) if not isinstance(sent, str | bytes) else sent
        return self.client.generic(
            method,
            f"{V1}{path}",
            body if sent is not None else "",
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {self.clear}",
                **{k.replace("_", "-"): v for k, v in headers.items()},
            },
        )

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"{V1}{path}", query, headers={"Authorization": f"Bearer {self.clear}"})

    def post(self, path: str, sent: Any, **headers: str) -> Any:
        return self.ask("POST", path, sent, **headers)

    def patch(self, path: str, sent: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, sent, **headers)


@pytest.fixture(autouse=True)
def _house(settings: Any) -> None:
    """Tokens are looked at before actors are made, and nobody's minute is used up by another test."""
    name = "zhijia.api.middleware.TokenMiddleware"
    if name not in settings.MIDDLEWARE:
        place = settings.MIDDLEWARE.index("zhijia.tree.middleware.ActorMiddleware")
        settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], name, *settings.MIDDLEWARE[place:]]
    cache.clear()


@pytest.fixture
def program(cast: Cast) -> Callable[..., Program]:
    def made(who: str, scope: str = "write") -> Program:
        expires_on = today() + timedelta(days=30)
        _token, clear = tokens.issue(by=cast.actor(who), name="test", scope=scope, expires_on=expires_on)
        return Program(clear)

    return made
