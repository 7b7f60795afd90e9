"""The job worker: counts what is marked, sends what waits, seals the journal, turns the day, reminds, reads lists."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from zhijia.journal import sealer
from zhijia.outbox import listening
from zhijia.outbox import tasks as outbox
from zhijia.plans import reminders
from zhijia.sheets import errands
from zhijia.tally import services as tally

logger = logging.getLogger(__name__)


def run_tasks() -> None:
    """The tasks that are due; nothing is locked while there are none."""
    if not DBTaskResult.objects.ready().exists():
        return
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="zhijia",
        excluded_queue_names=[],
    ).run()


#: job, seconds between two runs
JOBS: tuple[tuple[Callable[[], object], float], ...] = (
    (tally.refresh, 1.0),
    (run_tasks, 1.0),
    (outbox.sweep, 60.0),
    (listening.listen, 30.0),
    (sealer.seal_now, 30.0),
    (tally.ensure_today, 60.0),
    (reminders.remind_by_day, 900.0),
)


def run_once() -> None:
    """Every job once; a failing one is logged and does not stop the others."""
    for job in (*(job for job, _seconds in JOBS), errands.run_waiting):
        _run(job)


def _run(job: Callable[[], object]) -> None:
    try:
        job()
    except Exception:
        logger.exception("a job failed and will be tried again")
    finally:
        close_old_connections()


def run_until(stop: threading.Event) -> None:
    """All jobs, each at its pace, until `stop` is set."""
    due = [0.0] * len(JOBS)
    while not stop.is_set():
        now = time.monotonic()
        for number, (job, seconds) in enumerate(JOBS):
            if now >= due[number]:
                _run(job)
                due[number] = time.monotonic() + seconds
        stop.wait(0.5)


def work_lists(stop: threading.Event) -> None:
    """Works through the lists that wait, one after the other, until `stop` is set."""
    while not stop.wait(1.0):
        _run(errands.run_waiting)


def main() -> None:
    """Runs as a process of its own until it is told to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_args: stop.set())
    # long lists have a thread of their own: figures are counted and messages sent meanwhile. What is under way
    # when the process ends leaves nothing behind and is taken up again by the next one.
    threading.Thread(target=work_lists, args=(stop,), name="lists", daemon=True).start()
    run_until(stop)
