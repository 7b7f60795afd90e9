"""What became of a message to a list: by state, person by person, and who has to be told otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse

from zhijia.outbox.models import State
from zhijia.reach import people, queries, wording
from zhijia.reach.kinds import Filled, Kind, kind_of
from zhijia.reach.lists.crowd import WRITERS
from zhijia.reach.models import Held, Mailing
from zhijia.reach.queries import label_of, watchers
from zhijia.reach.wordings import Book
from zhijia.tree.actor import Actor

A_PAGE = 50
STATES = (*State.values, *Held.values)
#: states in which nobody has read anything and nothing more is on its way
UNREACHED = (State.FAILED.value, *Held.values)


def seen(actor: Actor) -> QuerySet[Mailing]:
    """The mailings in an actor's sight, newest first."""
    rows = watchers.filter(actor, Mailing.objects.select_related("org", "made_by"))
    return rows.order_by("-made_at", "-pk")


def found(actor: Actor, uid: UUID) -> Mailing | None:
    return seen(actor).filter(uid=uid).first()


def overview(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """The mailings with how many each reached."""
    page = Paginator(seen(actor), 25).get_page(asked.get("page"))
    shown = list(page.object_list)
    sums: dict[int, Counter[str]] = {one.pk: Counter() for one in shown}
    rows = queries.seen(actor).filter(mailing__in=shown).order_by()
    for key, state in rows.values_list("mailing_id", "shown"):
        sums[key][state] += 1
    return {"page": page, "mailings": [_line(one, sums[one.pk]) for one in shown]}


def _line(one: Mailing, sums: Counter[str]) -> dict[str, Any]:
    kind = kind_of(one.key)
    return {
        "mailing": one,
        "kind": str(kind.name) if kind else one.key,
        "states": [(label_of(state), sums[state]) for state in STATES if sums[state]],
        "unreached": sum(sums[state] for state in UNREACHED),
    }


def page(actor: Actor, mailing: Mailing, asked: Mapping[str, str]) -> dict[str, Any]:
    rows = queries.seen(actor).filter(mailing=mailing)
    counts, state = queries.counts(rows), asked.get("state", "")
    if state in STATES:
        rows = rows.filter(shown=state)
    found_rows = Paginator(rows.order_by("pk"), A_PAGE).get_page(asked.get("page"))
    some = list(found_rows.object_list)
    names = people.names(actor, {row.person_uid for row in some if row.person_uid is not None})
    kind = kind_of(mailing.key)
    return {
        "mailing": mailing,
        "kind": str(kind.name) if kind else mailing.key,
        "text": text_of(mailing, kind) if kind else "",
        "page": found_rows,
        "lines": queries.lines(some, names),
        "counts": [
            (label_of(one), counts.get(one, 0), "" if one == state else one, one == state)
            for one in STATES
            if counts.get(one) or one == state
        ],
        "unreached": sum(counts.get(one, 0) for one in UNREACHED),
        "may_send": any(mailing.org.path.startswith(path) for path in actor.paths(*WRITERS)),
        "retryable": counts.get(State.FAILED, 0)
        + counts.get(Held.PERSON_LIMIT, 0)
        + counts.get(Held.UNION_LIMIT, 0),
        "list_url": _list_url(mailing),
    }


def text_of(mailing: Mailing, kind: Kind) -> str:
    """The words as they are worded today, nobody's name in them."""
    given = {one.name: mailing.org.name for one in kind.fields if one.filled == Filled.UNION}
    text = Book([mailing.org]).text(mailing.org, kind, "zh-hans")
    return wording.fill(kind, "zh-hans", text, {**mailing.values, **given, "name": "…"})


def _list_url(mailing: Mailing) -> str:
    to = reverse("reach:write", args=[mailing.source, mailing.key])
    return f"{to}?{mailing.query}" if mailing.query else to


def unreached(actor: Actor, mailing: Mailing) -> list[dict[str, str]]:
    """Those nobody's telephone told, by name, with the reason; for the people who go and tell them."""
    rows = list(queries.seen(actor).filter(mailing=mailing, shown__in=UNREACHED).order_by("pk"))
    names = people.names(actor, {row.person_uid for row in rows if row.person_uid is not None})
    return [
        {"name": line.name or "—", "to": row.message.to_shown if row.message else "", "why": line.label}
        for row, line in zip(rows, queries.lines(rows, names), strict=True)
    ]
