"""Node cells carried forward: what a few organisations' entries changed is added to every node above them.

Summing a city's cell anew reads the cells of all its unions; the difference reads those of the few. Both give the
same cell as long as the tree is the one the cell was summed with, which the caller knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from zhijia.tally import recount, sql
from zhijia.tally.models import NodeTally
from zhijia.tally.sources import Source

#: beyond this many organisations the sums are cheaper than the differences
FEW = 200
Cells = tuple[Counter[tuple[str, str, int]], Counter[tuple[str, str, int]]]


def carry(source: Source, orgs: Collection[int], nodes: Collection[int], periods: Collection[str]) -> None:
    """Counts the organisations' own cells and overlaps anew and adds the differences to the nodes above."""
    touched = recount.touched(source, orgs, periods)
    shares = recount.shares(source, nodes, periods, of=(orgs, touched))
    counted, claimed = _read(shares)
    recount.count_own(source, orgs, periods)
    recount.count_overlaps(source, touched, periods)
    now_counted, now_claimed = _read(shares)
    now_counted.subtract(counted)
    now_claimed.subtract(claimed)
    _add(source, now_counted, now_claimed)
    # where the tree changed within a period the cell is no sum, and what was added is replaced
    recount.mend_partial(source, {node for _key, _period, node in now_claimed} | set(nodes), periods)


def _read(shares: str) -> Cells:
    counted: Counter[tuple[str, str, int]] = Counter()
    claimed: Counter[tuple[str, str, int]] = Counter()
    for indicator, period, node, some, all_of_them in sql.rows(shares):
        counted[indicator, period, node] += int(some)
        claimed[indicator, period, node] += int(all_of_them)
    return counted, claimed


def _add(
    source: Source, counted: Counter[tuple[str, str, int]], claimed: Counter[tuple[str, str, int]]
) -> None:
    changed = [cell for cell in claimed.keys() | counted.keys() if counted[cell] or claimed[cell]]
    if not changed:
        return
    kept = {
        (cell.indicator, cell.period, cell.node_id): cell
        for cell in NodeTally.objects.filter(
            node_id__in={node for _key, _period, node in changed},
            period__in={period for _key, period, _node in changed},
            indicator__in={key for key, _period, _node in changed},
        )
    }
    digests = {indicator.key: indicator.digest for indicator in source.indicators}
    fresh: list[NodeTally] = []
    empty: list[NodeTally] = []
    for key, period, node in changed:
        cell = kept.get((key, period, node)) or NodeTally(
            indicator=key, period=period, node_id=node, counted=0, claimed=0, digest=digests[key]
        )
        cell.counted += counted[key, period, node]
        cell.claimed += claimed[key, period, node]
        (fresh if cell.counted or cell.claimed else empty).append(cell)
    NodeTally.objects.filter(pk__in=[cell.pk for cell in empty if cell.pk]).delete()
    NodeTally.objects.bulk_create([cell for cell in fresh if not cell.pk], batch_size=recount.BATCH)
    NodeTally.objects.bulk_update([cell for cell in fresh if cell.pk], ["counted", "claimed"], recount.BATCH)
