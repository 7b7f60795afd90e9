"""The scoreboard's page: a plan's targets at a union by the items of the plan, filtered, counted."""

from __future__ import annotations

from typing import Any

from zhijia.desks.scoreboard import groups, milestones, places, rows
from zhijia.desks.scoreboard.asked import DUE, KINDS, ORDERS, STATES, Asked
from zhijia.desks.scoreboard.lines import Line, lines
from zhijia.plans import queries as plans


def shown(asked: Asked) -> tuple[list[Line], list[Line]]:
    """All lines of the plan, and those the filters let through, in the order asked for."""
    if asked.plan is None:
        return [], []
    whole = lines(asked.plan, asked.node, asked.as_of)
    return whole, groups.kept(whole, asked)


def page(asked: Asked) -> dict[str, Any]:
    """Everything the scoreboard and its side by side show."""
    whole, kept = shown(asked)
    filters = asked.filters
    rooms = groups.rooms(whole, filters)
    events = milestones.of(asked.plan, asked.node, asked.as_of) if asked.plan is not None else []
    fold = len(whole) > groups.FEW and not filters.narrows
    found = groups.grouped(kept, [] if filters.narrows else events, filters.order, fold=fold)
    return {
        **places.place(asked.actor, asked.node, asked.as_of),
        "asked": asked,
        "plan": asked.plan,
        "plans": plans.plans_for(asked.actor)[:30],
        "lines": whole,
        "shown": kept,
        "groups": [(group, [rows.row(line, asked.as_of) for line in group.lines]) for group in found],
        "counts": groups.counts(whole, asked),
        "milestones": milestones.counted(events, asked.node),
        "filtered": groups.words_of(filters),
        "choices": _choices(rooms),
        "below": places.below(asked.node, asked.as_of),
    }


def _choices(rooms: list[tuple[str, str]]) -> dict[str, list[tuple[str, Any]]]:
    """The choices of the filters by name."""
    return {
        "state": list(STATES.items()),
        "kind": list(KINDS.items()),
        "due": list(DUE.items()),
        "room": list(rooms),
        "order": list(ORDERS.items()),
    }
