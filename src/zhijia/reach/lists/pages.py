"""What the pages of lists show."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst

from zhijia.outbox.models import Channel
from zhijia.reach.kinds import Kind, listed_kinds
from zhijia.reach.lists import mailed, sheets
from zhijia.reach.lists.crowd import SENDER, Crowd, may_write, senders, sources
from zhijia.reach.lists.plan import Plan
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


def overview(actor: Actor, asked: QueryDict) -> dict[str, Any]:
    """What was sent, newest first, and the lists one may write to."""
    found = sources(actor) if may_write(actor) else []
    return {
        **mailed.overview(actor, asked),
        "sources": [
            (capfirst(str(one.model._meta.verbose_name_plural)), _list_url(one), one) for one in found
        ],
        "first": listed_kinds()[0].key,
        "may_write": may_write(actor),
    }


def _list_url(register: type[Register]) -> str:
    return reverse("registry:list", args=[register.room, register.noun])


def writing(crowd: Crowd, kind: Kind) -> dict[str, Any]:
    """The list and the wordings beside each other. Raises BadQuery."""
    query = crowd.query
    return {
        "crowd": crowd,
        "kind": kind,
        "count": crowd.count,
        "some": [one.name for one in crowd.people[:12]],
        "faults": Plan(crowd, kind, {}).faults(),
        "tabs": [(one.name, _address(crowd, one, query), one == kind) for one in listed_kinds()],
        "unions": _unions(crowd, kind),
        "channels": {str(one.value): one.label for one in Channel},
        "may_print": sheets.may_print(crowd.actor, crowd),
        "query": query,
    }


def _address(crowd: Crowd, kind: Kind, query: str) -> str:
    to = reverse("reach:write", args=[crowd.register.key, kind.key])
    return f"{to}?{query}" if query else to


def _unions(crowd: Crowd, kind: Kind) -> list[tuple[str, str, bool]]:
    """The unions in whose name one may write, when there are several."""
    found = []
    for one in crowd.orgs if len(crowd.orgs) > 1 else ():
        asked = QueryDict(crowd.query, mutable=True)
        asked[SENDER] = one.code
        found.append((one.name, _address(crowd, kind, asked.urlencode()), one == crowd.org))
    return found


def wall(actor: Actor, asked: QueryDict) -> dict[str, Any] | None:
    """The squares of a sheet; None for who works for no union."""
    orgs = senders(actor)
    org = sheets.chosen_org(orgs, asked.get(SENDER, ""))
    if org is None:
        return None
    known = [one.key for one in sheets.ways()]
    chosen = [key for key in asked.getlist("way") if key in known] or ([] if "way" in asked else known)
    return {
        "org": org,
        "orgs": [(one.code, one.name, one == org) for one in orgs],
        "ways": [(one, one.key in chosen) for one in sheets.ways()],
        "squares": sheets.squares(org, chosen),
    }
