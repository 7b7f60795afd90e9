"""Counting: own cells from entries, subjects seen twice, node cells from own cells, and all from nothing.

A node's cell is the sum of the own cells of the organisations that stood under it all through the period, minus
subjects seen in several of them. Where an organisation came or went within the period the cell is counted from
the facts directly, day by day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from zhijia.tally import sql, standing, steps
from zhijia.tally.models import Definition, NodeTally, Overlap, OwnTally, TallyPeriod
from zhijia.tally.sources import Source, sources
from zhijia.tree.models import OrgSpan

Scope = Collection[int] | None
Keys = Collection[str] | None
#: numbers of a source's indicators and the subjects they share; None stands for all
Touched = tuple[list[int], Scope]
BATCH = 500


def names(source: Source) -> list[str]:
    return [indicator.key for indicator in source.indicators]


def bounds(source: Source, periods: Keys) -> str:
    """Literal first and last days, so that a flow reads only that stretch of an index."""
    if source.is_stock or periods is None:
        return "1 = 1"
    spans = list(TallyPeriod.objects.filter(key__in=periods).values_list("starts_on", "ends_on"))
    if not spans:
        return "1 = 0"
    first, end = min(start for start, _ in spans), max(end for _, end in spans)
    return f"f.starts >= {sql.literal(first)} AND f.starts < {sql.literal(end)}"


def _own_cells(source: Source, orgs: Scope, periods: Keys) -> str:
    """The organisations' own facts as rows of org, period and the cells."""
    among = sql.within("f.node", orgs)
    if steps.fits(source):
        return steps.own_cells(source, among, periods)
    return (
        f"SELECT f.node AS org, p.key AS period, {sql.cells(source)} FROM ({sql.facts_sql(source)}) f"
        f" JOIN tally_period p ON {sql.stands_in(source)}{sql.there('f.node', sql.day_of(source))}"
        f" WHERE {among} AND {sql.within('p.key', periods)} AND {bounds(source, periods)} GROUP BY f.node, p.key"
    )


def direct_rows(source: Source, periods: Keys = None) -> list[tuple[Any, ...]]:
    """(node, period, counted, claimed, …) counted from nothing, every fact where it stood that day."""
    with transaction.atomic(), sql.at_large():
        return sql.rows(_direct_cells(source, None, periods))


def _direct_cells(source: Source, nodes: Scope, periods: Keys) -> str:
    day = sql.day_of(source)
    return (
        f"SELECT s.ancestor_id AS node, p.key AS period, {sql.cells(source)} FROM ({sql.facts_sql(source)}) f"
        f" JOIN tally_period p ON {sql.stands_in(source)}"
        f" JOIN tree_orgspan s ON s.org_id = f.node AND s.valid_from <= {day} AND s.valid_to > {day}"
        f" WHERE {sql.within('s.ancestor_id', nodes)} AND {sql.within('p.key', periods)} AND {bounds(source, periods)}"
        f" GROUP BY s.ancestor_id, p.key"
    )


def _stale(model: Any, keys: Collection[str], **among: Collection[Any] | None) -> Any:
    """The kept rows of indicators, of the named columns those among the given; None stands for all."""
    asked = {f"{name}__in": some for name, some in among.items() if some is not None}
    return model.objects.filter(indicator__in=keys, **asked)


def count_own(source: Source, orgs: Scope = None, periods: Keys = None) -> None:
    """Own cells of a source counted anew."""
    _stale(OwnTally, names(source), period=periods, org_id=orgs).delete()
    _add_own(source, orgs, periods)


def _add_own(source: Source, orgs: Scope = None, periods: Keys = None) -> None:
    sql.run(
        "INSERT INTO own_tally (indicator, period, org_id, counted, claimed)"
        " SELECT indicator, period, org, counted, claimed"
        f" FROM ({sql.tall(source, _own_cells(source, orgs, periods), 'period, org')}) o"
    )


def count_overlaps(source: Source, touched: list[Touched], periods: Keys = None) -> None:
    """The rows of subjects seen in two or more organisations, for the subjects that are touched."""
    for numbers, subjects in touched:
        if subjects is None or subjects:
            _stale(Overlap, _keys(source, numbers), period=periods, subject_id=subjects).delete()
            _add_overlaps(source, numbers, subjects, periods)


def _add_overlaps(source: Source, numbers: list[int], subjects: Scope = None, periods: Keys = None) -> None:
    sql.run(
        "INSERT INTO tally_overlap (indicator, period, subject_id, org_id, counted)"
        f" {_seen_twice(source, numbers, subjects, periods)}"
    )


