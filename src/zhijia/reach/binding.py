"""Joining a person to their WeChat: a code from the own page, sent to the official account."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhijia.outbox.addresses import OPEN_ID
from zhijia.outbox.providers import Reply
from zhijia.outbox.secret import fingerprint, seal, unseal
from zhijia.reach import chosen, people
from zhijia.reach.models import Binding, BindingCode, Count
from zhijia.reach.people import Known
from zhijia.tree.actor import SYSTEM, Actor

GOOD_FOR = timedelta(minutes=10)
#: codes one follower may try in an hour, so that nobody guesses somebody else's
MOST_TRIES = 5
LOT = 500


def _kept(code: str) -> str:
    return fingerprint("reach binding", code)


def new_code(person: UUID) -> str:
    """A fresh code of eight digits; the one before is void. It is shown once and kept by nobody."""
    code = f"{secrets.randbelow(10**8):08d}"
    values = {"code": _kept(code), "expires_at": timezone.now() + GOOD_FOR}
    BindingCode.objects.update_or_create(person_uid=person, defaults=values)
    return code


def heard(reply: Reply) -> bool:
    """Whether a reply was the code of somebody, who is then reached through WeChat."""
    code = "".join(reply.text.split())
    if (
        reply.channel != "wechat"
        or not (code.isdigit() and len(code) == 8)
        or not OPEN_ID.match(reply.sender)
    ):
        return False
    return _may_try(reply.sender) and _bind(reply.sender, code)


def _may_try(open_id: str) -> bool:
    now = timezone.localtime()
    who = f"try{now:%H}:{fingerprint('reach try', open_id)}"
    Count.objects.bulk_create([Count(who=who, on=now.date())], ignore_conflicts=True)
    rows = Count.objects.filter(who=who, on=now.date(), number__lt=MOST_TRIES)
    return bool(rows.update(number=F("number") + 1))


@transaction.atomic
def _bind(open_id: str, code: str) -> bool:
    row = BindingCode.objects.filter(code=_kept(code), expires_at__gt=timezone.now()).first()
    # the delete decides: a code is good once
    if row is None or not BindingCode.objects.filter(pk=row.pk, code=row.code).delete()[0]:
        return False
    mark = fingerprint("reach open id", open_id)
    Binding.objects.filter(mark=mark).exclude(person_uid=row.person_uid).delete()
    sealed = seal(open_id, place=f"{row.person_uid}/open_id")
    values = {"open_id": sealed, "mark": mark, "bound_at": timezone.now()}
    Binding.objects.update_or_create(person_uid=row.person_uid, defaults=values)
    if (known := people.by_uid(row.person_uid)) is not None:
        # the code came from the person's own page: nobody else has it
        chosen.record(chosen.BOUND, [known], by=SYSTEM)
    return True


def is_bound(person: UUID) -> bool:
    return Binding.objects.filter(person_uid=person).exists()


@transaction.atomic
def unbind(known: Known, *, by: Actor) -> bool:
    """Whether the person was bound and is no longer."""
    was = bool(Binding.objects.filter(person_uid=known.uid).delete()[0])
    if was:
        chosen.record(chosen.PARTED, [known], by=by)
    return was


def carry(gone: UUID, kept: UUID) -> bool:
    """Whether the WeChat of one record became that of another, which had none."""
    row = Binding.objects.filter(person_uid=gone).first()
    if row is None or is_bound(kept):
        return False
    plain = unseal(row.open_id, place=f"{gone}/open_id")
    sealed = seal(plain, place=f"{kept}/open_id")
    return bool(Binding.objects.filter(pk=row.pk).update(person_uid=kept, open_id=sealed))


def open_ids(people: Iterable[UUID]) -> dict[UUID, str]:
    """The WeChat marks in clear of those who have one; for sending alone."""
    wanted, found = sorted(set(people)), {}
    for start in range(0, len(wanted), LOT):
        for row in Binding.objects.filter(person_uid__in=wanted[start : start + LOT]):
            found[row.person_uid] = unseal(row.open_id, place=f"{row.person_uid}/open_id")
    return found
