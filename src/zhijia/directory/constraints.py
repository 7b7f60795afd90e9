"""Uniqueness that the database alone decides."""

from __future__ import annotations

from typing import Any

from django.db.models import UniqueConstraint


class RaceGuard(UniqueConstraint):
    """A unique index for two writers at once; before that a rule of the register says it better.

    The rule names both entries and the way out, or ends the older one first: a form must not ask the index.
    """

    def validate(self, *args: Any, **kwargs: Any) -> None:
        return None

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.UniqueConstraint", args, kwargs
