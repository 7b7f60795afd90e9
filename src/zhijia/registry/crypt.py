"""Keys and ciphers of sensitive columns: AES-256-GCM with an algorithm tag, and a keyed hash to find by."""

from __future__ import annotations

import base64
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

TAG = "a1:"


@lru_cache(maxsize=8)
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"zhijia {purpose}".encode()).derive(
        secret.encode()
    )


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_key(secret, "column"))


def encrypt(clear: str) -> str:
    """The clear text as tag and base64 of nonce and ciphertext; empty stays empty."""
    if not clear:
        return ""
    nonce = secrets.token_bytes(12)
    sealed = _cipher(settings.SECRET_KEY).encrypt(nonce, clear.encode(), None)
    return TAG + base64.b64encode(nonce + sealed).decode()


def decrypt(stored: str) -> str:
    """The clear text again; raises ValueError when the key is another or the text was changed."""
    if not stored:
        return ""
    if not stored.startswith(TAG):
        raise ValueError("unknown cipher tag")
    raw = base64.b64decode(stored[len(TAG) :])
    try:
        return _cipher(settings.SECRET_KEY).decrypt(raw[:12], raw[12:], None).decode()
    except InvalidTag as error:
        raise ValueError("the sensitive value cannot be read: another key, or changed by hand") from error


def keyed_hash(text: str) -> str:
    """HMAC-SHA256 under a key apart from the encryption key: equal texts give equal hashes."""
    return hmac.digest(_key(settings.SECRET_KEY, "hash"), text.encode(), "sha256").hex()
