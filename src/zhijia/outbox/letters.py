"""What a provider is handed: the message in clear, for as long as it takes to send it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from zhijia.outbox.models import Message
from zhijia.outbox.secret import seal, unseal


@dataclass(frozen=True)
class Letter:
    """One try to deliver; a provider tells repeats by `effect_key`. Address and body stay out of repr."""

    uid: uuid.UUID
    channel: str
    effect_key: str
    attempt: int
    to: str = field(repr=False)
    body: str = field(repr=False)


def sealed(uid: uuid.UUID, *, to: str, body: str) -> dict[str, str]:
    """Address and body as the columns of the message hold them."""
    return {"to": seal(to, place=f"{uid}/to"), "body": seal(body, place=f"{uid}/body")}


def blank(uid: uuid.UUID, words: str) -> str:
    """A sealed body that says only what became of the real one."""
    return seal(words, place=f"{uid}/body")


def letter_of(message: Message) -> Letter:
    """The message in clear; raises secret.Unreadable."""
    return Letter(
        uid=message.uid,
        channel=message.channel,
        effect_key=message.effect_key,
        attempt=message.tries,
        to=unseal(message.to, place=f"{message.uid}/to"),
        body=unseal(message.body, place=f"{message.uid}/body"),
    )
