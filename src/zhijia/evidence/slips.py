"""Printed slips for people without a telephone: made by an auditor, never seen by the officer."""

from __future__ import annotations

from collections import defaultdict
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
from zhijia.registry.distinct import chunks
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
    found = _entries(rows)
    rows = [row for row in rows if _is_printable(row, found.get(row.uid), actor)]
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


def _entries(rows: Sequence[Request]) -> dict[UUID, Any]:
    """The entries behind slips by the uid of the question; removed ones left out."""
    kinds: dict[str, list[Request]] = defaultdict(list)
    for row in rows:
        kinds[row.kind].append(row)
    found: dict[UUID, Any] = {}
    for kind, some in kinds.items():
        register = entries.register_called(kind)
        held = register.rows().select_related("org", *register.select)
        if register.confirmed_by:
            held = held.select_related(*register.select, register.confirmed_by)
            held = held.defer(f"{register.confirmed_by}__id_number")
        for lot in chunks(some):
            by_uid = held.in_bulk([row.entry_uid for row in lot], field_name="uid")
            found |= {row.uid: by_uid[row.entry_uid] for row in lot if row.entry_uid in by_uid}
    return found


def _is_printable(row: Request, entry: Any | None, actor: Actor) -> bool:
    """Whether the entry behind a slip stands, still names the person asked and is not the actor's own work."""
    if entry is None or actor.user_id in (entry.recorded_by_id, row.asked_by_id, row.person.user_id):
        return False
    person = person_of(entry)
    return person is not None and person.pk == row.person_id


def print_slips(uids: Sequence[UUID], *, by: Actor) -> list[Slip]:
    """New keys for the requests, told here only and journalled as printed; slips printed before are void.

    Raises Refused when nothing or too much is chosen, NotFound when one is not the actor's to print.
    """
    if not uids:
        raise Refused("slips", _("Choose at least one slip."))
    if len(uids) > MOST_AT_ONCE:
        raise Refused("slips", _("At most %(most)s slips at once.") % {"most": MOST_AT_ONCE})
    with transaction.atomic():
        return _printed(list(dict.fromkeys(uids)), by)


def _printed(uids: Sequence[UUID], by: Actor) -> list[Slip]:
    rows = {
        row.uid: row
        for row in _within(by).select_related("org", "person").defer("person__id_number").filter(uid__in=uids)
    }
    found = _entries([row for row in rows.values() if may_print(by, row.path)])
    if any(uid not in rows or not _is_printable(rows[uid], found.get(uid), by) for uid in uids):
        raise NotFound
    secrets = dict(zip(uids, keys.make_many(len(uids)), strict=True))
    kept = [secrets[uid].kept(Channel.SLIP) for uid in uids]
    hashes = {name: [one[name] for one in kept] for name in kept[0]}
    printed = {"printed_by": by.user_id, "printed_at": timezone.now()}
    if not trail.changed_each([rows[uid] for uid in uids], printed, hashes, by=by, verb="print"):
        raise NotFound
    trail.told_many([rows[uid] for uid in uids], by=by, verb="print_slip")
    return [Slip(rows[uid], rows[uid].person.name, told(found[uid]), secrets[uid]) for uid in uids]
