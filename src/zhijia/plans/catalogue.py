"""The indicators as the plan reader needs them: names in the words of plans."""

from __future__ import annotations

from zhijia.plans.reader import Measure
from zhijia.tally.sources import INDICATORS, RATIOS

#: how plans write the units of indicators
WORDS = {
    "person": "人",
    "place": "家",
    "unit": "家",
    "union": "个",
    "entry": "件",
    "time": "次",
    "fen": "元",
    "%": "%",
}


def measures() -> list[Measure]:
    """Everything that can be counted, with its Chinese wordings; the default of several stands first."""
    rates = [Measure(one.key, one.names, "%", "ratio") for one in RATIOS.values() if one.names]
    counts = [
        Measure(one.key, one.names, WORDS.get(one.unit, ""), "stock" if one.is_stock else "flow")
        for one in INDICATORS.values()
        if one.names
    ]
    return rates + counts
