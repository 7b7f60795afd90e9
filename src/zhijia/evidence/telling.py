"""What a person is told of an entry before answering: union, kind, day and amount, nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.db import models

from zhijia.directory.models import Person
from zhijia.kernel.identity import mask_name
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.fields import MoneyField
from zhijia.registry.register import Register, register_of
from zhijia.registry.writing import plain


@dataclass(frozen=True)
class Told:
    """An entry as the person concerned reads it; `digest` changes when any of it, or what it rests on, does."""

    union: str
    what: str
    name: str
    days: tuple[tuple[str, date], ...]
    amount: int | None
    person: str
    digest: str


def person_of(entry: Any) -> Person | None:
    """The person an entry is confirmed by, or None."""
    path = register_of(type(entry)).confirmed_by
    if not path:
        return None
    found: Any = reduce(lambda one, name: getattr(one, name, None), path.split("__"), entry)
    return found if isinstance(found, Person) else None


def material(register: type[Register]) -> list[models.Field]:
    """The columns a confirmation rests on: union, person, days and amounts, or those the register names."""
    named = getattr(register, "confirms", ())
    first = register.confirmed_by.split("__")[0]
    columns: list[Any] = [
        column
        for column in register.model._meta.concrete_fields
        if column.name in register.fields
        and (column.name in (first, *named) or (not named and _tells(column)))
    ]
    return [register.field("org"), *(column for column in columns if column.name != "org")]


def _tells(column: Any) -> bool:
    return isinstance(column, MoneyField | models.DateField) and not isinstance(column, models.DateTimeField)


def material_values(entry: Any) -> dict[str, Any]:
    """The values a confirmation rests on, as JSON, by column name."""
    columns = material(register_of(type(entry)))
    return {column.name: plain(getattr(entry, column.attname)) for column in columns}


def told(entry: Any) -> Told:
    """What the person reads of an entry."""
    register = register_of(type(entry))
    person = person_of(entry)
    return Told(
        union=entry.org.name,
        what=_what(entry),
        name=str(getattr(entry, "name", "")),
        days=tuple(_days(register, entry)),
        amount=_amount(register, entry),
        person=mask_name(person.name) if person else "",
        digest=digest_of(entry),
    )


def _what(entry: Any) -> str:
    """The kind of help or thing where the entry has one, else the noun of the register."""
    kind = getattr(entry, "get_kind_display", None)
    return str(kind()) if kind is not None else str(entry._meta.verbose_name)


def _days(register: type[Register], entry: Any) -> list[tuple[str, date]]:
    columns = [column for column in material(register) if isinstance(column, models.DateField)]
    return [(str(column.verbose_name), day) for column in columns if (day := getattr(entry, column.name))]


def digest_of(entry: Any) -> str:
    """A mark of what the entry says now, so that nobody confirms what changed under their eyes."""
    return keyed_hash(json.dumps(material_values(entry), sort_keys=True))[:16]


def same(entry: Any, before: Mapping[str, Any]) -> bool:
    """Whether everything a person was told still stands; a day that was open then may be filled in since."""
    days = {c.name for c in material(register_of(type(entry))) if isinstance(c, models.DateField)}
    now = material_values(entry)
    told_of = (name for name in now if not (name in days and before.get(name) is None))
    return all(before.get(name) == now[name] for name in told_of)


def _amount(register: type[Register], entry: Any) -> int | None:
    for column in register.model._meta.concrete_fields:
        if isinstance(column, MoneyField) and column.name in register.fields:
            value = getattr(entry, column.name)
            return None if value is None else int(value)
    return None
