"""On a person's page: what holds today, and everything that held before."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zhijia.directory.holding.held import Held, held_on, history
from zhijia.directory.models import Person, PersonFact
from zhijia.kernel.day import today
from zhijia.registry.extras import Panel
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request


def facts(request: Request, register: Any, entry: Any) -> Panel | None:
    """Groups, grades, degree and work of a person, each with its days and where it is known from."""
    if not isinstance(entry, Person):
        return None
    context = {"lines": lines(entry, request.actor), "person": entry, "may_add": _may(request.actor, entry)}
    return Panel("facts", "directory/facts_panel.html", context)


def lines(person: Person, actor: Actor) -> list[dict[str, Any]]:
    """What is on file of a person, newest first, with how each stands today."""
    found = history(person)
    now = {id(one) for one in held_on(found, today()).values()}
    return [_line(one, actor, current=id(one) in now) for one in found]


def _line(one: Held, actor: Actor, *, current: bool) -> dict[str, Any]:
    register = register_of(type(one.entry))
    where = [register.room, register.noun, one.entry.uid]
    mine = isinstance(one.entry, PersonFact)
    seen = bool(register.policy.view.test(actor, one.entry))
    return {
        "held": one,
        "state": "now" if current else "waiting" if not one.proven else "before",
        "source": one.entry.get_source_display() if mine else str(one.entry._meta.verbose_name),
        "url": reverse("registry:detail", args=where) if seen else "",
        "edit": mine and current and bool(register.policy.change.test(actor, one.entry)),
        "edit_url": reverse("registry:edit", args=where) if mine else "",
    }


def _may(actor: Actor, person: Person) -> bool:
    register = register_of(PersonFact)
    return bool(register.policy.add.test(actor, PersonFact(person=person, org=person.org, path=person.path)))
