"""Values the journal keeps but does not show: AES-256-GCM under a key of its own, bound to their place."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from zhijia.journal.digest import canonical

TAG = "a1:"
NAME = "sealed"
NONCE = 12


class Unreadable(ValueError):
    """A sealed value does not open: another key, another place, or changed by hand."""


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"zhijia journal values")
    return AESGCM(key.derive(secret.encode()))


def _place(kind: str, uid: UUID, field: str) -> bytes:
    """A value moved to another entry or field does not open there."""
    return f"{kind}|{uid}|{field}".encode()


def sealed(value: Any, *, kind: str, uid: UUID, field: str) -> dict[str, str] | None:
    """The value as {"sealed": tag and base64 of nonce and ciphertext}; None stays None."""
    if value is None:
        return None
    return {NAME: _told(secrets.token_bytes(NONCE), canonical(value), _place(kind, uid, field))}


def sealed_each(texts: Sequence[str], *, kind: str, uids: Sequence[UUID], field: str) -> list[str]:
    """The canonical JSON of many values of one field, each sealed, as canonical JSON again."""
    noise = secrets.token_bytes(NONCE * len(texts))
    return [
        "null"
        if text == "null"
        else f'{{"{NAME}":"{_told(noise[at * NONCE : at * NONCE + NONCE], text, _place(kind, uid, field))}"}}'
        for at, (text, uid) in enumerate(zip(texts, uids, strict=True))
    ]


def _told(nonce: bytes, text: str, place: bytes) -> str:
    closed = _cipher(settings.SECRET_KEY).encrypt(nonce, text.encode(), place)
    return TAG + base64.b64encode(nonce + closed).decode()


def is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {NAME}


def opened(value: Any, *, kind: str, uid: UUID, field: str) -> Any:
    """The value again; what is not sealed comes back as it is. Raises Unreadable."""
    if not is_sealed(value):
        return value
    text = str(value[NAME])
    if not text.startswith(TAG):
        raise Unreadable("unknown cipher tag")
    try:
        raw = base64.b64decode(text[len(TAG) :], validate=True)
        clear = _cipher(settings.SECRET_KEY).decrypt(raw[:NONCE], raw[NONCE:], _place(kind, uid, field))
    except (InvalidTag, ValueError) as error:
        raise Unreadable("another key, another place, or changed by hand") from error
    return json.loads(clear)
