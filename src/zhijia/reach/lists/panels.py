"""On the page of a meeting, a course, a hand-out: its people, to be written to or printed."""

from __future__ import annotations

from typing import Any

from django.utils.http import urlencode
from django.utils.text import capfirst

from zhijia.reach import people
from zhijia.reach.kinds import listed_kinds
from zhijia.reach.lists import sheets
from zhijia.reach.lists.crowd import PARENT, SENDER, Crowd, may_write, senders, sources
from zhijia.registry.extras import Panel
from zhijia.registry.register import Register
from zhijia.tree.models import Org
from zhijia.tree.requests import Request


def crowd(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The lists of people that belong to an entry, for those who may write to them."""
    actor = request.actor
    if not may_write(actor) or people.are_named(register):
        return None
    org = _sender(senders(actor), entry.path)
    children = [one for one in sources(actor) if _field(one, register)] if org else []
    found = []
    for one in children:
        rows = one.visible(actor).filter(**{_field(one, register): entry})
        if org is not None and (count := rows.count()):
            query = urlencode({PARENT: entry.uid, SENDER: org.code})
            may_print = sheets.may_print(actor, Crowd(one, org, request.GET, actor))
            found.append((one, capfirst(str(one.model._meta.verbose_name_plural)), count, query, may_print))
    if not found:
        return None
    return Panel(
        "reach.crowd", "reach/lists/panel.html", {"lists": found, "first": listed_kinds()[0].key}, wide=False
    )


def _sender(orgs: list[Org], path: str) -> Org | None:
    """The nearest of one's own unions at or above an entry."""
    above = [one for one in orgs if path.startswith(one.path)]
    return max(above, key=lambda one: len(one.path), default=None)


def _field(register: type[Register], parent: type[Register]) -> str:
    return next((name for name, other in register.related().items() if other is parent), "")
