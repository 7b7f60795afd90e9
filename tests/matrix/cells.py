"""One question to the house: an address, a method, and what is right to answer to whom."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zhijia.tree.actor import Actor

Statuses = set[int]
Expected = Callable[[Actor], Statuses]
GET, POST, PATCH = "GET", "POST", "PATCH"
NOWHERE = uuid.UUID("00000000-0000-7000-8000-000000000000")
LOG_IN = {302}


@dataclass(frozen=True)
class Cell:
    """One address and method; `absent` is the same address of an object that is not there."""

    name: str
    method: str
    url: str
    expected: Expected
    data: dict[str, Any] = field(default_factory=dict)
    absent: str = ""
    open_to_all: bool = False
    #: pages that show other unions' entries by their very purpose
    across: bool = False

    def right(self, actor: Actor) -> Statuses:
        """What this actor must be answered."""
        if actor.is_anonymous and not self.open_to_all:
            return {401} if self.url.startswith("/api/") else LOG_IN
        return self.expected(actor)


def always(*statuses: int) -> Expected:
    return lambda _actor: set(statuses)


def both(name: str, url: str, get: Expected, post: Expected, **more: Any) -> list[Cell]:
    return [Cell(name, GET, url, get, **more), Cell(name, POST, url, post, **more)]
