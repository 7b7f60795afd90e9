"""The working day: a date in China, never a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_frozen: ContextVar[date | None] = ContextVar("frozen_day", default=None)


def today() -> date:
    """Today's date in Asia/Shanghai, whatever the server's clock zone."""
    return _frozen.get() or datetime.now(CHINA).date()


@contextmanager
def frozen(day: date) -> Iterator[None]:
    """Inside, `today()` is `day`: for tests and for a recount as of another day."""
    token = _frozen.set(day)
    try:
        yield
    finally:
        _frozen.reset(token)
