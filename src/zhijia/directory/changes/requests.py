"""What members have asked for and no union has decided yet: it goes along to the union that takes up the other."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhijia.directory.models import Application, Leaving, Transfer
from zhijia.registry.stamping import stamp_many
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

#: states in which a union still has to answer
OPEN: dict[Any, tuple[str, ...]] = {
    Application: ("applied",),
    Leaving: ("given",),
    Transfer: ("asked", "released", "accepted"),
}


def asked_of(org: Org) -> list[Any]:
    """The undecided applications, notices and transfers at a union, those to it included."""
    found: list[Any] = []
    for model, states in OPEN.items():
        here = Q(org=org) | Q(to=org) if model is Transfer else Q(org=org)
        found += model.objects.filter(here, state__in=states).select_related("org", "person")
    return found


def hand(org: Org, *, to: Org, by: Actor) -> None:
    """The undecided requests handed over; a transfer between the two has nothing left to transfer and is refused."""
    rows = asked_of(org)
    between = [
        row for row in rows if isinstance(row, Transfer) and {row.org_id, row.to_id} == {org.pk, to.pk}
    ]  # type: ignore[attr-defined]
    _stamp(between, {"state": "refused"}, by)
    leaving = [row for row in rows if row not in between and row.org_id == org.pk]
    coming = [row for row in rows if row not in between and row.org_id != org.pk]
    _stamp(leaving, {"org": to, "path": to.path}, by)
    _stamp(coming, {"to": to}, by)


def _stamp(rows: list[Any], values: dict[str, Any], by: Actor) -> None:
    for model in OPEN:
        some = [row for row in rows if isinstance(row, model)]
        stamp_many(model.register, some, values, by=by, verb="transfer")
