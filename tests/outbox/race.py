"""A process of its own over a SQLite file: `python -m tests.outbox.race FOLDER write|deliver|late|report`.

The test database is in memory, where processes cannot meet; this one is a file, set up as the house does it.
"""

from __future__ import annotations

import json
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


def deliver() -> None:
    from zhijia.outbox import delivery

    print("ready", flush=True)
    delivery.deliver_waiting()


def late() -> None:
    """A round at a time when every lease has run out."""
    from django.utils import timezone

    from zhijia.outbox import delivery

    delivery.deliver_waiting(now=timezone.now() + delivery.LEASE + timedelta(seconds=1))


def report(folder: Path) -> None:
    from zhijia.outbox.models import Message

    lines = [json.loads(line)["effect_key"] for line in (folder / "sms.jsonl").read_text().splitlines()]
    states = Counter(Message.objects.values_list("state", flat=True))
    print(
        json.dumps(
            {
                "lines": Counter(lines),
                "states": states,
                "tries": max(Message.objects.values_list("tries", flat=True)),
            }
        )
    )


if __name__ == "__main__":
    place = Path(sys.argv[1])
    start(place)
    {"write": write, "deliver": deliver, "late": late, "report": lambda: report(place)}[sys.argv[2]]()
