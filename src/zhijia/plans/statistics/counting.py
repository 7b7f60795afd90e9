"""What the house counts for each field of the yearly return, at several unions at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from zhijia.kernel.period import Period, add_months
from zhijia.plans.statistics.form import MEASURES
from zhijia.tally import queries as tally

YEAR = 12


@dataclass(frozen=True)
class Count:
    """What counts, and what is claimed in all."""

    counted: int
    claimed: int

    @property
    def lacking(self) -> int:
        return max(self.claimed - self.counted, 0)


#: counts by the code of their field
Counts = dict[str, Count]


def counts(period: Period, nodes: Collection[int], *, as_of: date | None = None) -> dict[int, Counts]:
    """Every field that can be counted, at each node: over the period, or as of its last day."""
    wanted = {code: (key, period) for code, key in MEASURES.items()}
    found = tally.figures_of(set(wanted.values()), nodes, as_of=as_of)
    return {
        node: {
            code: Count(found[one][node].counted, found[one][node].claimed) for code, one in wanted.items()
        }
        for node in nodes
    }


def year_before(period: Period) -> Period:
    """The statistical year before one."""
    return Period(add_months(period.start, -YEAR), period.start)


def frozen(found: Counts) -> dict[str, list[int]]:
    """Counts as a signed return keeps them."""
    return {code: [one.counted, one.claimed] for code, one in sorted(found.items())}


def thawed(kept: Mapping[str, list[int]]) -> Counts:
    """The counts of a signed return; fields the form has no longer are left out."""
    return {code: Count(*pair) for code, pair in kept.items() if code in MEASURES}


def checksum(code: str, period: Period, kept: Mapping[str, list[int]]) -> str:
    """SHA-256 over the union's code, the period and every figure: the same figures give the same."""
    text = json.dumps([code, period.key, dict(sorted(kept.items()))], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
