"""Keeping the cells true: periods, the refresher, the recount and its check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Max, Min

from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.tally import recount
from zhijia.tally.carrying import FEW, carry
from zhijia.tally.engines import database_cells
from zhijia.tally.marking import TREE, TREE_OWN
from zhijia.tally.models import Definition, Mark, NodeTally, Overlap, OwnTally, TallyPeriod
from zhijia.tally.sources import Source, sources
from zhijia.tree.models import OrgSpan

LOCK = 7350
#: beyond this many marks a whole source is cheaper than its pieces
MANY = 4000


def lock() -> None:
    """One refresher at a time; SQLite's IMMEDIATE transaction is that already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def ensure_period(period: Period, *, stocks_only: bool = False) -> bool:
    """Keeps cells for a period from now on; True when it is new and was counted."""
    return bool(_ensure([period], stocks_only=stocks_only))


def ensure_year(year: int) -> None:
    """Keeps cells for a year and its twelve months, all counted in one pass."""
    _ensure([Period.year(year), *Period.year(year).months()], stocks_only=False)


def ensure_periods(periods: Iterable[Period]) -> None:
    """Keeps cells for several periods from now on, the new ones counted in one pass."""
    _ensure(list({one.key: one for one in periods}.values()), stocks_only=False)


def _ensure(periods: list[Period], *, stocks_only: bool) -> set[str]:
    """Keeps cells for periods from now on; the keys of those that are new and were counted."""
    with transaction.atomic():
        lock()
        known = set(
            TallyPeriod.objects.filter(key__in=[one.key for one in periods]).values_list("key", flat=True)
        )
        new = [
            TallyPeriod(
                key=one.key, starts_on=one.start, ends_on=one.end, last_on=one.last, stocks_only=stocks_only
            )
            for one in periods
            if one.key not in known
        ]
        TallyPeriod.objects.bulk_create(new)
        keys = {one.key for one in new}
        for source in sources() if keys else []:
            recount.define(source)
            recount.count(source, periods=keys)
    return keys


def ensure_today() -> None:
    """Keeps stock cells for today and lets those of other single days go."""
    day = Period.day(today())
    if ensure_period(day, stocks_only=True):
        with transaction.atomic():
            lock()
            old = list(TallyPeriod.objects.filter(stocks_only=True).exclude(key=day.key))
            keys = [period.key for period in old]
            for model in (OwnTally, NodeTally, Overlap):
                model.objects.filter(period__in=keys).delete()  # type: ignore[attr-defined]
            TallyPeriod.objects.filter(key__in=keys).delete()


def waiting() -> int:
    """How many marks wait to be counted."""
    return Mark.objects.count()


@dataclass(frozen=True)
class Piece:
    """The organisations of one source that must be counted again in the same periods."""

    orgs: frozenset[int]
    periods: frozenset[str]


def refresh() -> int:
    """Counts again whatever is marked, and deletes exactly the marks it read; gives their number."""
    if not Mark.objects.exists() and not _redefined():
        return 0
    with transaction.atomic():
        lock()
        newest = Mark.objects.aggregate(newest=Max("id"))["newest"]
        redefined = _redefined()
        for source in redefined:
            recount.define(source)
            recount.count(source)
        if newest is None:
            return 0
        marks = list(Mark.objects.filter(id__lte=newest).values_list("id", "source").order_by())
        changed = {source for _id, source in marks}
        _count_marked([source for source in sources() if source not in redefined], changed, newest)
        ids = [number for number, _source in marks]
        for start in range(0, len(ids), recount.BATCH):
            Mark.objects.filter(id__in=ids[start : start + recount.BATCH]).delete()
    return len(ids)


def _redefined() -> list[Source]:
    """Sources with an indicator whose definition is not the one it was counted by."""
    known = dict(Definition.objects.values_list("indicator", "digest"))
    return [
        source
        for source in sources()
        if any(known.get(indicator.key) != indicator.digest for indicator in source.indicators)
    ]


