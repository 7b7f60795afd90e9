"""Where the bytes lie: one file for each SHA-256, written whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

PAGE, THUMB = "page.jpg", "thumb.jpg"


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def original(sha256: str) -> Path:
    """Where the bytes as uploaded lie; pictures are never served from there."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / sha256


def copy(sha256: str, size: str) -> Path:
    """Where a picture's served copy lies; it can be drawn again from the original."""
    return Path(settings.FILES_ROOT) / "served" / sha256[:2] / sha256[2:4] / f"{sha256}.{size}"


def keep(path: Path, data: bytes) -> None:
    """Writes a file beside its place, syncs it and gives it its name: readers never see half of it."""
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.parent / f".{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    # some systems cannot open a folder; the file itself is synced already
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