def _keys(source: Source, numbers: Iterable[int]) -> list[str]:
    return [source.indicators[number].key for number in numbers]


def _claims(source: Source, numbers: Iterable[int], periods: Keys) -> str:
    """FROM and WHERE of indicators' facts, each in its period while its organisation existed."""
    return (
        f" FROM facts f JOIN tally_period p ON {sql.stands_in(source)}{sql.there('f.node', sql.day_of(source))}"
        f" WHERE {sql.any_of(numbers)} AND {sql.within('p.key', periods)}"
    )


def touched(source: Source, orgs: Scope = None, periods: Keys = None) -> list[Touched]:
    """The indicators that share a subject, with the subjects these organisations have now or had at the last count."""
    groups: dict[str, list[int]] = {}
    for number, indicator in enumerate(source.indicators):
        # amounts are added once for subjects that stand at one organisation at a time: none is seen twice
        if indicator.distinct and not indicator.amount:
            groups.setdefault(indicator.distinct, []).append(number)
    if orgs is None:
        return [(numbers, None) for numbers in groups.values()]
    facts = f"WITH facts AS (SELECT * FROM ({sql.facts_sql(source)}) f WHERE {bounds(source, periods)})"
    found: list[Touched] = []
    for numbers in groups.values():
        claims = f"{_claims(source, numbers, periods)} AND {sql.within('f.node', orgs)}"
        now = sql.rows(f"{facts} SELECT DISTINCT f.s{numbers[0]}{claims}")
        before = _stale(Overlap, _keys(source, numbers), period=periods, org_id=orgs)
        found.append(
            (numbers, {subject for (subject,) in now} | set(before.values_list("subject_id", flat=True)))
        )
    return found


def _seen_twice(source: Source, numbers: list[int], subjects: Scope, periods: Keys) -> str:
    """Rows of indicator, period, subject, org, counted of subjects that several organisations have in a period.

    Most subjects have one organisation for all time; they are left behind before anything is joined.
    """
    subject = f"f.s{numbers[0]}"
    facts = (
        f"SELECT * FROM ({sql.facts_sql(source)}) f"
        f" WHERE {sql.any_of(numbers)} AND {sql.within(subject, subjects)} AND {bounds(source, periods)}"
    )
    flags = ", ".join(
        f"MAX(f.w{number}) AS d{number},"
        f" MAX(CASE WHEN f.w{number} = 1 AND f.m{number} = 0 THEN 1 ELSE 0 END) AS c{number}"
        for number in numbers
    )
    places = ", ".join(f"SUM(w.d{number}) OVER same AS e{number}" for number in numbers)
    return (
        f"WITH facts AS MATERIALIZED ({facts}), many AS (SELECT {subject} AS id FROM facts f"
        f" GROUP BY {subject} HAVING MIN(f.node) <> MAX(f.node)),"
        f" seen AS (SELECT p.key AS period, {subject} AS subject, f.node AS org, {flags}"
        f"{_claims(source, numbers, periods)} AND {subject} IN (SELECT id FROM many)"
        f" GROUP BY p.key, {subject}, f.node),"
        f" places AS (SELECT w.*, {places} FROM seen w WINDOW same AS (PARTITION BY w.period, w.subject))"
        f" SELECT k.key, w.period, w.subject, w.org, {sql.chosen('c', numbers)}"
        f" FROM places w CROSS JOIN ({sql.numbered(source, numbers)}) k"
        f" WHERE {sql.chosen('d', numbers)} = 1 AND {sql.chosen('e', numbers)} > 1"
    )


def count_nodes(source: Source, nodes: Scope = None, periods: Keys = None) -> None:
    """Node cells of a source from its own cells, and from the facts where an organisation came or went."""
    _stale(NodeTally, names(source), period=periods, node_id=nodes).delete()
    _add_nodes(source, nodes, periods)


def _add_nodes(source: Source, nodes: Scope = None, periods: Keys = None) -> None:
    sql.run(
        "INSERT INTO node_tally (indicator, period, node_id, counted, claimed, digest)"
        " SELECT c.indicator, c.period, c.node_id, SUM(c.counted), SUM(c.claimed), d.digest"
        f" FROM ({shares(source, nodes, periods)}) c JOIN tally_definition d ON d.indicator = c.indicator"
        " GROUP BY c.node_id, c.period, c.indicator, d.digest HAVING SUM(c.claimed) <> 0 OR SUM(c.counted) <> 0"
    )
    mend_partial(source, nodes, periods)


