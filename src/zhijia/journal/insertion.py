"""Many new rows of one table, written the quickest way the database has, inside the caller's transaction.

Rows come as columns: what a whole column has alike is found out once, not once for each of its cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models import Model
from django.db.models.fields import Field

#: rows between two statements, so that somebody may look on
LOT = 2000
#: values of one statement on SQLite. What a statement changes is first put aside page by page, because a trigger may
#: refuse it: a statement for each row puts the same pages aside again and again and takes three times as long
VALUES = 9_000
#: columns whose plain values every driver takes as they are
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
TEXT = {str, type(None)}
Column = Sequence[Any]
Converter = Callable[[Any], Any]


def insert(entries: Sequence[Model], *, tell: Callable[[int], None] = lambda done: None) -> None:
    """Stores new entries of one model and gives them their numbers; no `save`, no signals.

    Raises IntegrityError like any insert; must be called inside a transaction. `tell` hears how many are written.
    """
    if not entries:
        return
    model = type(entries[0])
    fields = columns_of(model)
    given = numbers(model, len(entries))
    write(model, fields, given, columns(entries, [field.attname for field in fields]), tell=tell)
    key, alias = str(model._meta.pk.attname) if model._meta.pk else "id", connection.alias
    for number, entry in zip(given, entries, strict=True):
        entry.__dict__[key] = number
        state = entry._state
        state.adding, state.db = False, alias


def columns(entries: Iterable[Any], names: Sequence[str]) -> list[Column]:
    """The values of these columns, at least two, of all entries."""
    # from where they are kept: a foreign key read as an attribute goes through Python each time
    return list(zip(*map(itemgetter(*names), map(vars, entries)), strict=True))


def write(
    model: type[Model],
    fields: Sequence[Field],
    given: Sequence[int],
    values: Sequence[Column],
    *,
    tell: Callable[[int], None] = lambda done: None,
) -> None:
    """Writes rows of these numbers and, field by field, these columns of values."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in (model._meta.pk, *fields) if field)
    stored = [stored_as(field, column) for field, column in zip(fields, values, strict=True)]
    rows = list(zip(given, *stored, strict=True))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), LOT):
            some = rows[start : start + LOT]
            store(cursor, f"{quote(model._meta.db_table)} ({names})", some)
            tell(start + len(some))


def store(cursor: Any, into: str, rows: Sequence[Sequence[Any]]) -> None:
    """Writes rows as the driver takes them into a table and its columns."""
    (_copy if connection.vendor == "postgresql" else _insert)(cursor, into, rows)


def _copy(cursor: Any, into: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert(cursor: Any, into: str, rows: Sequence[Sequence[Any]]) -> None:
    lot = max(VALUES // len(rows[0]), 1)
    for start in range(0, len(rows), lot):
        some = rows[start : start + lot]
        with connection.wrap_database_errors:
            # past Django's cursor, which looks through such a statement for its marks as long as SQLite for the rows
            connection.connection.execute(
                _statement(into, len(some), len(some[0])), list(chain.from_iterable(some))
            )


@lru_cache(maxsize=64)
def _statement(into: str, rows: int, columns: int) -> str:
    marks = f"({', '.join('?' * columns)})"
    return f"INSERT INTO {into} VALUES {', '.join([marks] * rows)}"


def numbers(model: type[Model], count: int) -> list[int]:
    """Numbers nobody else gets: from the sequence, or above all others while only this transaction writes."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [f'"{table}"', str(model._meta.pk.column) if model._meta.pk else "id", count],
            )
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
        last = int(found[0]) if found else 0
        return list(range(last + 1, last + 1 + count))


def columns_of(model: type[Model]) -> list[Field]:
    """The columns of a table without its number."""
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


def stored_as(field: Field, column: Column) -> Column:
    """What the driver takes for the values of a column."""
    if isinstance(field, PLAIN) and not _own(field):
        text = isinstance(field, models.CharField | models.TextField)
        # choices are texts of a class of their own, which some drivers refuse
        return column if not text or set(map(type, column)) <= TEXT else [*map(_text, column)]
    sqlite = connection.vendor != "postgresql"
    if type(field) is models.UUIDField:
        return [value if value is None else value.hex for value in column] if sqlite else column
    if type(field) is models.DateField and not sqlite:
        return column
    if type(field) in (models.DateField, models.DateTimeField):
        # few values for many rows: the moment of the list, the days of a few years
        known = {value: field.get_db_prep_save(value, connection) for value in set(column)}
        return [known[value] for value in column]
    return [field.get_db_prep_save(value, connection) for value in column]


def _own(field: Field) -> bool:
    """Whether a field makes of its values something that only it knows."""
    if isinstance(field, models.ForeignKey):
        return False
    made = (type(field).get_db_prep_save, type(field).get_db_prep_value, type(field).get_prep_value)
    return not all(one in USUAL for one in made)


#: how Django's own fields of `PLAIN` prepare their values: not at all
USUAL = (
    Field.get_db_prep_save,
    Field.get_db_prep_value,
    models.IntegerField.get_db_prep_value,
    models.CharField.get_prep_value,
    models.TextField.get_prep_value,
    models.IntegerField.get_prep_value,
    models.BooleanField.get_prep_value,
)


def _text(value: Any) -> Any:
    return value if value is None or value.__class__ is str else str(value)
