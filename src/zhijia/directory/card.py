"""The member card: what it shows, and the square code by which anybody can see that it holds."""

from __future__ import annotations

import base64
import binascii
import secrets
import time
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import segno
from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from zhijia.directory.models import Membership, Person
from zhijia.kernel.day import today
from zhijia.kernel.identity import mask_name
from zhijia.registry.crypt import keyed_hash

#: a picture of the code handed on stops working soon: the card draws a new one whenever it is opened
HOURS = 12
UID, UNTIL, MARK = 16, 4, 12
#: the last characters of the membership's own key, as a number people can read out
SHORT = 8


@dataclass(frozen=True)
class Card:
    """A member's own card today."""

    membership: Membership
    number: str
    url: str
    picture: str
    until: datetime


@dataclass(frozen=True)
class Shown:
    """What whoever checks a card sees: a union, a masked name and whether it holds, nothing else."""

    union: str
    name: str
    since: date
    number: str
    holds: bool
    checked_at: datetime


def card_of(person: Person) -> Card | None:
    """The card of a person who is a member today, with a fresh code."""
    held = _held().filter(person=person).first()
    if held is None:
        return None
    until = int(time.time()) + HOURS * 3600
    url = _address(reverse("directory:card_check", args=[token(held.uid, until)]))
    picture = segno.make(url, error="m", micro=False).svg_data_uri(scale=6, border=3, light="#fff")
    return Card(
        held, number_of(held), url, picture, datetime.fromtimestamp(until, tz=timezone.get_current_timezone())
    )


def _held() -> QuerySet[Membership]:
    day = today()
    rows = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    return rows.select_related("org", "person").defer("person__id_number")


def number_of(membership: Membership) -> str:
    """The number on the card: says nothing of the person."""
    text = membership.uid.hex[-SHORT:].upper()
    return f"{text[:4]} {text[4:]}"


def _address(path: str) -> str:
    base: str = getattr(settings, "PUBLIC_URL", "") or "http://127.0.0.1:8000"
    return base.rstrip("/") + path


def token(uid: UUID, until: int) -> str:
    """What the code holds: which membership, until when, and a mark only this house can make."""
    first = uid.bytes + until.to_bytes(UNTIL, "big")
    return base64.urlsafe_b64encode(first + _mark(first)).decode().rstrip("=")


def _mark(first: bytes) -> bytes:
    return bytes.fromhex(keyed_hash(f"member card|{first.hex()}"))[:MARK]


def shown(text: str) -> Shown | None:
    """What a scanned code says; None for one that was forged, mistyped or has grown old."""
    uid = _read(text)
    found = Membership.objects.filter(uid=uid).select_related("org", "person").first() if uid else None
    if found is None:
        return None
    day = today()
    holds = found.valid_from <= day and (found.valid_to is None or found.valid_to > day)
    name = mask_name(found.person.name)
    return Shown(found.org.name, name, found.valid_from, number_of(found), holds, timezone.now())


def _read(text: str) -> UUID | None:
    """The membership of a token whose mark is right and whose hours are not over."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return None
    first, mark = raw[: UID + UNTIL], raw[UID + UNTIL :]
    if len(raw) != UID + UNTIL + MARK or not secrets.compare_digest(mark, _mark(first)):
        return None
    return UUID(bytes=first[:UID]) if int.from_bytes(first[UID:], "big") > time.time() else None
