"""Which registers have entries at a place at all, so that the others need not be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from zhijia.registry.register import Register

#: half-open ranges of paths
Ranges = Sequence[tuple[str, str]]


def peopled(found: Iterable[type[Register]], ranges: Ranges) -> list[type[Register]]:
    """The registers with an entry in one of the ranges, by one query over all of them."""
    asked = list(found)
    if not asked or not ranges:
        return []
    held = " OR ".join(["(path >= %s AND path < %s)"] * len(ranges))
    parts = [
        f"SELECT {place} AS place WHERE EXISTS (SELECT 1 FROM {_table(register)} WHERE {held})"
        for place, register in enumerate(asked)
    ]
    bounds = [bound for pair in ranges for bound in pair]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), bounds * len(asked))
        return [asked[place] for (place,) in sorted(cursor.fetchall())]


def _table(register: type[Register]) -> str:
    return connection.ops.quote_name(register.model._meta.db_table)


def exactly(paths: Iterable[str]) -> Ranges:
    """The very places, without what lies below."""
    return [(path, path + "\x01") for path in sorted(set(paths))]
