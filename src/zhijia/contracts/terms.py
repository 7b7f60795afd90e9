"""How long a contract of a kind runs: the federation's own rule, a setting and never law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from zhijia.kernel.period import add_months

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """The least and the most months of a contract; 0 where nothing is asked."""

    least: int = 0
    most: int = 0

    def earliest(self, first: date) -> date | None:
        """The earliest last day of a contract that begins on a day."""
        return add_months(first, self.least) - DAY if self.least else None

    def latest(self, first: date) -> date | None:
        """The latest last day of a contract that begins on a day."""
        return add_months(first, self.most) - DAY if self.most else None


#: by kind of contract; `settings.CONTRACT_TERMS` replaces single kinds
DEFAULT = {
    "general": Term(12, 36),
    "wage": Term(0, 12),
    "safety": Term(12, 36),
    "women": Term(12, 36),
}


def term(kind: str) -> Term:
    """The term of a kind of contract; one that asks for nothing where none is set."""
    own: Mapping[str, Term] = getattr(settings, "CONTRACT_TERMS", {})
    return {**DEFAULT, **own}.get(kind, Term())
