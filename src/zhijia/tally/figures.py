"""Figures: from cells where they are kept, from facts for any other day; many by as few queries as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.tally import sql
from zhijia.tally.indicator import Ratio
from zhijia.tally.models import Mark, NodeTally, TallyPeriod
from zhijia.tally.sources import RATIOS, Source, source_of, sources
from zhijia.tree.models import Relation


@dataclass(frozen=True)
class Cell:
    """Counted, and claimed in all (counted or not)."""

    counted: int = 0
    claimed: int = 0


@dataclass(frozen=True)
class Figure:
    """One number of one node over one period: what counts, what is only claimed, and of what base.

    `percent` is None for a count, and for a ratio without a base; `lacking` are nodes whose base is missing.
    """

    key: str
    node_id: int
    period: Period
    as_of: date
    counted: int
    claimed: int
    base: int | None = None
    percent: float | None = None
    lacking: tuple[int, ...] = ()
    pending: bool = False

    @property
    def not_counted(self) -> int:
        return max(self.claimed - self.counted, 0)

    @property
    def has_no_base(self) -> bool:
        return self.key in RATIOS and self.percent is None


#: what is asked for: an indicator's or ratio's key over a period
Wanted = tuple[str, Period]


@dataclass(frozen=True)
class _Part:
    """One indicator over a period as of a day; a ratio is made of two."""

    key: str
    period: Period
    day: date


def figures_of(
    wanted: Collection[Wanted], nodes: Collection[int], *, as_of: date | None = None
) -> dict[Wanted, dict[int, Figure]]:
    """For each key and period the figures as of a day (today, or the period's last), read together."""
    parts = {part for one in wanted for part in _parts(one, as_of)}
    values = _values(parts, nodes)
    pending = Mark.objects.exists()
    return {one: _figures(one, nodes, as_of, values, pending) for one in wanted}


def day_of(period: Period, as_of: date | None) -> date:
    """The last day a figure of a period includes."""
    return min(as_of or today(), period.last)


def _parts(one: Wanted, as_of: date | None) -> list[_Part]:
    key, period = one
    keys = [RATIOS[key].part, RATIOS[key].whole] if key in RATIOS else [key]
    return [_Part(each, period, day_of(period, as_of)) for each in keys]


def _figures(
    one: Wanted,
    nodes: Collection[int],
    as_of: date | None,
    values: dict[_Part, dict[int, Cell]],
    pending: bool,
) -> dict[int, Figure]:
    key, period = one
    found = [values[part] for part in _parts(one, as_of)]
    day = day_of(period, as_of)
    if key in RATIOS:
        return _ratios(RATIOS[key], nodes, period, day, found[0], found[1], pending=pending)
    cells = found[0]
    return {
        node: Figure(key, node, period, day, cells[node].counted, cells[node].claimed, pending=pending)
        for node in nodes
    }


def _values(parts: Iterable[_Part], nodes: Collection[int]) -> dict[_Part, dict[int, Cell]]:
    """The cells of each part: the kept ones by one query, the others from facts, a query for each source."""
    source_of = {one.key: (source, at) for source in sources() for at, one in enumerate(source.indicators)}
    asked = list(parts)
    kept = _kept_names(asked, source_of)
    cells = _cells({(part.key, kept[part]) for part in asked if part in kept}, nodes)
    found = {
        part: {node: cells.get((part.key, node, kept[part]), Cell()) for node in nodes}
        for part in asked
        if part in kept
    }
    loose: dict[tuple[str, Period, date], list[_Part]] = defaultdict(list)
    for part in asked:
        if part not in kept:
            loose[source_of[part.key][0].key, part.period, part.day].append(part)
    for together in loose.values():
        source = source_of[together[0].key][0]
        found |= _from_facts(source, together, nodes)
    return found


def _kept_names(parts: list[_Part], source_of: dict[str, tuple[Source, int]]) -> dict[_Part, str]:
    """The kept period whose cell says what a part asks; parts without one are left out."""
    days = {part.day for part in parts if source_of[part.key][0].is_stock}
    names = {part.period.key for part in parts}
    rows = list(
        TallyPeriod.objects.filter(Q(last_on__in=days) | Q(key__in=names))
        .order_by("stocks_only", "id")
        .values_list("key", "last_on", "stocks_only")
    )
    flows = {key for key, _last, stocks_only in rows if not stocks_only}
    stocks = {last: key for key, last, _only in reversed(rows)}
    found = {}
    for part in parts:
        if source_of[part.key][0].is_stock:
            name = stocks.get(part.day)
        else:
            running = part.day >= part.period.last or part.day >= today()
            name = part.period.key if running and part.period.key in flows else None
        if name is not None:
            found[part] = name
    return found


def _cells(wanted: set[tuple[str, str]], nodes: Collection[int]) -> dict[tuple[str, int, str], Cell]:
    by_period: dict[str, list[str]] = defaultdict(list)
    for key, name in wanted:
        by_period[name].append(key)
    if not by_period or not nodes:
        return {}
    places = Q(*(Q(period=name, indicator__in=keys) for name, keys in by_period.items()), _connector=Q.OR)
    rows = NodeTally.objects.filter(places, node_id__in=nodes)
    return {
        (key, node, name): Cell(counted, claimed)
        for key, node, name, counted, claimed in rows.values_list(
            "indicator", "node_id", "period", "counted", "claimed"
        )
    }


def _from_facts(source: Source, parts: list[_Part], nodes: Collection[int]) -> dict[_Part, dict[int, Cell]]:
    """Parts of one source, period and day by one SELECT over its facts."""
    chosen = tuple(one for one in source.indicators if one.key in {part.key for part in parts})
    several = Source(source.key, source.model, source.org, source.on, source.spans, chosen)
    held, place = held_in(several, parts[0].period, parts[0].day)
    rows = sql.rows(
        f"SELECT s.ancestor_id, {sql.cells(several)} FROM ({sql.facts_sql(several)}) f"
        f" JOIN tree_orgspan s ON s.org_id = f.node AND s.valid_from <= {place} AND s.valid_to > {place}"
        f" WHERE {held} AND {sql.within('s.ancestor_id', set(nodes))} GROUP BY s.ancestor_id"
    )
    numbers = {one.key: at for at, one in enumerate(chosen)}
    by_node = {int(node): cells for node, *cells in rows}
    return {part: {node: _cell(by_node.get(node), numbers[part.key]) for node in nodes} for part in parts}


def _cell(row: list[int | None] | None, number: int) -> Cell:
    if row is None:
        return Cell()
    return Cell(int(row[2 * number] or 0), int(row[2 * number + 1] or 0))


def held_in(source: Source, period: Period, day: date) -> tuple[str, str]:
    """The condition that a fact counts in a period as of a day, and the day that decides its place."""
    last = sql.literal(day)
    if source.is_stock:
        return f"f.starts <= {last} AND f.ends > {last}", last
    return f"f.starts >= {sql.literal(period.start)} AND f.starts <= {last}", "f.starts"


def _ratios(
    ratio: Ratio,
    nodes: Collection[int],
    period: Period,
    day: date,
    parts: dict[int, Cell],
    bases: dict[int, Cell],
    *,
    pending: bool,
) -> dict[int, Figure]:
    lacking = _lacking(ratio, nodes, period, day) if ratio.external_base else {}
    found = {}
    for node in nodes:
        part, base = parts[node], bases[node].counted
        without = tuple(lacking.get(node, ()))
        percent = None if not base or without else part.counted * 100 / base
        found[node] = Figure(
            ratio.key, node, period, day, part.counted, part.claimed, base or None, percent, without, pending
        )
    return found


def _lacking(ratio: Ratio, nodes: Collection[int], period: Period, day: date) -> dict[int, list[int]]:
    """Children with a part but without a base, for nodes that have no base of their own."""
    own = set(
        sql.rows(
            f"SELECT DISTINCT f.node, 1 FROM ({_facts_of(ratio.whole)}) f"
            f" WHERE f.starts <= {sql.literal(day)} AND f.ends > {sql.literal(day)}"
        )
    )
    placed = {node for node, _one in own}
    below = children(nodes, day)
    everyone = {child for found in below.values() for child in found}
    asked = [_Part(ratio.part, period, day), _Part(ratio.whole, period, day)]
    values = _values(asked, everyone)
    parts, bases = values[asked[0]], values[asked[1]]
    return {
        node: [child for child in found if parts[child].counted and not bases[child].counted]
        for node, found in below.items()
        if node not in placed
    }


def _facts_of(key: str) -> str:
    return sql.facts_sql(source_of(key)[0])


def children(nodes: Collection[int], day: date) -> dict[int, list[int]]:
    """The organisations led directly by each node on a day, by name."""
    found = Relation.objects.filter(kind="leads", above_id__in=nodes, valid_from__lte=day)
    found = found.exclude(valid_to__lte=day).exclude(org__closed_on__lte=day).order_by("org__path")
    below: dict[int, list[int]] = {node: [] for node in nodes}
    for above, org in found.values_list("above_id", "org_id"):
        below[above].append(org)
    return below
