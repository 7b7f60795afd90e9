"""The heads of the chain outside the database: one line of JSON a seal, appended and synced.

Whoever rewrites the whole chain, or cuts its tail, cannot match the lines; copies of the file belong
elsewhere (the upper union, the auditor's mail, printed minutes). A line written twice does no harm:
two sealers may overlap.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from zhijia.journal.models import Seal

TAIL = 65_536


def place() -> Path:
    """The file with the heads."""
    return Path(settings.DATA) / "heads.jsonl"


def heads() -> Iterator[dict[str, Any]]:
    """The readable lines, first to last; a line torn by a crash is left out and was written again."""
    if not place().exists():
        return
    with place().open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if (head := _read(line)) is not None:
                yield head


def _read(line: str) -> dict[str, Any] | None:
    try:
        head = json.loads(line)
    except ValueError:
        return None
    known = (
        isinstance(head, dict) and isinstance(head.get("number"), int) and isinstance(head.get("head"), str)
    )
    return head if known else None


def _last_number() -> int:
    """The newest anchored seal, read from the end of the file."""
    if not place().exists():
        return 0
    with place().open("rb") as file:
        file.seek(max(0, place().stat().st_size - TAIL))
        lines = file.read().decode("utf-8", "replace").splitlines()
    return max((head["number"] for line in lines if (head := _read(line))), default=0)


def export() -> int:
    """Appends the heads of committed seals not yet anchored; how many. Raises OSError (disk full)."""
    waiting = list(Seal.objects.filter(number__gt=_last_number()).order_by("number").defer("marks"))
    if not waiting:
        return 0
    text = "".join(json.dumps(_line(seal)) + "\n" for seal in waiting)
    handle = os.open(place(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
    try:
        size = os.fstat(handle).st_size
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, (("\n" if torn else "") + text).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    return len(waiting)


def _line(seal: Seal) -> dict[str, Any]:
    return {
        "number": seal.number,
        "head": seal.head,
        "at": seal.at.isoformat(),
        "events": seal.last_event,
        "witnesses": seal.last_witness,
    }
