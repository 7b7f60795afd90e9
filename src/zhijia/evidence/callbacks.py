"""Calls by another union: who may call, what waits, and the number shown against a journalled reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.evidence import entries, trail
from zhijia.evidence.models import Channel, Request
from zhijia.journal import services as journal
from zhijia.kernel.day import today
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.paths import under

#: a call taken over stays with its caller so long
HELD_FOR = timedelta(hours=12)
MOST_SHOWN = 20


def covers(actor: Actor, path: str) -> bool:
    """Whether any post of the actor reaches down to a place."""
    return any(path.startswith(seat.path) for seat in actor.seats)


def is_caller(actor: Actor) -> bool:
    """Whether the actor may call for other unions at all."""
    return actor.user_id is not None and actor.holds(Role.OFFICER)


def waiting(actor: Actor) -> list[Request]:
    """The calls the actor may make, own ones taken over first, then in an order that changes every day."""
    if not is_caller(actor):
        return []
    rows = list(_open_to(actor).select_related("org", "person"))
    rows = [row for row in rows if not _recorded(row, actor)]
    day = f"{today()}|{actor.user_id}|"
    rows.sort(
        key=lambda row: (row.caller_id != actor.user_id, hashlib.sha256(f"{day}{row.uid}".encode()).digest())
    )
    return rows[:MOST_SHOWN]


def _open_to(actor: Actor) -> Any:
    held = Q(caller__isnull=True) | Q(caller=actor.user_id) | Q(called_at__lt=timezone.now() - HELD_FOR)
    rows = Request.objects.filter(
        held,
        channel=Channel.CALL,
        current=True,
        answered_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    own = [under(seat.path) for seat in actor.seats]
    rows = rows.exclude(Q(*own, _connector=Q.OR)) if own else rows
    return rows.exclude(asked_by=actor.user_id).exclude(person__user=actor.user_id)


def _recorded(row: Request, actor: Actor) -> bool:
    entry = entries.entry_of(row.kind, row.entry_uid)
    return entry is None or entry.recorded_by_id == actor.user_id


def call_for(uid: UUID, actor: Actor) -> Request:
    """A call the actor may make; raises NotFound, the same for absent, hidden and finished."""
    if not is_caller(actor):
        raise NotFound
    row: Request | None = _open_to(actor).filter(uid=uid).select_related("org", "person").first()
    if row is None or _recorded(row, actor):
        raise NotFound
    return row


def take_over(uid: UUID, *, by: Actor, reason: str) -> Request:
    """The call is the actor's from now on and the number may be seen; journalled with the reason."""
    if not reason.strip():
        raise Refused("reason", _("Give a reason."))
    with transaction.atomic():
        row = call_for(uid, by)
        values = {"caller": by.user_id, "called_at": timezone.now()}
        if not trail.changed(row, values, by=by, verb="call", reason=reason.strip()):
            raise NotFound
        journal.look(
            by,
            kind="directory.person",
            uid=row.person.uid,
            field="phone",
            reason=reason.strip(),
            org_id=row.org_id,
            path=row.path,
        )
    return row


def check_caller(request: Request, by: Actor) -> None:
    """Refuses an answer by anybody but the officer of another union who took the call over."""
    if not is_caller(by) or covers(by, request.path) or request.channel != Channel.CALL:
        raise Forbidden(_("Only an officer of another union may record the answer to a call."))
    if request.answered_at is None and request.caller_id != by.user_id:
        raise Forbidden(_("Take the call over first; another officer may hold it."))
