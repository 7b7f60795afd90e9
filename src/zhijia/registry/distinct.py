"""What must differ between entries, and which values of many new ones are taken already."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from zhijia.registry.conditions import Answer, asked_by
from zhijia.registry.policy import Text

CHUNK = 500
#: so many values are told apart in a statement
FEW = 50
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Unique:
    """Columns that must differ where a condition holds: whether to ask the database, what to say."""

    model: Any
    names: tuple[str, ...]
    condition: models.Q | None
    asked: bool
    message: Text

    def key(self) -> Callable[[Any], Key]:
        """What reads an entry's values."""
        if len(self.names) > 1:
            return attrgetter(*self.names)
        only = attrgetter(self.names[0])
        return lambda entry: (only(entry),)

    def applies(self) -> Answer:
        """Asks an entry whether its values must differ."""
        return (lambda entry: True) if self.condition is None else asked_by(self.model, self.condition)

    def lasting(self) -> Callable[[Any], Key]:
        """An entry's values with what it names by uid: a key in the database comes again once a trial is undone."""
        fields = [self.model._meta.get_field(name) for name in self.names]
        if not any(field.is_relation for field in fields):
            return self.key()
        return lambda entry: tuple(
            getattr(getattr(entry, field.name), "uid", getattr(entry, field.attname))
            if field.is_relation and field.is_cached(entry)
            else getattr(entry, field.attname)
            for field in fields
        )


def wanted(model: Any) -> list[Unique]:
    """Everything that must differ.

    A constraint with a `validate` of its own leaves the question to a rule that says it better.
    """
    found = []
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            said = field.error_messages["unique"] % {
                "model_name": model._meta.verbose_name,
                "field_label": field.verbose_name,
            }
            found.append(Unique(model, (field.attname,), None, True, said))
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and one.fields:
            names = tuple(model._meta.get_field(name).attname for name in one.fields)
            asked = type(one).validate is models.UniqueConstraint.validate
            own = one.violation_error_message != one.default_violation_error_message
            said = str(one.get_violation_error_message()) if own else _("Such an entry exists already.")
            found.append(Unique(model, names, one.condition, asked, said))
    return found


def checks(model: Any) -> list[models.CheckConstraint]:
    """The checks the database makes of a row."""
    return [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]


def taken(unique: Unique, keys: list[Key]) -> set[Key]:
    """The keys that stand in the database: asked by the column with most values, the others compared here."""
    names = unique.names
    columns = [{key[number] for key in keys} for number in range(len(names))]
    widest = max(range(len(names)), key=lambda number: len(columns[number]))
    rows = unique.model._default_manager.all()
    for number, name in enumerate(names):
        if number == widest or len(columns[number]) <= CHUNK:
            rows = rows.filter(**{f"{name}__in": among(unique.model, name, columns[number])})
    rows = rows if unique.condition is None else rows.filter(unique.condition)
    return set(rows.values_list(*names)) & set(keys)


def among(model: Any, name: str, values: Iterable[Any]) -> Any:
    """The values of a column for a lookup `in`: few as they are, many as one parameter, for a statement takes only
    so many and is the same however many there are."""
    given = list(values)
    if len(given) <= FEW:
        return given
    field = model._meta.get_field(name)
    field = field.target_field if field.is_relation else field
    prepared = [field.get_db_prep_value(value, connection) for value in given]
    if connection.vendor == "postgresql":
        return RawSQL(f"SELECT unnest(%s::{field.cast_db_type(connection)}[])", [prepared])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(prepared, default=str)])


def chunks(values: list[Any]) -> list[list[Any]]:
    """The values in lots a database takes at once."""
    return [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]
