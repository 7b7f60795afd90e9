"""Digests of journal rows: SHA-256 over canonical JSON of every column but number and digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

from zhijia.journal.models import JournalEvent, Seal, Witness

#: the number is left out, for it is not known before the row stands; the seal binds it
EVENT_COLUMNS = tuple(
    field.attname for field in JournalEvent._meta.concrete_fields if field.attname not in ("id", "digest")
)
SEAL_COLUMNS = tuple(
    field.attname for field in Seal._meta.concrete_fields if field.attname not in ("head", "marks")
)
MARK = 12


_encoded = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical(values: Any) -> str:
    """JSON with sorted names and no spaces; raises TypeError or ValueError for what JSON cannot hold."""
    return _encoded(values)


def canonical_each(column: Sequence[Any]) -> list[str]:
    """The canonical JSON of each value of a column; what the whole column has alike is asked once."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return list(map(encode_basestring, column))
    if kinds == {int}:
        return list(map(str, column))
    if len(kinds) == 1 and column.count(column[0]) == len(column):
        return [canonical(column[0])] * len(column)
    return [encode_basestring(value) if value.__class__ is str else canonical(value) for value in column]


def objects(columns: Mapping[str, Sequence[str]], alike: Mapping[str, str] | None = None) -> list[str]:
    """The canonical JSON of many objects with the same names, from the columns of their values as JSON.

    `alike` has the JSON of the values that all of them share.
    """
    told = dict(alike or {})
    count = len(next(iter(columns.values())))
    told |= {name: column[0] for name, column in columns.items() if column.count(column[0]) == count}
    names = sorted({*columns, *told})
    parts = (f"{canonical(name)}:{told.get(name, '')}".replace("%", "%%") for name in names)
    shape = ",".join(part if name in told else f"{part}%s" for name, part in zip(names, parts, strict=True))
    shape = f"{{{shape}}}"
    differing = [columns[name] for name in names if name not in told]
    return [shape % row for row in zip(*differing, strict=True)] if differing else [shape % ()] * count


def sha256(text: str) -> str:
    """The hexadecimal digest of a text, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if value.__class__ is str or value.__class__ is int:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


def of_columns(row: Any, columns: tuple[str, ...]) -> str:
    return sha256(canonical({name: _plain(getattr(row, name)) for name in columns}))


def of_event(event: JournalEvent) -> str:
    return of_columns(event, EVENT_COLUMNS)


def of_values(columns: Mapping[str, Any]) -> str:
    """The digest of an event by the values of its columns."""
    return sha256(canonical({name: _plain(columns[name]) for name in EVENT_COLUMNS}))


def of_many(columns: Mapping[str, Sequence[Any]], alike: Mapping[str, Any]) -> list[str]:
    """The digests of many events by the columns of their values and by the values all have alike."""
    told = {name: canonical_each(_plain_each(columns[name])) for name in EVENT_COLUMNS if name in columns}
    shared = {name: canonical(_plain(alike[name])) for name in EVENT_COLUMNS if name in alike}
    return [*map(sha256, objects(told, shared))]


def _plain_each(column: Sequence[Any]) -> Sequence[Any]:
    return list(map(str, column)) if set(map(type, column)) == {UUID} else list(map(_plain, column))


def of_witness(row: Witness) -> str:
    return of_columns(row, ("at", "table", "entry_uid", "op", "version", "seen"))


def of_seal(seal: Seal) -> str:
    """The head: over the range, the digest of the rows and the head before."""
    return of_columns(seal, SEAL_COLUMNS)


class Fold:
    """The digest of a run of numbered rows, in the order they are added, and the mark of each."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.marks: dict[str, str] = {}

    def add(self, name: str, digest: str) -> None:
        """`name` is "e12" for event 12, "w7" for witness 7."""
        self._hash.update(f"{name}:{digest}\n".encode())
        self.marks[name] = digest[:MARK]

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    @property
    def marks_text(self) -> str:
        return " ".join(f"{name}:{mark}" for name, mark in self.marks.items())
