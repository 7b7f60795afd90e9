"""Whose step it is: of a union itself, or of one above because nobody there may take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q

from zhijia.plans.models import STAFF
from zhijia.registry.flow import Move
from zhijia.tree.actor import Actor, Seat
from zhijia.tree.paths import STEP

#: a union nobody has, three levels down
PROBE = "z" * STEP * 3
SOMEBODY = Actor(user_id=0, seats=tuple(Seat(role, 0, PROBE) for role in STAFF))
COMPARED: dict[str, Callable[[str, Any], bool]] = {
    "gte": lambda path, bound: path >= bound,
    "gt": lambda path, bound: path > bound,
    "lt": lambda path, bound: path < bound,
    "in": lambda path, bound: path in bound,
    "exact": lambda path, bound: path == bound,
}


def place_of(move: Move) -> str:
    """The column of the place a step is taken at: that of the entry, or of another union the entry names."""
    rule = move.by.q(SOMEBODY)
    return next(_places(rule), "path") if rule is not None else "path"


def _places(rule: Q) -> Iterator[str]:
    for part in rule.children:
        if isinstance(part, Q):
            yield from _places(part)
        elif (name := part[0].rpartition("__")[0] or part[0]).split("__")[-1] == "path":  # type: ignore[index]
            yield name


def is_local(move: Move) -> bool:
    """Whether somebody of the entry's own union may take a step; one that needs a second person is nobody's own."""
    if move.apart_from:
        return False
    rule = move.by.q(SOMEBODY)
    return rule is not None and may_hold(rule, PROBE)


def may_hold(rule: Q, path: str) -> bool:
    """Whether a rule's query can hold for an entry at a place, whatever else the entry is."""
    answers = [may_hold(part, path) if isinstance(part, Q) else _leaf(part, path) for part in rule.children]
    if rule.negated:
        return True
    return any(answers) if rule.connector == Q.OR and answers else all(answers)


def _leaf(condition: Any, path: str) -> bool:
    name, bound = condition
    field, _sep, lookup = name.partition("__")
    if field != "path":
        return not name.endswith("user_id")
    compare = COMPARED.get(lookup or "exact")
    return compare(path, bound) if compare is not None else True
