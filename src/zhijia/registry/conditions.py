"""Conditions of the database asked of an entry in memory, with SQL's three answers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

Answer = Callable[[Any], bool | None]
LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, bound: value in bound,
}


def asked_by(model: Any, q: Q) -> Answer:
    """Asks an entry whether its own columns meet a condition; None where a null leaves it open.

    Raises LookupError for what only the database can answer.
    """
    parts = [asked_by(model, part) if isinstance(part, Q) else _met(model, *part) for part in q.children]
    decisive = q.connector == Q.OR

    def held(entry: Any) -> bool | None:
        met: bool | None = not decisive or not parts
        for part in parts:
            answer = part(entry)
            if answer is decisive:
                met = decisive
                break
            met = None if answer is None else met
        return met if met is None or not q.negated else not met

    return held


def _met(model: Any, path: str, bound: Any) -> Answer:
    name, _sep, lookup = path.partition("__")
    value = _value(model, name)
    if lookup == "isnull":
        return lambda entry: (value(entry) is None) is bool(bound)
    if (lookup or "exact") not in LOOKUPS:
        raise LookupError(path)
    compare = LOOKUPS[lookup or "exact"]
    limit = _value(model, bound.name) if isinstance(bound, F) else lambda entry: bound  # type: ignore[attr-defined]

    def met(entry: Any) -> bool | None:
        one, other = value(entry), limit(entry)
        return None if one is None or other is None else bool(compare(one, other))

    return met


def _value(model: Any, name: str) -> Callable[[Any], Any]:
    """What reads a column's value, as the database has it."""
    return attrgetter(model._meta.get_field(name).attname)


def violation_of(model: Any, constraint: CheckConstraint) -> Callable[[Any], bool]:
    """Asks whether the database would refuse an entry by this check."""
    try:
        held = asked_by(model, constraint.condition)  # type: ignore[arg-type]
        return lambda entry: held(entry) is False
    except LookupError:
        return lambda entry: _refused(entry, constraint)


def _refused(entry: Any, constraint: CheckConstraint) -> bool:
    try:
        constraint.validate(type(entry), entry)
    except ValidationError:
        return True
    return False
