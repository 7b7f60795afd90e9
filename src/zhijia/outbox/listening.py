"""What comes back from outside: receipts of delivery, and replies handed to the rooms that understand them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.utils import timezone

from zhijia.outbox.models import Channel, Message, State
from zhijia.outbox.providers import Reply, Report, provider_for

NUMBER = re.compile(r"\d{7,}")
logger = logging.getLogger(__name__)

#: the rooms that understand replies add themselves when the house is set up
HEARERS: list[Callable[[Reply], object]] = []


def listen() -> int:
    """Asks every provider what came back; the number of reports and replies taken up."""
    taken = 0
    for channel in Channel:
        heard = getattr(provider_for(channel), "heard", None)
        for told in heard(str(channel)) if heard else ():
            taken += 1
            _take(told)
    return taken


def _take(told: Report | Reply) -> None:
    if isinstance(told, Report):
        note(told)
        return
    for hearer in HEARERS:
        try:
            hearer(told)
        except Exception:  # one reply nobody can make sense of must not lose those behind it
            logger.exception("a reply could not be taken up")


def note(report: Report) -> bool:
    """Whether a report told something new: of a message that is on its way it says how it ended."""
    rows = Message.objects.filter(receipt=report.receipt, state=State.SENT).exclude(receipt="")
    if report.arrived:
        return bool(rows.update(state=State.DELIVERED, arrived_at=timezone.now(), last_error=""))
    # a provider may repeat the number it could not reach; pages show none
    reason = NUMBER.sub("…", report.reason.replace("\x00", ""))[:300]
    return bool(rows.update(state=State.FAILED, last_error=reason))
