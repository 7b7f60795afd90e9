"""Under which nodes an organisation's cell counts in a period: wholly, for a part of it, or not at all."""

from __future__ import annotations

from collections.abc import Collection

from zhijia.tally import sql
from zhijia.tally.sources import Source

Scope = Collection[int] | None
Keys = Collection[str] | None

#: an own cell stands wholly under a node when the node led it all the time it existed in the period
WHOLE = (
    "(s.valid_from <= p.starts_on OR s.valid_from <= own.valid_from)"
    " AND (s.valid_to >= p.ends_on OR s.valid_to >= own.valid_to)"
)
TOUCHES = "s.valid_from < p.ends_on AND s.valid_to > p.starts_on"


def joined(source: Source, org: str) -> str:
    """Joins an organisation's cell to the nodes it counts under in period p."""
    if source.is_stock:
        return f" JOIN tree_orgspan s ON s.org_id = {org} AND s.valid_from <= p.last_on AND s.valid_to > p.last_on"
    return (
        f" JOIN tree_orgspan own ON own.org_id = {org} AND own.ancestor_id = {org}"
        f" JOIN tree_orgspan s ON s.org_id = {org} AND {TOUCHES} AND {WHOLE}"
    )


def partly(nodes: Scope, periods: Keys) -> set[tuple[int, str]]:
    """(node, period) in which some organisation stood under the node for a part of the period only."""
    return set(
        sql.rows(
            "SELECT DISTINCT s.ancestor_id, p.key FROM tally_period p"
            f" JOIN tree_orgspan s ON {TOUCHES}"
            " JOIN tree_orgspan own ON own.org_id = s.org_id AND own.ancestor_id = s.org_id"
            f" WHERE NOT p.stocks_only AND NOT ({WHOLE})"
            f" AND {sql.within('s.ancestor_id', nodes)} AND {sql.within('p.key', periods)}"
        )
    )
