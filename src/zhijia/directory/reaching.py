"""What the directory tells the room that reaches people: who somebody is, and names within sight."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from zhijia.directory.models import Person
from zhijia.reach.people import Known
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor

LOT = 500


def own(actor: Actor) -> Known | None:
    """The person whose account it is."""
    row = Person.objects.filter(pk=actor.person_id or 0).values_list("uid", "phone").first()
    return Known(*row) if row else None


def names(actor: Actor, uids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those the actor sees."""
    wanted = list(uids)
    found: dict[UUID, str] = {}
    for start in range(0, len(wanted), LOT):
        rows = register_of(Person).visible(actor).filter(uid__in=wanted[start : start + LOT]).order_by()
        found |= dict(rows.values_list("uid", "name"))
    return found
