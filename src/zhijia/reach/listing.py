"""The page of messages: what is asked by the address, and what the table shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.http import urlencode

from zhijia.kernel.day import today
from zhijia.outbox.models import State
from zhijia.reach import people, queries
from zhijia.reach.editing import own_unions
from zhijia.reach.kinds import kind_of, kinds
from zhijia.reach.models import Held, Sending
from zhijia.reach.queries import label_of, may_look
from zhijia.tree.actor import Actor

__all__ = ["back", "may_look", "page"]

A_PAGE = 50
USUAL = timedelta(days=30)
STATES = (*State.values, *Held.values)


def _day(typed: str, usual: date) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return usual


def page(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """What became of the messages of the days asked for, thirty days back without being asked."""
    end = _day(asked.get("to", ""), today())
    start = _day(asked.get("from", ""), end - USUAL)
    rows = queries.seen(actor).filter(on__range=(start, end))
    key, state = asked.get("kind", ""), asked.get("state", "")
    if kind_of(key) is not None:
        rows = rows.filter(key=key)
    counts = queries.counts(rows)
    if state in STATES:
        rows = rows.filter(shown=state)
    found = Paginator(rows, A_PAGE).get_page(asked.get("page"))
    query = {"from": start.isoformat(), "to": end.isoformat(), "kind": key}
    return {
        "page": found,
        "lines": _lines(actor, list(found.object_list)),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "kinds": [(one.key, one.name, one.key == key) for one in kinds()],
        "own": own_unions(actor),
        "state": state if state in STATES else "",
        "counts": _counts(counts, query, state),
        "query": urlencode([*query.items(), ("state", state), ("page", str(found.number))]),
    }


def _lines(actor: Actor, found: list[Sending]) -> list[queries.Line]:
    names = people.names(actor, {row.person_uid for row in found if row.person_uid is not None})
    return queries.lines(found, names)


def _counts(counts: dict[str, int], query: dict[str, str], state: str) -> list[tuple[str, int, str, bool]]:
    shown = [one for one in STATES if counts.get(one) or one == state]
    return [
        (
            label_of(one),
            counts.get(one, 0),
            urlencode(query | ({} if one == state else {"state": one})),
            one == state,
        )
        for one in shown
    ]


def back(query: str) -> str:
    """The list as it was left; only a query of this very page."""
    return reverse("reach:sent") + (f"?{query}" if query and "\n" not in query else "")
