"""How far a long list is: told beside the database, where nobody sees what a transaction still holds back."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

#: seconds between two words
PACE = 0.5
#: seconds after which a word is an old one
FRESH = 60


class Stopped(Exception):
    """Ends work that somebody does not want any more; its transaction leaves nothing behind."""


@dataclass(frozen=True)
class Told:
    """The step of now, how many rows of it are done, and of how many."""

    step: str = ""
    done: int = 0
    of: int = 0

    @property
    def percent(self) -> int:
        return min(self.done * 100 // self.of, 100) if self.of else 0


class Beat:
    """Tells from within the work; raises Stopped when it is not wanted any more."""

    def __init__(self, uid: UUID):
        self.uid, self.last = uid, 0.0

    def __call__(self, step: str, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self.last < PACE and done:
            return
        self.last = now
        if _mark(self.uid, "stop").exists():
            raise Stopped
        _write(self.uid, {"step": step, "done": done, "of": of})


def begin(uid: UUID) -> None:
    """The first word: from now on somebody listens for the next."""
    _write(uid, {})


def end(uid: UUID) -> None:
    """No more words."""
    for kind in ("beat", "stop"):
        _mark(uid, kind).unlink(missing_ok=True)


def stop(uid: UUID) -> None:
    """Asks the work to end."""
    if _mark(uid, "beat").exists():
        _mark(uid, "stop").touch()


def told(uid: UUID) -> Told:
    """The last word."""
    with suppress(OSError, ValueError):
        return Told(**json.loads(_mark(uid, "beat").read_text(encoding="utf-8")))
    return Told()


def under_way() -> bool:
    """Whether any work has had a word lately; a thing of the moment."""
    root, fresh = Path(settings.LISTS_ROOT), time.time() - FRESH
    with suppress(OSError):
        return any(path.stat().st_mtime > fresh for path in root.glob("*.beat"))
    return False


def silent_for(uid: UUID) -> timedelta:
    """How long ago the last word was; very long when there was none."""
    try:
        return timedelta(seconds=time.time() - _mark(uid, "beat").stat().st_mtime)
    except OSError:
        return timedelta.max


def _mark(uid: UUID, kind: str) -> Path:
    return Path(settings.LISTS_ROOT) / f"{uid.hex}.{kind}"


def _write(uid: UUID, said: dict[str, object]) -> None:
    place = _mark(uid, "beat")
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps(said), encoding="utf-8")
    fresh.replace(place)
