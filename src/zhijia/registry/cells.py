"""An entry's values as people see them: labelled, translated, masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.registry.fields import MoneyField
from zhijia.registry.models import Entry
from zhijia.registry.register import Column, Register
from zhijia.tree.actor import Actor

HIDDEN = "••••"


@dataclass(frozen=True)
class Cell:
    """One value: its field, label, text, and whether it is masked."""

    name: str
    label: str
    text: str
    masked: bool = False
    numeric: bool = False
    url: str = ""
    dated: bool = False


def label_of(register: type[Register], column: str | Column) -> str:
    """The heading of a column."""
    if isinstance(column, Column):
        return str(capfirst(str(column.label)))
    return str(capfirst(register.field(column).verbose_name))  # type: ignore[union-attr]


def text_of(register: type[Register], entry: Any, name: str) -> str:
    """A value in words, unmasked: choices by label, states by name, money in yuan."""
    value = getattr(entry, name)
    if value in (None, ""):
        return ""
    if name == "state" and register.flow is not None:
        return str(register.flow.states.get(value, value))
    field = register.field(name)
    if field.choices:
        return str(getattr(entry, f"get_{name}_display")())
    return plain_text(field, value)


def plain_text(field: models.Field, value: Any) -> str:
    if isinstance(field, MoneyField):
        return field.value_to_text(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(number_format(value, use_l10n=True, force_grouping=abs(value) >= 10_000))
    return str(value)


def is_clear(register: type[Register], entry: Any, name: str, actor: Actor) -> bool:
    """Whether the actor sees this value without asking: not a protected one, one's own, or at one's own union."""
    level = register.levels.get(name, "")
    if not level or _is_own(register, entry, actor):
        return True
    if level == "personal":
        return any(seat.path == entry.path for seat in actor.seats)
    return False


def _is_own(register: type[Register], entry: Any, actor: Actor) -> bool:
    if actor.user_id is None:
        return False
    person = getattr(entry, register.confirmed_by, None) if register.confirmed_by else entry
    return getattr(person, "user_id", None) == actor.user_id


def cell(register: type[Register], entry: Any, column: str | Column, actor: Actor) -> Cell:
    """One value as this actor sees it."""
    if isinstance(column, Column):
        return Cell(column.key, str(column.label), str(column.value(entry)))
    text = text_of(register, entry, column)
    hidden = bool(text) and not is_clear(register, entry, column, actor)
    if hidden:
        mask = register.masks.get(column)
        text = mask(text) if mask else HIDDEN
    field = register.field(column)
    numeric = isinstance(field, models.IntegerField) and not field.choices
    url, dated = _address(register, entry, column), isinstance(field, models.DateField)
    return Cell(column, label_of(register, column), text, hidden, numeric, url, dated)


def _address(register: type[Register], entry: Any, name: str) -> str:
    """Where a related entry is shown."""
    from django.urls import reverse

    field = register.field(name)
    target = field.related_model
    if not (isinstance(target, type) and issubclass(target, Entry)):
        return ""
    other = getattr(entry, name)
    if other is None:
        return ""
    kind = target.register  # type: ignore[attr-defined]
    return reverse("registry:detail", args=[kind.room, kind.noun, other.uid])


def facts(register: type[Register], entry: Any, actor: Actor) -> list[Cell]:
    """Every field of the form that has a value, in order, organisation first."""
    names = ["org", *[name for name in register.fields if name != "org"]]
    return [found for name in names if (found := cell(register, entry, name, actor)).text]
