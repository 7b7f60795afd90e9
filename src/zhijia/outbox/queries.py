"""How far a message got, without its address and text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhijia.outbox.models import Message, State

__all__ = ["Status", "failed", "status", "statuses"]

COLUMNS = ("effect_key", "channel", "to_shown", "state", "tries", "created_at", "sent_at", "last_error")


@dataclass(frozen=True)
class Status:
    """What pages may show of a message; the address is masked, the body is not here at all."""

    effect_key: str
    channel: str
    to_shown: str
    state: str
    tries: int
    created_at: datetime
    sent_at: datetime | None
    last_error: str

    @property
    def label(self) -> str:
        """The state in the active language."""
        return str(State(self.state).label)


def status(effect_key: str) -> Status | None:
    """The status of the message with this effect key, or None."""
    return statuses([effect_key]).get(effect_key)


def statuses(effect_keys: Iterable[str]) -> dict[str, Status]:
    """The status by effect key, for those there are."""
    rows = Message.objects.filter(effect_key__in=list(effect_keys)).values_list(*COLUMNS)
    return {row[0]: Status(*row) for row in rows}


def failed(limit: int = 100) -> list[Status]:
    """The newest messages that were given up."""
    rows = Message.objects.filter(state=State.FAILED).order_by("-created_at", "-id").values_list(*COLUMNS)
    return [Status(*row) for row in rows[:limit]]
