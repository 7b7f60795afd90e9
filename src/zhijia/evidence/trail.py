"""Every write to the rows of this room: a version claimed, the change journalled, the entry's timeline told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F

from zhijia.evidence.models import OfEntry
from zhijia.journal import services as journal
from zhijia.registry.writing import plain
from zhijia.tree.actor import Actor

#: today's tree, and what would let somebody answer in another's place, stay out of the journal
SILENT = frozenset({"id", "path", "version", "token_hash", "code_hash"})
#: what a worker wrote is for the officers of the entry, not for every reader of the journal
SENSITIVE = frozenset({"note", "amount_said"})


def key_of(row: OfEntry) -> str:
    """The name under which the journal keeps a row's history."""
    return str(row._meta.label_lower)


def digest(row: OfEntry) -> str:
    """SHA-256 over every column but the place in the tree; hashes of tokens included."""
    values = {
        column.name: plain(getattr(row, column.attname))
        for column in row._meta.concrete_fields
        if column.name not in ("id", "path")
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def added(row: OfEntry, *, by: Actor, verb: str) -> None:
    """Stores a new row and journals it."""
    row.save(force_insert=True)
    names = [column.name for column in row._meta.concrete_fields if column.name not in SILENT]
    _record(row, {}, _values(row, names), by=by, verb=verb)


def changed(row: Any, values: Mapping[str, Any], *, by: Actor, verb: str, reason: str = "") -> bool:
    """Writes values when nobody wrote since the row was read: of two writers at once one gets False."""
    before = _values(row, values)
    manager = type(row)._default_manager
    won = manager.filter(pk=row.pk, version=row.version).update(version=F("version") + 1, **values)
    row.refresh_from_db()
    if won:
        _record(row, before, _values(row, values), by=by, verb=verb, reason=reason)
    return bool(won)


def _values(row: OfEntry, names: Collection[str]) -> dict[str, Any]:
    columns = {column.name: column.attname for column in row._meta.concrete_fields}
    return {name: plain(getattr(row, columns[name])) for name in names if name not in SILENT}


def _record(
    row: OfEntry,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    by: Actor,
    verb: str,
    reason: str = "",
) -> None:
    journal.record(
        by,
        verb=verb,
        kind=key_of(row),
        uid=row.uid,
        org_id=row.org_id,
        path=row.path,
        before=dict(before) or None,
        after=dict(after),
        reason=reason,
        sensitive=SENSITIVE,
        version=row.version,
        row_digest=digest(row),
    )


def told(row: OfEntry, after: Mapping[str, Any], *, by: Actor, verb: str, reason: str = "") -> None:
    """A line in the timeline of the entry a row belongs to; the entry itself is not changed by it."""
    journal.record(
        by,
        verb=verb,
        kind=row.kind,
        uid=row.entry_uid,
        org_id=row.org_id,
        path=row.path,
        before=None,
        after=dict(after),
        reason=reason,
        sensitive=SENSITIVE,
    )