def mend_partial(source: Source, nodes: Scope = None, periods: Keys = None) -> None:
    """Flows of nodes under which an organisation stood for a part of a period, counted from the facts."""
    if source.is_stock:
        return
    partial = standing.partly(nodes, periods)
    for period in sorted({period for _node, period in partial}):
        places = {node for node, key in partial if key == period}
        _replace(source, places, period)


def shares(source: Source, nodes: Scope, periods: Keys, of: tuple[Scope, list[Touched]] | None = None) -> str:
    """Rows of indicator, period, node, counted, claimed to be added up: own cells, and overlaps taken off.

    `of` limits them to the own cells of some organisations and the overlaps of some subjects, these at every node:
    a subject may come to be seen twice where none of these organisations stands.
    """
    limits = sql.within("p.key", periods)
    places = sql.within("s.ancestor_id", nodes)
    keys = sql.within("o.indicator", names(source))
    orgs, among = of or (None, [])
    some = [
        f"({sql.within('o.indicator', _keys(source, numbers))} AND {sql.within('o.subject_id', subjects)})"
        for numbers, subjects in among
    ]
    seen = f"{keys} AND {places}" if of is None else f"({' OR '.join(some) or '1 = 0'})"
    whole = (
        "SELECT o.indicator, o.period, s.ancestor_id AS node_id, o.counted, o.claimed FROM own_tally o"
        f" JOIN tally_period p ON p.key = o.period{standing.joined(source, 'o.org_id')}"
        f" WHERE {keys} AND {limits} AND {places} AND {sql.within('o.org_id', orgs)}"
    )
    twice = (
        "SELECT o.indicator, o.period, s.ancestor_id AS node_id,"
        " CASE WHEN SUM(o.counted) > 1 THEN 1 - SUM(o.counted) ELSE 0 END AS counted,"
        " 1 - COUNT(*) AS claimed FROM tally_overlap o"
        f" JOIN tally_period p ON p.key = o.period{standing.joined(source, 'o.org_id')} WHERE {seen} AND {limits}"
        " GROUP BY o.indicator, o.period, s.ancestor_id, o.subject_id HAVING COUNT(*) > 1"
    )
    return f"{whole} UNION ALL {twice}"


def _replace(source: Source, nodes: Collection[int], period: str) -> None:
    """The cells of nodes whose tree changed within the period, counted from the facts."""
    _stale(NodeTally, names(source), period={period}, node_id=nodes).delete()
    sql.run(
        "INSERT INTO node_tally (indicator, period, node_id, counted, claimed, digest)"
        " SELECT c.indicator, c.period, c.node, c.counted, c.claimed, d.digest"
        f" FROM ({sql.tall(source, _direct_cells(source, nodes, {period}), 'period, node')}) c"
        " JOIN tally_definition d ON d.indicator = c.indicator"
    )


def define(source: Source) -> None:
    """Writes down by which definitions a source is being counted."""
    for indicator in source.indicators:
        Definition.objects.update_or_create(indicator=indicator.key, defaults={"digest": indicator.digest})


def count(source: Source, orgs: Scope = None, nodes: Scope = None, periods: Keys = None) -> None:
    """A source's own cells, overlaps and node cells; None means all."""
    with sql.at_large(orgs):
        found = touched(source, orgs, periods)
        before = _seen_at(source, found)
        count_own(source, orgs, periods)
        count_overlaps(source, found, periods)
        count_nodes(source, nodes if nodes is None else {*nodes, *before, *_seen_at(source, found)}, periods)


def _seen_at(source: Source, found: list[Touched]) -> set[int]:
    """The nodes above whatever organisations have these subjects twice: sums change there too."""
    holders = [
        _stale(Overlap, _keys(source, numbers), subject_id=subjects).values_list("org_id", flat=True)
        for numbers, subjects in found
        if subjects
    ]
    orgs = {org for some in holders for org in some.distinct()}
    return set(OrgSpan.objects.filter(org_id__in=orgs).values_list("ancestor_id", flat=True))


def count_all() -> None:
    """Every cell of every indicator from nothing; cells of indicators that are gone are dropped."""
    for model in (OwnTally, NodeTally, Overlap, Definition):
        model.objects.all().delete()  # type: ignore[attr-defined]
    with sql.at_large():
        for source in sources():
            define(source)
            _add_own(source)
            for numbers, _all in touched(source):
                _add_overlaps(source, numbers)
            _add_nodes(source)
