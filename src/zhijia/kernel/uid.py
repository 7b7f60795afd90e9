"""Identifiers that sort by the moment they were made: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import secrets
import time
import uuid

#: version and variant, and the 74 bits around them that are random
FORM = (7 << 76) | (2 << 62)
RANDOM = ((1 << 76) - 1) ^ (3 << 62)


def uuid7() -> uuid.UUID:
    """A new UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    millis = time.time_ns() // 1_000_000
    value = (millis << 80) | (7 << 76) | (secrets.randbits(12) << 64) | (2 << 62) | secrets.randbits(62)
    return uuid.UUID(int=value)


def uuid7s(count: int) -> list[uuid.UUID]:
    """Many new ones at once, in ascending order."""
    millis, noise = time.time_ns() // 1_000_000, secrets.token_bytes(10 * count)
    first = (millis << 80) | FORM
    bits = (int.from_bytes(noise[at : at + 10]) & RANDOM for at in range(0, 10 * count, 10))
    return [uuid.UUID(int=first | one) for one in sorted(bits)]