def _count_marked(known: list[Source], changed: set[str], newest: int) -> None:
    for source in known:
        wanted = {source.key, TREE_OWN} & changed
        nodes_moved = TREE in changed
        if not wanted and not nodes_moved:
            continue
        marks = Mark.objects.filter(id__lte=newest)
        if marks.filter(source__in=[*wanted, TREE]).count() > MANY:
            recount.count(source)
            continue
        if wanted:
            # an own span that changed counts other cells under the same nodes: these are summed anew
            as_it_was = not {TREE, TREE_OWN} & changed
            _count_pieces(source, _pieces(source, marks.filter(source__in=wanted)), as_it_was=as_it_was)
        if nodes_moved:
            for piece in _pieces(source, marks.filter(source=TREE)):
                recount.count_nodes(source, piece.orgs, piece.periods)


def _pieces(source: Source, marks: object) -> list[Piece]:
    """Marks joined by organisation, then organisations with the same periods together."""
    spans = marks.values("org_id").annotate(first=Min("starts_on"), last=Max("ends_on")).order_by()  # type: ignore[attr-defined]
    kept = list(TallyPeriod.objects.order_by("key"))
    grouped: dict[frozenset[str], set[int]] = defaultdict(set)
    for row in spans:
        grouped[_periods(source, kept, row["first"], row["last"])].add(row["org_id"])
    return [Piece(frozenset(orgs), periods) for periods, orgs in grouped.items() if periods]


def _periods(source: Source, kept: list[TallyPeriod], first: date, last: date) -> frozenset[str]:
    """The kept periods whose cells facts between two days (the last one counted) can change."""
    if source.is_stock:
        return frozenset(one.key for one in kept if first <= one.last_on <= last)
    return frozenset(
        one.key for one in kept if one.starts_on <= last and one.ends_on > first and not one.stocks_only
    )


def _count_pieces(source: Source, pieces: list[Piece], *, as_it_was: bool) -> None:
    few = as_it_was and all(len(piece.orgs) <= FEW for piece in pieces)
    for piece in pieces:
        above = OrgSpan.objects.filter(org_id__in=piece.orgs).values_list("ancestor_id", flat=True)
        nodes = set(above.distinct()) | set(piece.orgs)
        counting = carry if few else recount.count
        counting(source, piece.orgs, nodes, piece.periods)


def recount_all() -> None:
    """Every cell from nothing; marks made before are done with."""
    with transaction.atomic():
        lock()
        newest = Mark.objects.aggregate(newest=Max("id"))["newest"] or 0
        recount.count_all()
        Mark.objects.filter(id__lte=newest).delete()


@dataclass(frozen=True)
class Difference:
    """A cell that is not what a count from nothing gives; values are (counted, claimed)."""

    indicator: str
    period: str
    node_id: int
    kept: tuple[int, int]
    true: tuple[int, int]


def check(periods: set[str] | None = None) -> list[Difference]:
    """Compares every kept cell with a count from nothing that shares no step with the refresher."""
    return compare(database_cells(periods), periods)


def compare(cells: list[tuple[str, str, int, int, int]], periods: set[str] | None = None) -> list[Difference]:
    """The kept cells that are not the given ones."""
    true = {(key, period, node): (counted, claimed) for key, period, node, counted, claimed in cells}
    kept_rows = NodeTally.objects.all()
    if periods is not None:
        kept_rows = kept_rows.filter(period__in=periods)
    kept = {
        (row.indicator, row.period, row.node_id): (row.counted, row.claimed) for row in kept_rows.iterator()
    }
    none = (0, 0)
    return [
        Difference(*cell, kept=kept.get(cell, none), true=true.get(cell, none))
        for cell in sorted(true.keys() | kept.keys())
        if true.get(cell, none) != kept.get(cell, none)
    ]
