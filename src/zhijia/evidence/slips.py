"""Printed slips for people without a telephone: made by an auditor, never seen by the officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.evidence import entries, keys, trail
from zhijia.evidence.models import Channel, Request
from zhijia.evidence.telling import Told, person_of, told
from zhijia.registry.errors import NotFound, Refused
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.paths import under

MOST_AT_ONCE = 60


@dataclass(frozen=True)
class Slip:
    """One slip of paper: who it is for, what it asks about, and the key."""

    request: Request
    name: str
    told: Told
    keys: keys.Keys

    @property
    def shown_name(self) -> str:
        """The name of the thing behind its kind, where it has one."""
        return f" · {self.told.name}" if self.told.name else ""


def is_printer(actor: Actor) -> bool:
    """Whether the actor may print slips anywhere."""
    return actor.holds(Role.AUDITOR)


def may_print(actor: Actor, path: str) -> bool:
    """Auditors of the union or one above who hold no other post that reaches there: keys stay out of reach."""
    roles = {seat.role for seat in actor.seats if path.startswith(seat.path)}
    return roles == {Role.AUDITOR.value}


def waiting(actor: Actor) -> list[Request]:
    """The slips the actor may print, those never printed first."""
    rows = [row for row in _within(actor).select_related("org", "person") if may_print(actor, row.path)]
    rows = [row for row in rows if _entry(row, actor) is not None]
    return sorted(rows, key=lambda row: (row.printed_at is not None, row.path, row.pk))


def _within(actor: Actor) -> QuerySet[Request]:
    places = [under(path) for path in actor.paths(Role.AUDITOR)]
    if not places:
        return Request.objects.none()
    return Request.objects.filter(
        Q(*places, _connector=Q.OR),
        channel=Channel.SLIP,
        current=True,
        answered_at__isnull=True,
        expires_at__gt=timezone.now(),
    )


def _entry(row: Request, actor: Actor) -> Any | None:
    """The entry behind a slip, or None when it is gone, names another person or is the actor's own work."""
    entry = entries.entry_of(row.kind, row.entry_uid)
    if entry is None or actor.user_id in (entry.recorded_by_id, row.asked_by_id, row.person.user_id):
        return None
    person = person_of(entry)
    return entry if person is not None and person.pk == row.person_id else None


def print_slips(uids: Sequence[UUID], *, by: Actor) -> list[Slip]:
    """New keys for the requests, told here only and journalled as printed; slips printed before are void.

    Raises Refused when nothing or too much is chosen, NotFound when one is not the actor's to print.
    """
    if not uids:
        raise Refused("slips", _("Choose at least one slip."))
    if len(uids) > MOST_AT_ONCE:
        raise Refused("slips", _("At most %(most)s slips at once.") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        return [_printed(uid, by) for uid in dict.fromkeys(uids)]


def _printed(uid: UUID, by: Actor) -> Slip:
    row = _within(by).select_related("org", "person").filter(uid=uid).first()
    entry = _entry(row, by) if row is not None and may_print(by, row.path) else None
    if row is None or entry is None:
        raise NotFound
    secret = keys.make()
    values = {**secret.kept(Channel.SLIP), "printed_by": by.user_id, "printed_at": timezone.now()}
    if not trail.changed(row, values, by=by, verb="print"):
        raise NotFound
    trail.told(row, {}, by=by, verb="print_slip")
    return Slip(row, row.person.name, told(entry), secret)
