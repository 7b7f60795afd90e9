"""Writing a message in the transaction of what it tells about."""

from __future__ import annotations

from typing import ClassVar

from django.db import connection, transaction
from django.utils import timezone

from zhijia.kernel.notice import BadInput
from zhijia.kernel.uid import uuid7
from zhijia.outbox import addresses, letters, tasks
from zhijia.outbox.models import Message
from zhijia.outbox.secret import fingerprint

__all__ = ["KeyReused", "send"]


class KeyReused(BadInput):
    """The effect key already belongs to another message; the first one stays as it is."""

    sentences: ClassVar = {"key_reused": "Another message was already sent for this occasion."}


def send(*, channel: str, to: str, body: str, effect_key: str, secret: bool = False) -> Message:
    """The message for `effect_key`, written once; it leaves the house only after the transaction commits.

    The same call again gives the message of the first. A `secret` body (a link that confirms) cannot be read
    again once it is sent. Raises BadMessage, BadPhone, or KeyReused when the key was used for another address
    or text.
    """
    address = addresses.checked(channel, to)
    addresses.check_body(channel, body)
    if not 1 <= len(effect_key) <= 200:
        raise addresses.BadMessage("effect_key")
    mark = fingerprint(channel, address, body)
    with transaction.atomic():
        message = _written(channel, address, body, effect_key, secret=secret, mark=mark)
        _announce_after_commit()
    if message.fingerprint != mark:
        raise KeyReused("key_reused")
    return message


def _written(channel: str, to: str, body: str, effect_key: str, *, secret: bool, mark: str) -> Message:
    """The row of the key: this one, or the one that was there first; the unique key decides."""
    uid, now = uuid7(), timezone.now()
    row = Message(
        uid=uid,
        channel=channel,
        to_shown=addresses.masked(channel, to),
        secret=secret,
        effect_key=effect_key,
        fingerprint=mark,
        created_at=now,
        next_try_at=now,
        **letters.sealed(uid, to=to, body=body),
    )
    Message.objects.bulk_create([row], ignore_conflicts=True)
    return Message.objects.get(effect_key=effect_key)


def _announce_after_commit() -> None:
    """One job for one commit, however many messages it writes."""
    if not any(waiting[1] is tasks.announce for waiting in connection.run_on_commit):
        transaction.on_commit(tasks.announce)
