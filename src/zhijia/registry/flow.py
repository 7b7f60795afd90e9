"""The states of an entry and the moves between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from zhijia.registry.policy import Rule, Text


def never() -> None:
    """For a step that may be taken and that nobody has to take."""


@dataclass(frozen=True)
class Move:
    """One step from some states to another, by whom, and what must be filled in for it.

    `due` gives the entries on which it is somebody's task today, None for none at all.
    """

    key: str
    source: tuple[str, ...]
    target: str
    label: Text
    by: Rule
    apart_from: str = ""
    through: Callable[..., Any] | None = None
    form: tuple[str, ...] = ()
    reason: bool = False
    danger: bool = False
    due: Callable[[], Q | None] = Q


@dataclass(frozen=True)
class Flow:
    """Where an entry starts, how its states are called and the moves there are."""

    start: str
    states: dict[str, Text]
    moves: tuple[Move, ...] = field(default_factory=tuple)
    closed: tuple[str, ...] = ()

    def move(self, key: str) -> Move:
        """The move called `key`; raises KeyError."""
        for move in self.moves:
            if move.key == key:
                return move
        raise KeyError(key)

    def leaving(self, state: str) -> list[Move]:
        """The moves out of a state, in the order declared."""
        return [move for move in self.moves if state in move.source]
