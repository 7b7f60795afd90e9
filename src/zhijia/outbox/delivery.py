"""Taking messages out of the house: a lease by conditional UPDATE, a try, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from zhijia.outbox import letters
from zhijia.outbox.letters import Letter
from zhijia.outbox.models import Message, State
from zhijia.outbox.providers import Undeliverable, provider_for
from zhijia.outbox.secret import Unreadable

#: longer than any provider may take; a process that died holds its message no longer than this
LEASE = timedelta(minutes=2)
#: waits after the first, second … try; after the last the message has failed
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
MOST_TRIES = len(BACK_OFF) + 1
SENT, NOT_SENT = "[sent]", "[not sent]"


@dataclass
class Outcome:
    """What one round did; `next_try_at` is the earliest new try it caused, None when it caused none."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    next_try_at: datetime | None = None


def deliver_waiting(limit: int = 200, *, now: datetime | None = None) -> Outcome:
    """One round over at most `limit` messages that are due, oldest first; many processes may run it at once.

    A message is sent at least once, and more than once only when a process dies between the provider's answer
    and writing it down; providers are given the effect key to drop such a repeat. Not inside a transaction.
    """
    outcome = Outcome()
    for number in list(_due(now or timezone.now()).values_list("pk", flat=True)[:limit]):
        moment = now or timezone.now()
        if (message := _leased(number, moment)) is not None:
            _try(message, moment, outcome)
    return outcome


def is_due(*, now: datetime | None = None) -> bool:
    """Whether a round would find anything to do."""
    return _due(now or timezone.now()).exists()


def _due(now: datetime) -> QuerySet[Message]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return Message.objects.filter(free, state=State.WAITING, next_try_at__lte=now).order_by(
        "next_try_at", "id"
    )


def _leased(number: int, now: datetime) -> Message | None:
    """The message, ours until the lease runs out; None when another process was first."""
    lease = uuid.uuid4()
    ours = _due(now).filter(pk=number).order_by()
    # durable: a lease that an outer transaction may still roll back is none
    with transaction.atomic(durable=True):
        if not ours.update(lease=lease, leased_until=now + LEASE, tries=F("tries") + 1):
            return None
    return Message.objects.filter(pk=number, lease=lease).first()


def _try(message: Message, now: datetime, outcome: Outcome) -> None:
    if message.tries > MOST_TRIES:
        _fail(message, "the process that sent it stopped each time", outcome)
        return
    try:
        letter = letters.letter_of(message)
    except Unreadable as fault:
        _fail(message, str(fault), outcome)
        return
    try:
        receipt = provider_for(message.channel).send(letter)
    except Undeliverable as fault:
        _fail(message, _said(fault, message, letter), outcome)
    except Exception as fault:  # whatever a provider raises must not stop the messages behind it
        _postpone(message, _said(fault, message, letter), now, outcome)
    else:
        _settle(message, receipt, now, outcome)


def _settle(message: Message, receipt: str, now: datetime, outcome: Outcome) -> None:
    """Sent. It holds even if the lease ran out meanwhile: what is out cannot be taken back."""
    changes: dict[str, object] = {
        "state": State.SENT,
        "sent_at": now,
        "receipt": receipt[:200],
        "last_error": "",
    }
    outcome.sent += _write(Message.objects.filter(pk=message.pk), message, changes, SENT)


def _fail(message: Message, error: str, outcome: Outcome) -> None:
    changes: dict[str, object] = {"state": State.FAILED, "last_error": error}
    outcome.failed += _write(Message.objects.filter(lease=message.lease), message, changes, NOT_SENT)


def _postpone(message: Message, error: str, now: datetime, outcome: Outcome) -> None:
    if message.tries >= MOST_TRIES:
        _fail(message, error, outcome)
        return
    again = now + BACK_OFF[message.tries - 1]
    changes: dict[str, object] = {"last_error": error, "next_try_at": again}
    if _write(Message.objects.filter(lease=message.lease), message, changes, None):
        outcome.postponed += 1
        outcome.next_try_at = min(filter(None, (outcome.next_try_at, again)))


def _write(rows: QuerySet[Message], message: Message, changes: dict[str, object], instead: str | None) -> int:
    """Ends the lease with `changes`; a secret body gives way to `instead` once nothing more will be tried."""
    if instead and message.secret:
        changes = {**changes, "body": letters.blank(message.uid, instead)}
    waiting = rows.filter(pk=message.pk, state=State.WAITING)
    return waiting.update(lease=None, leased_until=None, **changes)


def _said(fault: Exception, message: Message, letter: Letter) -> str:
    """What the provider complained of, without address and text; of a secret message only the kind."""
    if message.secret:
        return type(fault).__name__
    words = f"{type(fault).__name__}: {fault}".replace(letter.body, "…").replace(letter.to, "…")
    return words.replace("\x00", "")[:300]
