"""Who carries messages out: an interface, and a provider that writes them to a file."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.module_loading import import_string

from zhijia.outbox.letters import Letter

FILE_PROVIDER = "zhijia.outbox.providers.FileProvider"
DEFAULT_PROVIDERS: Mapping[str, str] = {
    "sms": FILE_PROVIDER,
    "email": FILE_PROVIDER,
    "webhook": FILE_PROVIDER,
}


class Undeliverable(Exception):
    """The message will never arrive, however often it is tried: an unknown number, a refused text."""


class Provider(Protocol):
    """Carries letters of one channel."""

    def send(self, letter: Letter) -> str:
        """The receipt of a letter handed over; a repeat of an effect key is not handed over again.

        Raises Undeliverable when no further try can help; any other exception is tried again later.
        """


def provider_for(channel: str) -> Provider:
    """The provider the setting OUTBOX_PROVIDERS names for a channel; raises ImproperlyConfigured."""
    channel = str(channel)
    chosen = {**DEFAULT_PROVIDERS, **getattr(settings, "OUTBOX_PROVIDERS", {})}
    try:
        provider: Provider = import_string(chosen[channel])()
    except KeyError as missing:
        raise ImproperlyConfigured(f"OUTBOX_PROVIDERS names no provider for {channel!r}.") from missing
    except (ImportError, TypeError) as fault:
        raise ImproperlyConfigured(f"The provider of {channel!r} cannot be made: {fault}") from fault
    return provider


class FileProvider:
    """Appends each letter as a JSON line to `<channel>.jsonl` in MESSAGES_ROOT, with mode 0600."""

    def send(self, letter: Letter) -> str:
        with _locked(Path(settings.MESSAGES_ROOT) / f"{letter.channel}.jsonl") as file:
            # a first try cannot be a repeat, so the file is searched only afterwards
            if letter.attempt == 1 or not _holds(file, letter.effect_key):
                _append(file, _line(letter))
        return f"file:{letter.uid}"


def _line(letter: Letter) -> dict[str, str]:
    head = {"at": timezone.now().isoformat(), "uid": str(letter.uid), "effect_key": letter.effect_key}
    return {**head, "to": letter.to, "body": letter.body}


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    """The file, made if missing, with mode 0600, for this process alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8", newline="\n") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.fchmod(file.fileno(), 0o600)
        yield file


def _holds(file: IO[str], effect_key: str) -> bool:
    """Whether a whole line of the file has this effect key; a line cut off by a crash does not count."""
    file.seek(0)
    for line in file:
        try:
            if json.loads(line).get("effect_key") == effect_key:
                return True
        except ValueError:
            continue
    return False


def _append(file: IO[str], line: Mapping[str, str]) -> None:
    file.seek(0, os.SEEK_END)
    # begins a line of its own even after one that a crash cut off
    start = "" if _ends_in_newline(file) else "\n"
    file.write(start + json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()
    os.fsync(file.fileno())


def _ends_in_newline(file: IO[str]) -> bool:
    size = os.fstat(file.fileno()).st_size
    return size == 0 or os.pread(file.fileno(), 1, size - 1) == b"\n"
