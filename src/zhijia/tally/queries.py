"""Questions about figures and the facts beneath them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.tally import sql
from zhijia.tally.figures import Cell, Figure, Wanted, children, day_of, figures_of, held_in
from zhijia.tally.indicator import Gate, Indicator, Ratio
from zhijia.tally.models import NodeTally
from zhijia.tally.sources import INDICATORS, RATIOS, model_of, source_of
from zhijia.tree.models import OrgSpan

__all__ = [
    "Cell",
    "Fact",
    "Figure",
    "Wanted",
    "by_month",
    "cells",
    "children",
    "entries",
    "facts",
    "figure",
    "figures",
    "figures_of",
    "firsts",
    "gates_missing",
    "measure",
    "missing",
    "stood_under",
]


def measure(key: str) -> Indicator | Ratio:
    """The indicator or ratio of a key; raises KeyError."""
    return RATIOS[key] if key in RATIOS else INDICATORS[key]


def cells(keys: Collection[str], nodes: Collection[int], periods: Collection[str]) -> dict[Any, Cell]:
    """(indicator, node, period key) → kept cell; absent means nothing was counted."""
    found = NodeTally.objects.filter(indicator__in=keys, node_id__in=nodes, period__in=periods)
    return {
        (key, node, period): Cell(counted, claimed)
        for key, node, period, counted, claimed in found.values_list(
            "indicator", "node_id", "period", "counted", "claimed"
        )
    }


def figures(
    key: str, nodes: Collection[int], period: Period, *, as_of: date | None = None
) -> dict[int, Figure]:
    """The figure of an indicator or ratio for each node as of a day (today, or the period's last)."""
    return figures_of([(key, period)], nodes, as_of=as_of)[key, period]


def figure(key: str, node_id: int, period: Period, *, as_of: date | None = None) -> Figure:
    """One node's figure; see `figures`."""
    return figures(key, [node_id], period, as_of=as_of)[node_id]


def by_month(key: str, node_id: int, period: Period) -> list[tuple[Period, Figure]]:
    """The figure of each month of a period up to today, for a trend."""
    months = [month for month in period.months() if month.start <= today()]
    return [(month, figure(key, node_id, month)) for month in months]


@dataclass(frozen=True)
class Fact:
    """What one entry gives one indicator: its missing gates say why it does not count."""

    entry_id: int
    org_id: int
    subject_id: int
    starts_on: date
    ends_on: date
    quantity: int
    missing: int


def facts(
    key: str, node_id: int, period: Period, *, as_of: date | None = None, counted: bool | None = None
) -> list[Fact]:
    """The facts behind an indicator's figure at a node, newest first; `counted` keeps one kind only."""
    source, number = source_of(key)
    held, place = held_in(source, period, day_of(period, as_of))
    text = (
        f"SELECT f.entry, f.node, f.s{number}, f.starts, f.ends, f.q{number}, f.m{number}"
        f" FROM ({sql.facts_sql(source)}) f JOIN tree_orgspan s ON s.org_id = f.node"
        f" AND s.ancestor_id = {int(node_id)} AND s.valid_from <= {place} AND s.valid_to > {place}"
        f" WHERE f.w{number} = 1 AND {held}"
    )
    if counted is not None:
        text += f" AND f.m{number} {'=' if counted else '<>'} 0"
    found = sql.rows(text + " ORDER BY f.starts DESC, f.entry DESC")
    return [
        Fact(entry, org, subject, _day(starts), _day(ends), quantity, bits)
        for entry, org, subject, starts, ends, quantity, bits in found
    ]


def firsts(key: str, node_id: int, period: Period, *, as_of: date | None = None) -> list[tuple[date, int]]:
    """How many counted subjects were seen for the first time in a period, by day; they add up to the figure."""
    source, number = source_of(key)
    held, place = held_in(source, period, day_of(period, as_of))
    found = sql.rows(
        "SELECT seen, COUNT(*) FROM ("
        f"SELECT MIN(f.starts) AS seen FROM ({sql.facts_sql(source)}) f JOIN tree_orgspan s ON s.org_id = f.node"
        f" AND s.ancestor_id = {int(node_id)} AND s.valid_from <= {place} AND s.valid_to > {place}"
        f" WHERE f.w{number} = 1 AND f.m{number} = 0 AND {held} GROUP BY f.s{number}"
        ") new GROUP BY seen ORDER BY seen"
    )
    return [(_day(seen), count) for seen, count in found]


def missing(key: str, node_id: int, period: Period, *, as_of: date | None = None) -> list[tuple[Gate, int]]:
    """How many claimed entries lack each gate, the commonest first."""
    lacking = [fact.missing for fact in facts(key, node_id, period, as_of=as_of, counted=False)]
    counts = [(gate, sum(1 for bits in lacking if bits & gate.bit)) for gate in INDICATORS[key].gates]
    return sorted([(gate, count) for gate, count in counts if count], key=lambda pair: -pair[1])


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def entries(key: str, found: Iterable[Fact]) -> QuerySet[Any]:
    """The entries behind facts."""
    return model_of(key)._default_manager.filter(pk__in=[fact.entry_id for fact in found])


def gates_missing(key: str, missing: int) -> list[Gate]:
    """The gates an entry has not passed, from the bits of its fact."""
    indicator = INDICATORS[key]
    return [gate for gate in indicator.gates if missing & gate.bit]


def stood_under(node_id: int, day: date) -> list[int]:
    """The organisations under a node on a day, itself included."""
    spans = OrgSpan.objects.filter(ancestor_id=node_id, valid_from__lte=day, valid_to__gt=day)
    return list(spans.values_list("org_id", flat=True))
