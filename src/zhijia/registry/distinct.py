"""What must differ between entries, and which values of many new ones are taken already."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.registry.policy import Text

CHUNK = 500


def wanted(model: Any) -> list[tuple[tuple[str, ...], models.Q | None, bool, Text]]:
    """(columns, condition, whether to ask the database, what to say) of everything that must differ.

    A constraint with a `validate` of its own leaves the question to a rule that says it better.
    """
    found: list[tuple[tuple[str, ...], models.Q | None, bool, Text]] = []
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            said = field.error_messages["unique"] % {
                "model_name": model._meta.verbose_name,
                "field_label": field.verbose_name,
            }
            found.append(((field.attname,), None, True, said))
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and one.fields:
            names = tuple(model._meta.get_field(name).attname for name in one.fields)
            asked = type(one).validate is models.UniqueConstraint.validate
            own = one.violation_error_message != one.default_violation_error_message
            said = str(one.get_violation_error_message()) if own else _("Such an entry exists already.")
            found.append((names, one.condition, asked, said))
    return found


def checks(model: Any) -> list[models.CheckConstraint]:
    """The checks the database makes of a row."""
    return [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]


def taken(
    model: Any, names: tuple[str, ...], condition: models.Q | None, keys: list[tuple[Any, ...]]
) -> set[tuple[Any, ...]]:
    """The keys that stand in the database: asked by the column with most values, the others compared here."""
    columns = [{key[number] for key in keys} for number in range(len(names))]
    widest = max(range(len(names)), key=lambda number: len(columns[number]))
    found: set[tuple[Any, ...]] = set()
    for some in chunks(list(columns[widest])):
        rows = model._default_manager.filter(**{f"{names[widest]}__in": some})
        for number, name in enumerate(names):
            if number != widest and len(columns[number]) <= CHUNK:
                rows = rows.filter(**{f"{name}__in": columns[number]})
        rows = rows if condition is None else rows.filter(condition)
        found |= set(rows.values_list(*names))
    return found & set(keys)


def lasting(entry: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    """An entry's values with what it names by uid: a key in the database comes again once a trial is undone."""
    fields = [entry._meta.get_field(name) for name in names]
    return tuple(
        getattr(getattr(entry, field.name), "uid", getattr(entry, field.attname))
        if field.is_relation and field.is_cached(entry)
        else getattr(entry, field.attname)
        for field in fields
    )


def chunks(values: list[Any]) -> list[list[Any]]:
    """The values in lots a database takes at once."""
    return [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]
