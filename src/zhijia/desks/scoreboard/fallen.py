"""A rate that rose because its base fell: the same people over fewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhijia.kernel.period import Period
from zhijia.tally import queries as tally
from zhijia.tally.queries import Figure
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.models import Org


@dataclass(frozen=True)
class Fallen:
    """A rate now and at the end of the year before; `steady` is what it would be over the base of then."""

    before: Figure
    now: Figure
    day: date
    steady: float


def fallen_base(figure: Figure, org: Org, as_of: date) -> Fallen | None:
    """What to say of a rate of standing numbers that rose while its base fell; None of any other."""
    ratio = RATIOS.get(figure.key)
    if ratio is None or figure.percent is None or figure.base is None:
        return None
    if not (INDICATORS[ratio.part].spans and INDICATORS[ratio.whole].spans):
        return None
    day = date(as_of.year - 1, 12, 31)
    before = tally.figure(figure.key, org.pk, Period.day(day), as_of=day)
    if before.percent is None or not before.base:
        return None
    if figure.base >= before.base or figure.percent <= before.percent:
        return None
    return Fallen(before, figure, day, figure.counted * 100 / before.base)
