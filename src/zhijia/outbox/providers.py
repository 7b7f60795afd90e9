"""Who carries messages out: an interface, and a provider that writes them to a file."""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.module_loading import import_string

from zhijia.outbox.letters import Letter

logger = logging.getLogger(__name__)
FILE_PROVIDER = "zhijia.outbox.providers.FileProvider"
DEFAULT_PROVIDERS: Mapping[str, str] = {
    "sms": FILE_PROVIDER,
    "email": FILE_PROVIDER,
    "webhook": FILE_PROVIDER,
    "wechat": FILE_PROVIDER,
}


class Undeliverable(Exception):
    """The message will never arrive, however often it is tried: an unknown number, a refused text."""


class Provider(Protocol):
    """Carries letters of one channel."""

    def send(self, letter: Letter) -> str:
        """The receipt of a letter handed over; a repeat of an effect key is not handed over again.

        Raises Undeliverable when no further try can help; any other exception is tried again later.
        """


@dataclass(frozen=True)
class Report:
    """What a provider says later of a letter it took: it arrived, or why it did not."""

    receipt: str
    arrived: bool
    reason: str = ""


@dataclass(frozen=True)
class Reply:
    """A message somebody sent to the house, by the address it came from."""

    channel: str
    sender: str = field(repr=False)
    text: str = field(repr=False)


class Listening(Protocol):
    """A provider that also tells what came back; one that cannot leaves the method out."""

    def heard(self, channel: str) -> Iterable[Report | Reply]:
        """What came since it was last asked; each is told once."""


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

    def heard(self, channel: str) -> Iterator[Report | Reply]:
        """The lines of `in/<channel>*.jsonl` in MESSAGES_ROOT; a file read is renamed to `….read`.

        {"receipt": "file:…", "arrived": true, "reason": ""} is a report, {"from": "…", "text": "TD"} a reply.
        """
        for path in sorted((Path(settings.MESSAGES_ROOT) / "in").glob(f"{channel}*.jsonl")):
            taken = path.with_suffix(".read")
            try:
                path.rename(taken)
            except FileNotFoundError:  # another process was first
                continue
            for line in taken.read_text(encoding="utf-8", errors="replace").splitlines():
                if (one := told(channel, line)) is not None:
                    yield one


def told(channel: str, line: str) -> Report | Reply | None:
    """A line of what came back, as a report or a reply; None for one that cannot be read."""
    try:
        row = json.loads(line)
        if "receipt" in row:
            return Report(str(row["receipt"]), row["arrived"] is True, str(row.get("reason", "")))
        return Reply(channel, str(row["from"]), str(row["text"]))
    except (ValueError, KeyError, TypeError):
        logger.warning("a line that came for %s cannot be read", channel)
        return None


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
