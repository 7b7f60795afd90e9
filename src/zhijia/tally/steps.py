"""Organisations' own cells counted in steps: entries alike in what decides are one row before any period is asked.

Between two edges of the kept periods it does not matter on which day an entry begins or ends. So entries of one
organisation that begin and end between the same edges are added up first, once and not again for every period. A
subject that one organisation has several times cannot be added up; these are told apart period by period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from zhijia.tally import sql
from zhijia.tally.models import TallyPeriod
from zhijia.tally.sources import Source

Keys = Collection[str] | None


def fits(source: Source) -> bool:
    """Whether all indicators that tell subjects apart tell the same ones apart, and none adds their amounts."""
    apart = [indicator for indicator in source.indicators if indicator.distinct]
    return len({indicator.distinct for indicator in apart}) <= 1 and not any(one.amount for one in apart)


def own_cells(source: Source, among: str, periods: Keys) -> str:
    """Rows of org, period and the cells (c0, d0, c1, …) of the organisations' own facts f that are `among`."""
    names = [name for name, _worth, _apart in _cells(source)]
    sums = ", ".join(f"SUM(f.{name}) AS {name}" for name in names)
    each = ", ".join(
        f"COUNT(DISTINCT CASE WHEN f.{name} = 1 THEN f.subject END)" if apart else f"SUM(f.{name})"
        for name, _worth, apart in _cells(source)
    )
    stands = (
        "f.first <= p.first AND f.last > p.first"
        if source.is_stock
        else "p.first <= f.first AND p.last > f.first"
    )
    meeting = f" JOIN days p ON {stands}{sql.there('f.node', 'p.last_on') if source.is_stock else ''}"
    several = " JOIN several t ON t.node = f.node AND t.subject = f.subject"
    return (
        f"WITH {_facts(source, among, periods)},"
        " several AS MATERIALIZED (SELECT f.node, f.subject FROM facts f WHERE f.subject IS NOT NULL"
        " GROUP BY f.node, f.subject HAVING COUNT(*) > 1),"
        f" steps AS MATERIALIZED (SELECT f.node, f.first, f.last, {sums} FROM facts f LEFT{several}"
        " WHERE t.node IS NULL GROUP BY f.node, f.first, f.last),"
        f" parts AS (SELECT f.node, p.key, {', '.join(f'f.{name}' for name in names)} FROM steps f{meeting}"
        f" UNION ALL SELECT f.node, p.key, {each} FROM facts f{several}{meeting} GROUP BY f.node, p.key)"
        f" SELECT f.node AS org, f.key AS period, {sums} FROM parts f GROUP BY f.node, f.key"
    )


def _facts(source: Source, among: str, periods: Keys) -> str:
    """The narrow facts and the kept periods, days told by how many edges lie before them."""
    within = sql.within("p.key", periods)
    kept = TallyPeriod.objects.all() if periods is None else TallyPeriod.objects.filter(key__in=periods)
    if source.is_stock:
        edges = sorted({one.last_on for one in kept})
        days = f"{_rung('p.last_on', '<=', edges)} AS first, 0 AS last FROM tally_period p WHERE {within}"
        spans = f"{_rung('f.starts', '<=', edges)} AS first, {_rung('f.ends', '<=', edges)} AS last"
    else:
        edges = sorted({day for one in kept if not one.stocks_only for day in (one.starts_on, one.ends_on)})
        days = (
            f"{_rung('p.starts_on', '<', edges)} AS first, {_rung('p.ends_on', '<', edges)} AS last"
            f" FROM tally_period p WHERE NOT p.stocks_only AND {within}"
        )
        spans = f"{_rung('f.starts', '<', edges)} AS first, 0 AS last"
        among += " AND " + (
            "1 = 0"
            if not edges
            else f"f.starts >= {sql.literal(edges[0])} AND f.starts < {sql.literal(edges[-1])}"
        )
    apart = [number for number, indicator in enumerate(source.indicators) if indicator.distinct]
    subject = f"f.s{apart[0]}" if apart else "NULL"
    worths = ", ".join(f"{worth} AS {name}" for name, worth, _apart in _cells(source))
    lived = "" if source.is_stock else sql.there("f.node", "f.starts")
    claimed = sql.any_of(range(len(source.indicators)))
    return (
        f"days AS MATERIALIZED (SELECT p.key, p.last_on, {days}),"
        f" facts AS MATERIALIZED (SELECT f.node, {spans}, {subject} AS subject, {worths}"
        f" FROM ({sql.facts_sql(source)}) f{lived} WHERE {claimed} AND {among})"
    )


def _cells(source: Source) -> Iterator[tuple[str, str, bool]]:
    """Name of a cell, what one fact is worth in it, and whether a subject is worth that only once."""
    for number, indicator in enumerate(source.indicators):
        here = f"f.w{number} = 1" + (f" AND f.s{number} IS NOT NULL" if indicator.distinct else "")
        for name, condition in (("c", f"{here} AND f.m{number} = 0"), ("d", here)):
            worth = f"f.q{number}" if indicator.amount else "1"
            yield (
                f"{name}{number}",
                f"CASE WHEN {condition} THEN {worth} ELSE 0 END",
                bool(indicator.distinct),
            )


def _rung(day: str, below: str, edges: list[date]) -> str:
    """How many edges lie before a day; most days lie before the first or after the last."""
    if not edges:
        return "0"
    ladder = " ".join(
        f"WHEN {day} {below} {sql.literal(edge)} THEN {number}" for number, edge in enumerate(edges)
    )
    last = f"WHEN NOT {day} {below} {sql.literal(edges[-1])} THEN {len(edges)}"
    return f"CASE {last} {ladder} END"
