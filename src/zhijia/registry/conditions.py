"""Conditions of the database asked of an entry in memory, with SQL's three answers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, bound: value in bound,
}


def holds(entry: Any, q: Q) -> bool | None:
    """Whether an entry's own columns meet a condition; None where a null leaves it open.

    Raises LookupError for what only the database can answer.
    """
    answers = [holds(entry, part) if isinstance(part, Q) else _met(entry, *part) for part in q.children]
    decisive = q.connector == Q.OR
    if decisive in answers:
        met: bool | None = decisive
    else:
        met = None if None in answers else not decisive
    if not q.children:
        met = True
    return met if met is None or not q.negated else not met


def _met(entry: Any, path: str, bound: Any) -> bool | None:
    name, _sep, lookup = path.partition("__")
    value = _value(entry, name)
    if isinstance(bound, F):
        bound = _value(entry, bound.name)  # type: ignore[attr-defined]
    if lookup == "isnull":
        return bool((value is None) == bound)
    if (lookup or "exact") not in LOOKUPS:
        raise LookupError(path)
    return None if None in (value, bound) else bool(LOOKUPS[lookup or "exact"](value, bound))


def _value(entry: Any, name: str) -> Any:
    """A column's value, as the database has it."""
    return getattr(entry, entry._meta.get_field(name).attname)


def violates(entry: Any, constraint: CheckConstraint) -> bool:
    """Whether the database would refuse the entry by this check."""
    try:
        return holds(entry, constraint.condition) is False  # type: ignore[arg-type]
    except LookupError:
        pass
    try:
        constraint.validate(type(entry), entry)
    except ValidationError:
        return True
    return False
