"""Writing a message in the transaction of what it tells about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from django.db import connection, transaction
from django.utils import timezone

from zhijia.kernel.notice import BadInput
from zhijia.kernel.uid import uuid7
from zhijia.outbox import addresses, letters, tasks
from zhijia.outbox.models import Message, State
from zhijia.outbox.secret import fingerprint

__all__ = ["Draft", "KeyReused", "again", "release", "send", "send_many"]

#: messages written with one statement
LOT = 500


class KeyReused(BadInput):
    """The effect key already belongs to another message; the first one stays as it is."""

    sentences: ClassVar = {"key_reused": "Another message was already sent for this occasion."}


@dataclass(frozen=True)
class Draft:
    """A message to be written: the arguments of `send`; address and text stay out of repr."""

    channel: str
    effect_key: str
    to: str = field(repr=False)
    body: str = field(repr=False)
    secret: bool = False
    not_before: datetime | None = None
    #: written and not sent until somebody releases it
    held: bool = False


def send(*, channel: str, to: str, body: str, effect_key: str, secret: bool = False) -> Message:
    """The message for `effect_key`, written once; it leaves the house only after the transaction commits.

    The same call again gives the message of the first. A `secret` body (a link that confirms) cannot be read
    again once it is sent. Raises BadMessage, BadPhone, or KeyReused when the key was used for another address
    or text.
    """
    return send_many([Draft(channel, effect_key, to, body, secret)])[0]


def send_many(drafts: Sequence[Draft]) -> list[Message]:
    """The messages of many occasions, in order, as `send` writes one: all of them or none."""
    rows = [_row(draft) for draft in drafts]
    with transaction.atomic():
        found: dict[str, Message] = {}
        for start in range(0, len(rows), LOT):
            lot = rows[start : start + LOT]
            # the unique key decides which row stands: this one, or the one that was there first
            Message.objects.bulk_create(lot, ignore_conflicts=True)
            found |= Message.objects.in_bulk([row.effect_key for row in lot], field_name="effect_key")
        if any(found[row.effect_key].fingerprint != row.fingerprint for row in rows):
            raise KeyReused("key_reused")
        if rows:
            _announce_after_commit()
    return [found[row.effect_key] for row in rows]


def again(message: Message) -> bool:
    """Whether a message that failed is tried once more; never a secret one, of which no text is left."""
    return _freed(message, State.FAILED)


def release(message: Message) -> bool:
    """Whether a message that was held back leaves now."""
    return _freed(message, State.HELD)


def _freed(message: Message, state: State) -> bool:
    now = timezone.now()
    with transaction.atomic():
        # of two who press the button one frees it
        rows = Message.objects.filter(pk=message.pk, state=state, secret=False)
        fresh = {"tries": 0, "next_try_at": now, "lease": None, "leased_until": None}
        if not rows.update(state=State.WAITING, last_error="", receipt="", **fresh):
            return False
        _announce_after_commit()
    return True


def _row(draft: Draft) -> Message:
    address = addresses.checked(draft.channel, draft.to)
    addresses.check_body(draft.channel, draft.body)
    if not 1 <= len(draft.effect_key) <= 200:
        raise addresses.BadMessage("effect_key")
    uid, now = uuid7(), timezone.now()
    return Message(
        uid=uid,
        channel=draft.channel,
        to_shown=addresses.masked(draft.channel, address),
        secret=draft.secret,
        effect_key=draft.effect_key,
        fingerprint=fingerprint(draft.channel, address, draft.body),
        created_at=now,
        next_try_at=draft.not_before or now,
        state=State.HELD if draft.held else State.WAITING,
        **letters.sealed(uid, to=address, body=draft.body),
    )


def _announce_after_commit() -> None:
    """One job for one commit, however many messages it writes."""
    if not any(waiting[1] is tasks.announce for waiting in connection.run_on_commit):
        transaction.on_commit(tasks.announce)
