"""Asking the house for cells, and what is wrong with its answers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import unescape
from io import BytesIO
from itertools import zip_longest
from typing import Any

from django.db import transaction
from django.test import Client

from tests.matrix.table import Cell
from tests.matrix.world import ANYBODY, World

UID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
#: what differs in every answer: form marks, request ids
CHANGING = re.compile(r"[A-Za-z0-9]{64}|\b[0-9a-f]{16}\b|node(?:=|%3D)\w+")


def plain(response: Any) -> str:
    """The text of an answer without what differs every time."""
    return CHANGING.sub("", UID.sub("UID", text_of(response)))


def text_of(response: Any) -> str:
    """The text of a page or of the cells of a workbook; a picture has none. To be asked once for a file."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(body)) as book:
            body = b" ".join(book.read(name) for name in book.namelist())
    return unescape(body.decode("utf-8", "replace"))


def _unlike(given: Any, absent: list[str]) -> str:
    lines = [str(given.status_code), *plain(given).splitlines()]
    pairs = zip_longest(lines, absent, fillvalue="")
    return next((" | ".join(pair)[:200] for pair in pairs if pair[0] != pair[1]), "")


class Walker:
    """One of those who act, in a browser of their own."""

    def __init__(self, world: World, name: str):
        self.world, self.name = world, name
        self.actor = world.actor(name)
        self._fresh()
        self.foreign = world.foreign(name)
        self._absent = cache(self._ask_absent)

    def _fresh(self) -> None:
        """A new browser, after pages that end or change a session."""
        self.client = Client(raise_request_exception=False)
        if self.name != ANYBODY:
            self.client.force_login(self.world.users[self.name])

    def _unlike_absent(self, cell: Cell, response: Any) -> str:
        """The first line in which a 404 is not the one for what is not there.

        Asked twice: a message still waiting from an earlier step is shown once only.
        """
        absent = self._absent(cell.method, cell.absent)
        if _unlike(response, absent):
            return _unlike(self._asked(cell.method, cell.url, cell.data), absent)
        return ""

    def _ask_absent(self, method: str, url: str) -> list[str]:
        response = self._asked(method, url)
        return [str(response.status_code), *plain(response).splitlines()]

    def _asked(self, method: str, url: str, data: dict[str, Any] | None = None) -> Any:
        if url.startswith("/api/v1/") and method != "GET":
            return self.client.generic(method, url, "{}", content_type="application/json")
        return getattr(self.client, method.lower())(url, data or {})

    def faults(self, cell: Cell) -> list[str]:
        """What is wrong with the answer to a cell; what it wrote is taken back: any order asks the same house."""
        with transaction.atomic():
            found = list(self._faults(cell))
            transaction.set_rollback(True)
        # a message of what was taken back would tell of it on the next page
        self.client.cookies.pop("messages", None)
        if cell.name.startswith(("account_", "mfa_")):
            self._fresh()
        return found

    def _faults(self, cell: Cell) -> Iterator[str]:
        where = f"{self.name} {cell.method} {cell.url}"
        response = self._asked(cell.method, cell.url, cell.data)
        status, wanted = response.status_code, cell.right(self.actor)
        if status not in wanted:
            yield f"{where}: {status}, expected {sorted(wanted)}"
        if status == 404 and cell.absent and (line := self._unlike_absent(cell, response)):
            yield f"{where}: differs from the answer for what is not there: {line}"
        text = text_of(response)
        if not cell.across:
            yield from (f"{where}: tells of {name}" for name in self.foreign if name in text)
