"""Every write to the rows of this room: a version claimed, the change journalled, the entry's timeline told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, F, Q, Value, When

from zhijia.evidence.models import OfEntry
from zhijia.journal import services as journal
from zhijia.registry.distinct import CHUNK, chunks
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
    journal.record_many(by, [_added(row, verb)])


def added_many(rows: Sequence[Any], *, by: Actor, verb: str) -> None:
    """Stores new rows of one kind and journals each."""
    for some in chunks(list(rows)):
        type(some[0])._default_manager.bulk_create(some, batch_size=CHUNK)
    journal.record_many(by, [_added(row, verb) for row in rows])


def changed(row: Any, values: Mapping[str, Any], *, by: Actor, verb: str, reason: str = "") -> bool:
    """Writes values when nobody wrote since the row was read: of two writers at once one gets False."""
    before = _values(row, values)
    manager = type(row)._default_manager
    won = manager.filter(pk=row.pk, version=row.version).update(version=F("version") + 1, **values)
    row.refresh_from_db()
    if won:
        journal.record_many(by, [_act(row, before, _values(row, values), verb, reason)])
    return bool(won)


def changed_many(rows: Sequence[Any], values: Mapping[str, Any], *, by: Actor, verb: str) -> None:
    """Writes the same values to rows of one kind the caller has locked; the rows show them afterwards."""
    acts = []
    for some in chunks(list(rows)):
        stored = type(some[0])._default_manager.filter(pk__in=[row.pk for row in some])
        stored.update(version=F("version") + 1, **values)
    for row in rows:
        before = _values(row, values)
        _show(row, values)
        acts.append(_act(row, before, _values(row, values), verb, ""))
    journal.record_many(by, acts)


def changed_each(
    rows: Sequence[Any], shared: Mapping[str, Any], own: Mapping[str, Sequence[Any]], *, by: Actor, verb: str
) -> bool:
    """Writes `shared` values to all rows and to each its `own`; False when another wrote one since it was read.

    `own` has by column a value for each row. To be called with no more rows than one statement takes.
    """
    manager = type(rows[0])._default_manager
    known = Q(*(Q(pk=row.pk, version=row.version) for row in rows), _connector=Q.OR)
    each = {name: _by_row(rows, name, values) for name, values in own.items()}
    if manager.filter(known).update(version=F("version") + 1, **shared, **each) != len(rows):
        return False
    acts = []
    for number, row in enumerate(rows):
        values = {**shared, **{name: found[number] for name, found in own.items()}}
        before = _values(row, values)
        _show(row, values)
        acts.append(_act(row, before, _values(row, values), verb, ""))
    journal.record_many(by, acts)
    return True


def _by_row(rows: Sequence[Any], name: str, values: Sequence[Any]) -> Case:
    column = rows[0]._meta.get_field(name)
    whens = [When(pk=row.pk, then=Value(value)) for row, value in zip(rows, values, strict=True)]
    return Case(*whens, output_field=column)


def _show(row: Any, values: Mapping[str, Any]) -> None:
    """Lets a row have the values that were just written, and its next version."""
    row.version += 1
    for name, value in values.items():
        setattr(row, row._meta.get_field(name).attname, value)


def _values(row: OfEntry, names: Collection[str]) -> dict[str, Any]:
    columns = {column.name: column.attname for column in row._meta.concrete_fields}
    return {name: plain(getattr(row, columns[name])) for name in names if name not in SILENT}


def _added(row: OfEntry, verb: str) -> journal.Act:
    names = [column.name for column in row._meta.concrete_fields if column.name not in SILENT]
    return _act(row, {}, _values(row, names), verb, "")


def _act(
    row: OfEntry, before: Mapping[str, Any], after: Mapping[str, Any], verb: str, reason: str
) -> journal.Act:
    return journal.Act(
        verb,
        key_of(row),
        row.uid,
        row.org_id,
        row.path,
        dict(before) or None,
        dict(after),
        reason,
        SENSITIVE,
        row.version,
        digest(row),
    )


def told(row: OfEntry, after: Mapping[str, Any], *, by: Actor, verb: str, reason: str = "") -> None:
    """A line in the timeline of the entry a row belongs to; the entry itself is not changed by it."""
    journal.record_many(by, [_told(row, after, verb, reason)])


def told_many(rows: Iterable[OfEntry], *, by: Actor, verb: str) -> None:
    """The same line in the timelines of the entries the rows belong to."""
    journal.record_many(by, [_told(row, {}, verb, "") for row in rows])


def _told(row: OfEntry, after: Mapping[str, Any], verb: str, reason: str) -> journal.Act:
    where = (row.entry_uid, row.org_id, row.path)
    return journal.Act(verb, row.kind, *where, None, dict(after), reason, SENSITIVE)
