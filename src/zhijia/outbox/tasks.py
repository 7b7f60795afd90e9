"""Jobs of the outbox for the job worker."""

from __future__ import annotations

import logging

from django_tasks import task

from zhijia.outbox import delivery

logger = logging.getLogger(__name__)


@task()
def deliver() -> int:
    """Delivers what is due, comes back when some of it must be tried again, and gives the number sent."""
    outcome = delivery.deliver_waiting()
    if outcome.next_try_at is not None and deliver.get_backend().supports_defer:
        deliver.using(run_after=outcome.next_try_at).enqueue()
    return outcome.sent


def announce() -> None:
    """Asks the job worker to deliver; a message whose job could not be written waits for the next sweep."""
    try:
        deliver.enqueue()
    except Exception:
        # the change itself is committed: its answer must not become an error because of a job
        logger.exception("outbox: the delivery job could not be written")


def sweep() -> bool:
    """Asks for delivery when something is due and unleased: for start-up and once a minute after it."""
    if not delivery.is_due():
        return False
    announce()
    return True
