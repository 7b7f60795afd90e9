"""The moment something is done: the time of the clock on the day it is here."""

from __future__ import annotations

from datetime import datetime

from zhijia.kernel.day import CHINA, today


def moment() -> datetime:
    """Now, on the working day; with a day frozen the same hour of that day."""
    return datetime.combine(today(), datetime.now(CHINA).time(), tzinfo=CHINA)
