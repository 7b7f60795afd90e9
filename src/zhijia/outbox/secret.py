"""Sealing of addresses and bodies at rest: AES-256-GCM under a key of this room alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

TAG = "o1:"
NONCE = 12


class Unreadable(ValueError):
    """Sealed text that another key sealed, that was changed, or that stands in another place than its own."""


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"zhijia outbox {purpose}".encode())
    return derivation.derive(secret.encode())


def seal(clear: str, *, place: str) -> str:
    """The text as tag and base64; `place` names row and column, so that it opens nowhere else."""
    nonce = secrets.token_bytes(NONCE)
    sealed = AESGCM(_key(settings.SECRET_KEY, "seal")).encrypt(nonce, clear.encode(), place.encode())
    return TAG + base64.b64encode(nonce + sealed).decode()


def unseal(stored: str, *, place: str) -> str:
    """The clear text again; raises Unreadable."""
    try:
        if not stored.startswith(TAG):
            raise ValueError("unknown tag")
        raw = base64.b64decode(stored[len(TAG) :], validate=True)
        opened = AESGCM(_key(settings.SECRET_KEY, "seal")).decrypt(raw[:NONCE], raw[NONCE:], place.encode())
    except (InvalidTag, binascii.Error, ValueError) as fault:
        raise Unreadable("the sealed text cannot be read: another key, or changed by hand") from fault
    return opened.decode()


def fingerprint(*parts: str) -> str:
    """A keyed hash: equal parts give equal fingerprints, and nobody without the key can try guesses."""
    joined = "\x00".join(parts).encode()
    return hmac.new(_key(settings.SECRET_KEY, "fingerprint"), joined, hashlib.sha256).hexdigest()
