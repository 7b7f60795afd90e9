"""From which day to which a contract holds: agreed days, the labour office's silence, an early end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhijia.law import queries as law

DAY = timedelta(days=1)


def effective_on(contract: Any) -> date:
    """The first day a contract binds: not before its term, nor before the labour office let it pass.

    It lets it pass with its opinion, or by saying nothing within the days the law gives it.
    """
    if contract.filed_on is None:
        return contract.starts_on  # type: ignore[no-any-return]
    return max(contract.starts_on, contract.reviewed_on or _by_silence(contract.filed_on))  # type: ignore[no-any-return]


def _by_silence(filed_on: date) -> date:
    """The day after the last on which the labour office could object."""
    try:
        return law.deadline("cb_effective_by_lapse", start=filed_on).due() + DAY
    except law.UnknownRule:
        # filed before the law that gives the days
        return filed_on


def ended_on(contract: Any) -> date:
    """The first day a contract no longer binds."""
    return (contract.terminated_on or contract.last_on) + DAY  # type: ignore[no-any-return]
