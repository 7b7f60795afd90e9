"""Members and files of people on their way from one union to another, or out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhijia.directory import informing
from zhijia.directory.models import JoinKind, LeftKind, Membership, Person
from zhijia.registry.bulk import RowErrors, add_many
from zhijia.registry.errors import Refused
from zhijia.registry.stamping import stamp_many
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

#: as many faults of a long list as one sentence bears
TOLD = 5


def holding(rows: QuerySet[Any], org: Org, on: date) -> QuerySet[Any]:
    """The spans at an organisation that hold on the day or begin later."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), org=org)


def members_of(org: Org, on: date) -> QuerySet[Membership]:
    """The memberships a change from the day on concerns, by name."""
    rows = holding(Membership.objects.select_related("person", "org"), org, on)
    return rows.order_by("person__name_key", "pk")


def transfer(rows: Sequence[Membership], *, to: Org, on: date, by: Actor, source: str) -> int:
    """Members of `to` from the day on: what began before ends and goes on there, what began later moves whole.

    Raises Refused, Stale.
    """
    before = [row for row in rows if row.valid_from < on]
    later = [row for row in rows if row.valid_from >= on]
    fresh = [
        {
            "org": to,
            "person": row.person,
            "valid_from": on,
            "join_kind": JoinKind.TRANSFERRED,
            "valid_to": row.valid_to,
            "left_kind": row.left_kind,
            "left_reason": row.left_reason,
        }
        for row in before
    ]
    end(before, on=on, kind=LeftKind.TRANSFERRED, by=by, reason=source)
    stamp_many(Membership.register, later, {"org": to, "path": to.path}, by=by, verb="transfer")  # type: ignore[attr-defined]
    store(Membership, fresh, by=by, source=source)
    return len(rows)


def end(rows: Sequence[Membership], *, on: date, kind: str, by: Actor, reason: str) -> None:
    """The memberships ended from the day on, the members told. Raises Refused when one begins that day or later."""
    late = [row for row in rows if row.valid_from >= on]
    if late:
        names = ", ".join(str(row.person) for row in late[:TOLD])
        raise Refused(
            "on",
            _("%(count)s joined on this day or later (%(names)s): choose a later day, or let them go on.")
            % {"count": len(late), "names": names},
        )
    before = [{"valid_to": row.valid_to} for row in rows]
    values = {"valid_to": on, "left_kind": kind, "left_reason": reason}
    stamp_many(Membership.register, rows, values, by=by, verb="leave")  # type: ignore[attr-defined]
    for row, stood in zip(rows, before, strict=True):
        informing.after_write(row, before=stood, by=by)


def keep(people: QuerySet[Person], to: Org, by: Actor) -> int:
    """The files of people kept by another union; today's place only, no figure rests on it."""
    rows = list(people.select_related("org"))
    stamp_many(Person.register, rows, {"org": to, "path": to.path}, by=by, verb="transfer")  # type: ignore[attr-defined]
    return len(rows)


def store(model: Any, rows: Sequence[dict[str, Any]], *, by: Actor, source: str) -> None:
    """New entries of a change, every rule asked; raises Refused with the first faults."""
    digest = hashlib.sha256(source.encode()).hexdigest()
    try:
        add_many(model.register, rows, by=by, source=source, source_digest=digest)
    except RowErrors as wrong:
        said = [f"{_who(rows[one.row - 1]) if one.row else ''} {one.reason}" for one in wrong.errors]
        raise Refused("", " · ".join(text.strip() for text in said[:TOLD])) from wrong


def _who(row: dict[str, Any]) -> str:
    return str(row.get("person") or row.get("unit") or "")
