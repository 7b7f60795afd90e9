"""Values the journal keeps but does not show: AES-256-GCM under a key of its own, bound to their place."""

from __future__ import annotations

import base64
import json
import secrets
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
    nonce = secrets.token_bytes(12)
    text = _cipher(settings.SECRET_KEY).encrypt(nonce, canonical(value).encode(), _place(kind, uid, field))
    return {NAME: TAG + base64.b64encode(nonce + text).decode()}


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
        clear = _cipher(settings.SECRET_KEY).decrypt(raw[:12], raw[12:], _place(kind, uid, field))
    except (InvalidTag, ValueError) as error:
        raise Unreadable("another key, another place, or changed by hand") from error
    return json.loads(clear)
