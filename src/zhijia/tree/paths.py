"""A place in the tree as text: four base-36 digits a step, no separator, sorted by bytes.

`path >= p AND path < successor(p)` is the subtree of p on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEP = 4
DEEPEST = 15


def step(number: int) -> str:
    """The number of a child, 0 to 1,679,615, as four base-36 digits."""
    if not 0 <= number < 36**STEP:
        raise ValueError(f"a place in the tree has a number from 0 to {36**STEP - 1}, not {number}")
    digits = ""
    for _ in range(STEP):
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits


def number(path: str) -> int:
    """The number of the last step of a path."""
    return int(path[-STEP:], 36)


def successor(path: str) -> str:
    """The first text after everything that begins with `path`."""
    return path[:-1] + chr(ord(path[-1]) + 1)


def under(path: str, prefix: str = "") -> Q:
    """Rows at or below a place; `prefix` is the lookup to the row's path, such as "org__"."""
    return Q(**{f"{prefix}path__gte": path, f"{prefix}path__lt": successor(path)})


class PathField(models.CharField):
    """Text compared byte by byte on every engine."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", STEP * DEEPEST)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        parameters["collation"] = "C" if connection.vendor == "postgresql" else "BINARY"
        return parameters
