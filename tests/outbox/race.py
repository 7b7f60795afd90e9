"""Processes that deliver at once over a SQLite file of their own: `python -m tests.outbox.race FOLDER [kill]`.

The first process writes the messages, becomes a crowd, kills one of it if asked to, and reports as JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

MESSAGES = 60


def start(folder: Path) -> None:
    import django
    from django.conf import settings

    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "race.sqlite3", "OPTIONS": options}
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["zhijia.outbox"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        SECRET_KEY="a key for a race, long enough to be one",
        TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
        MESSAGES_ROOT=folder,
        USE_TZ=True,
    )
    django.setup()


def write() -> None:
    from django.core.management import call_command

    from zhijia.outbox import services

    call_command("migrate", verbosity=0)
    for number in range(MESSAGES):
        services.send(channel="sms", to="13800000001", body=f"message {number}", effect_key=f"key {number}")


def deliver(ready: int | None) -> None:
    from zhijia.outbox import delivery

    if ready is not None:
        os.write(ready, b".")
    delivery.deliver_waiting()


def crowd(*, kill: bool) -> list[int]:
    """Three processes deliver at the same time; the ends of those that were let live."""
    from django.db import connections

    connections.close_all()
    heard, ready = os.pipe()
    children = []
    for number in range(3):
        if not (child := os.fork()):
            try:
                deliver(None if number else ready)
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    if kill:
        os.read(heard, 1)  # the first is at work
        os.kill(children[0], signal.SIGKILL)
    ends = [os.waitpid(child, 0)[1] for child in children]
    return ends[1:] if kill else ends


def late() -> None:
    """A round at a time when every lease has run out."""
    from django.utils import timezone

    from zhijia.outbox import delivery

    delivery.deliver_waiting(now=timezone.now() + delivery.LEASE + timedelta(seconds=1))


def report(folder: Path, ends: list[int]) -> None:
    from zhijia.outbox.models import Message

    lines = [json.loads(line)["effect_key"] for line in (folder / "sms.jsonl").read_text().splitlines()]
    found = {
        "ends": ends,
        "lines": Counter(lines),
        "states": Counter(Message.objects.values_list("state", flat=True)),
        "tries": max(Message.objects.values_list("tries", flat=True)),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    start(place)
    write()
    seen = crowd(kill="kill" in sys.argv)
    late()
    report(place, seen)
