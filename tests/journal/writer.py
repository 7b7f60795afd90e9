"""A process of its own that writes the journal or seals it: `-m tests.journal.writer write|seal|die N`."""

from __future__ import annotations

import os
import random
import signal
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402

from tests.journal.conftest import Probe, add, write  # noqa: E402
from zhijia.journal import sealer  # noqa: E402


def act(number: int) -> None:
    """An honest write; every fourth one takes its time before it commits, every fifth one is given up."""
    with transaction.atomic():
        write(Probe.objects.create(name=f"{os.getpid()}-{number}"), "add", None)
        if number % 4 == 0:
            time.sleep(random.uniform(0.005, 0.05))
        if number % 5 == 0:
            transaction.set_rollback(True)


def die() -> None:
    """Killed between a change and the act that tells of it."""
    add("一")
    with transaction.atomic():
        Probe.objects.update(name="二", version=2)
        os.kill(os.getpid(), signal.SIGKILL)


def main(work: str, count: int) -> None:
    if work == "die":
        die()
    for number in range(1, count + 1):
        if work == "write":
            act(number)
        else:
            sealer.seal_now()
        time.sleep(0.01)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
