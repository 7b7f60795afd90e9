"""Asking and answering through pages, as the tests of this room do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from zhijia.evidence import trail
from zhijia.evidence.models import Request
from zhijia.journal import verify
from zhijia.tree.actor import SYSTEM

Browser = Callable[..., Client]


def ask(client: Client, entry: Any, channel: str = "link") -> Any:
    url = reverse("evidence:ask", args=[entry.register.key, entry.uid])
    return client.post(url, {"channel": channel}, follow=True)


def marks(page: Any) -> dict[str, str]:
    """The hidden fields of a page's answer form."""
    words = page.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(told|secret|last)" value="([^"]*)"', words))


def reply(client: Client, page: Any, answer: str = "yes", **extra: str) -> Any:
    return client.post(reverse("evidence:answer"), marks(page) | {"answer": answer} | extra)


def quiet() -> list[Any]:
    """What `verify` says of this room's rows."""
    return [
        problem
        for problem in verify.problems()
        if problem.check in ("evidence", "witness", "rows", "registers")
    ]


def later(row: Request, **values: Any) -> None:
    """Changes a request as time would, through the trail."""
    trail.changed(row, values, by=SYSTEM, verb="change")
