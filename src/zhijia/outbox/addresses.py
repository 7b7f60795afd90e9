"""Addresses by channel: checked, written in one way, and masked."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from zhijia.kernel.identity import mask, mask_phone, parse_phone
from zhijia.kernel.notice import BadInput
from zhijia.kernel.text import clean
from zhijia.outbox.models import Channel

LONGEST_BODY = {Channel.SMS: 500, Channel.EMAIL: 20_000, Channel.WEBHOOK: 200_000, Channel.WECHAT: 4_000}
#: how an official account names somebody who follows it
OPEN_ID = re.compile(r"[A-Za-z0-9_-]{6,64}\Z")


class BadMessage(BadInput):
    """A message that cannot be sent as it was asked for."""

    sentences: ClassVar = {
        "channel": "There is no channel %(channel)s.",
        "email": "This is not an e-mail address.",
        "webhook": "A webhook needs a full address that begins with https:// or http://.",
        "wechat": "This is not the mark by which WeChat names a follower.",
        "empty": "A message needs some text.",
        "long": "A message by this channel has at most %(limit)s characters; this one has %(length)s.",
        "effect_key": "An effect key has 1 to 200 characters.",
    }


def checked(channel: str, to: str) -> str:
    """The address as it is kept; raises BadMessage, or kernel's BadPhone for a text message."""
    plain = clean(to).text.strip()
    if channel == Channel.SMS:
        return parse_phone(plain, mobile=True)
    if channel not in Channel.values:
        raise BadMessage("channel", channel=channel)
    if channel == Channel.WECHAT:
        if not OPEN_ID.match(plain):
            raise BadMessage(channel)
        return plain
    try:
        EmailValidator()(plain) if channel == Channel.EMAIL else URLValidator(schemes=["http", "https"])(
            plain
        )
    except ValidationError as fault:
        raise BadMessage(channel) from fault
    return plain


def check_body(channel: str, body: str) -> None:
    """Refuses empty and over-long text by BadMessage."""
    if not body.strip():
        raise BadMessage("empty")
    if len(body) > (limit := LONGEST_BODY[Channel(channel)]):
        raise BadMessage("long", limit=limit, length=len(body))


def masked(channel: str, to: str) -> str:
    """The address as pages may show it; of a webhook only its host, since its path may be a key."""
    if channel == Channel.SMS:
        return mask_phone(to)
    if channel == Channel.WECHAT:
        return mask(to, head=2, tail=2)[:120]
    if channel == Channel.EMAIL:
        name, _, host = to.rpartition("@")
        return f"{mask(name, head=1, tail=0)}@{host}"[:120]
    return (urlsplit(to).hostname or "")[:120]
