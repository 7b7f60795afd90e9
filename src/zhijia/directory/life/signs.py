"""What counts as a sign that something happened at a union: rooms above name their entries here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from zhijia.registry.models import Event

Text = str | Promise


@dataclass(frozen=True)
class Sign:
    """Entries of one register that stand at the union where something was held; only those with proof count."""

    key: str
    label: Text
    model: type[Event]
    #: narrows to what was really held, where the register also keeps what is planned
    held: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows


_signs: dict[str, Sign] = {}


def add(sign: Sign) -> None:
    """A room names its sign; a key is given once, added again it is replaced."""
    _signs[sign.key] = sign


def signs() -> list[Sign]:
    """The signs of all rooms by key."""
    return [_signs[key] for key in sorted(_signs)]
