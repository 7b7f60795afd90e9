"""What a browser sends of an example, and what is stored before and after."""

from __future__ import annotations

from datetime import date

from django.db import models

from tests.cast import Cast, id_number
from tests.contract.factories import Example
from zhijia.journal.models import JournalEvent
from zhijia.registry.fields import MoneyField

#: a number that is right and on nobody's file
RIGHT = id_number(date(1991, 2, 3), 77)


def typed(example: Example, cast: Cast, number: int = 0, **changed: str) -> dict[str, str]:
    """A right form as a browser sends it, some fields typed otherwise."""
    found = {}
    for name, value in example.values(cast, number).items():
        if isinstance(value, models.Model):
            found[name] = str(value.uid)  # type: ignore[attr-defined]
        elif isinstance(example.register.field(name), MoneyField):
            found[name] = f"{value / 100:.2f}"
        else:
            found[name] = "" if value is False else str(value)
    return found | changed


def rows(example: Example) -> tuple[int, int]:
    """How much is stored: entries and acts."""
    return example.register.model._default_manager.count(), JournalEvent.objects.count()
