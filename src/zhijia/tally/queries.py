"""Reading figures: from cells where they are kept, from facts for any other day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.tally import recount, sql
from zhijia.tally.indicator import Gate, Indicator, Ratio
from zhijia.tally.models import Mark, NodeTally, TallyPeriod
from zhijia.tally.sources import INDICATORS, RATIOS, Source, model_of, source_of
from zhijia.tree.models import OrgSpan, Relation


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
    day = min(as_of or today(), period.last)
    if key in RATIOS:
        return _ratios(RATIOS[key], nodes, period, day)
    kept = _values(key, nodes, period, day)
    pending = Mark.objects.exists()
    return {
        node: Figure(key, node, period, day, kept[node].counted, kept[node].claimed, pending=pending)
        for node in nodes
    }


def figure(key: str, node_id: int, period: Period, *, as_of: date | None = None) -> Figure:
    """One node's figure; see `figures`."""
    return figures(key, [node_id], period, as_of=as_of)[node_id]


def _values(key: str, nodes: Collection[int], period: Period, day: date) -> dict[int, Cell]:
    """Cells of an indicator at a day: the kept ones where a kept period says the same, else from facts."""
    source, number = source_of(key)
    name = _kept_key(source, period, day)
    if name is not None:
        kept = cells([key], nodes, [name])
        return {node: kept.get((key, node, name), Cell()) for node in nodes}
    return _from_facts(source, number, nodes, period, day)


def _kept_key(source: Source, period: Period, day: date) -> str | None:
    """The kept period whose cell is this figure; a flow of a running period has nothing after today."""
    if source.is_stock:
        whole = TallyPeriod.objects.filter(last_on=day).order_by("stocks_only").first()
        return whole.key if whole else None
    if day < period.last and day < today():
        return None
    return period.key if TallyPeriod.objects.filter(key=period.key, stocks_only=False).exists() else None


def _from_facts(
    source: Source, number: int, nodes: Collection[int], period: Period, day: date
) -> dict[int, Cell]:
    single = Source(
        source.key, source.model, source.org, source.on, source.spans, (source.indicators[number],)
    )
    first, last = sql.literal(period.start), sql.literal(day)
    if source.is_stock:
        held, place = f"f.starts <= {last} AND f.ends > {last}", last
    else:
        held, place = f"f.starts >= {first} AND f.starts <= {last}", "f.starts"
    found = recount.rows(
        f"SELECT s.ancestor_id, {sql.cells(single)} FROM ({sql.facts_sql(single)}) f"
        f" JOIN tree_orgspan s ON s.org_id = f.node AND s.valid_from <= {place} AND s.valid_to > {place}"
        f" WHERE {held} AND {recount.within('s.ancestor_id', set(nodes))} GROUP BY s.ancestor_id"
    )
    values = {node: Cell(int(counted or 0), int(claimed or 0)) for node, counted, claimed in found}
    return {node: values.get(node, Cell()) for node in nodes}


def _ratios(ratio: Ratio, nodes: Collection[int], period: Period, day: date) -> dict[int, Figure]:
    parts, bases = _values(ratio.part, nodes, period, day), _values(ratio.whole, nodes, period, day)
    lacking = _lacking(ratio, nodes, period, day) if ratio.external_base else {}
    pending = Mark.objects.exists()
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
        recount.rows(
            f"SELECT DISTINCT f.node, 1 FROM ({_facts_of(ratio.whole)}) f"
            f" WHERE f.starts <= {sql.literal(day)} AND f.ends > {sql.literal(day)}"
        )
    )
    placed = {node for node, _one in own}
    below = children(nodes, day)
    everyone = {child for found in below.values() for child in found}
    parts = _values(ratio.part, everyone, period, day)
    bases = _values(ratio.whole, everyone, period, day)
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
    day = min(as_of or today(), period.last)
    last = sql.literal(day)
    held = f"f.starts >= {sql.literal(period.start)} AND f.starts <= {last}"
    place = "f.starts"
    if source.is_stock:
        held, place = f"f.starts <= {last} AND f.ends > {last}", last
    text = (
        f"SELECT f.entry, f.node, f.s{number}, f.starts, f.ends, f.q{number}, f.m{number}"
        f" FROM ({sql.facts_sql(source)}) f JOIN tree_orgspan s ON s.org_id = f.node"
        f" AND s.ancestor_id = {int(node_id)} AND s.valid_from <= {place} AND s.valid_to > {place}"
        f" WHERE f.w{number} = 1 AND {held}"
    )
    if counted is not None:
        text += f" AND f.m{number} {'=' if counted else '<>'} 0"
    found = recount.rows(text + " ORDER BY f.starts DESC, f.entry DESC")
    return [
        Fact(entry, org, subject, _day(starts), _day(ends), quantity, bits)
        for entry, org, subject, starts, ends, quantity, bits in found
    ]


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
