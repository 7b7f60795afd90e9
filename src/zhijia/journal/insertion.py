"""Many new rows of one table, written the quickest way the database has, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models import Model
from django.db.models.fields import Field

#: rows between two statements, so that somebody may look on
LOT = 2000
#: columns whose plain values every driver takes as they are
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
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
    wanted, convert = attrgetter(*(field.attname for field in fields)), converters(fields)
    rows = ((number, *convert(*wanted(entry))) for number, entry in zip(given, entries, strict=True))
    write(model, fields, rows, len(entries), tell=tell)
    for number, entry in zip(given, entries, strict=True):
        entry.pk = number
        entry._state.adding, entry._state.db = False, connection.alias


def write(
    model: type[Model],
    fields: Sequence[Field],
    rows: Iterable[Sequence[Any]],
    count: int,
    *,
    tell: Callable[[int], None] = lambda done: None,
) -> None:
    """Writes rows of the number and these columns, as the database has them."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in (model._meta.pk, *fields) if field)
    table, remaining = quote(model._meta.db_table), iter(rows)
    with connection.cursor() as cursor:
        for start in range(0, count, LOT):
            some = [row for _place, row in zip(range(LOT), remaining, strict=False)]
            if connection.vendor == "postgresql":
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
                ):
                    for row in some:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * (len(fields) + 1))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)
            tell(start + len(some))


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


def converters(fields: Sequence[Field]) -> Callable[..., list[Any]]:
    """Makes of the values of these columns what the driver takes."""
    found = [(place, made) for place, field in enumerate(fields) if (made := _converter(field)) is not None]

    def convert(*values: Any) -> list[Any]:
        row = list(values)
        for place, made in found:
            row[place] = made(row[place])
        return row

    return convert


def _converter(field: Field) -> Converter | None:
    """What makes of a column's value what the driver takes; None where it takes it as it is."""
    own = type(field).get_db_prep_save is not Field.get_db_prep_save
    own |= type(field).get_db_prep_value not in (
        Field.get_db_prep_value,
        models.IntegerField.get_db_prep_value,
    )
    own |= type(field).get_prep_value not in (
        models.CharField.get_prep_value,
        models.TextField.get_prep_value,
        models.IntegerField.get_prep_value,
        models.BooleanField.get_prep_value,
    )
    if isinstance(field, PLAIN) and not isinstance(field, models.ForeignKey) and not own:
        return _text if isinstance(field, models.CharField | models.TextField) else None
    if isinstance(field, models.ForeignKey):
        return None
    sqlite = connection.vendor != "postgresql"
    if type(field) is models.UUIDField:
        return (lambda value: value if value is None else value.hex) if sqlite else None
    if type(field) is models.DateField:
        return (lambda value: value if value is None else value.isoformat()) if sqlite else None
    if type(field) is models.DateTimeField:
        return _kept(lambda value: field.get_db_prep_save(value, connection))
    return lambda value: field.get_db_prep_save(value, connection)


def _kept(make: Converter) -> Converter:
    """A converter that is asked once for a value many rows share: the moment of the list."""
    given, made = object(), None

    def convert(value: Any) -> Any:
        nonlocal given, made
        if value is not given:
            given, made = value, make(value)
        return made

    return convert


def _text(value: Any) -> Any:
    """A text as such: choices are texts of a class of their own, which some drivers refuse."""
    return value if value is None or value.__class__ is str else str(value)
