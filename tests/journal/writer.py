"""Processes of their own that write the journal or seal it: `-m tests.journal.writer write=N seal=N …`, or `die=1`."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback

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


def labour(work: str, count: int) -> None:
    if work == "die":
        die()
    for number in range(1, count + 1):
        if work == "write":
            act(number)
        else:
            sealer.seal_now()
        time.sleep(0.01)


def main(works: list[str]) -> int:
    """One process for each work, all of them made from this one, which has no connection yet; 1 when any failed."""
    parts = [(work, int(count)) for work, _, count in (one.partition("=") for one in works)]
    if len(parts) == 1:
        labour(*parts[0])
        return 0
    made = []
    for part in parts:
        if not (child := os.fork()):
            failed = 1
            try:
                labour(*part)
                failed = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(failed)
        made.append(child)
    ends = [os.waitpid(child, 0)[1] for child in made]
    return int(any(ends))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
