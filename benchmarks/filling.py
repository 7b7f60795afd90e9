"""Rows written past the registers by the engine's own quickest way: for benchmarks only."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Max

SEED = 20260101
RECORDED = datetime(2026, 11, 1, tzinfo=UTC)
CHUNK = 20_000


def fill(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows by the engine's own quickest way: every column, the rest of them as a fresh instance has it."""
    made = iter(rows)
    dice = random.Random(f"{SEED}{model._meta.db_table}")
    while lines := lines_of(model, islice(made, CHUNK), dice):
        write(model, lines)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), GREATEST(1, MAX(id)))"
                f' FROM "{model._meta.db_table}"'
            )


def lines_of(model: Any, rows: Iterable[dict[str, Any]], dice: random.Random) -> list[list[Any]]:
    """Whole rows, numbered on from the last one of the table."""
    fields = list(model._meta.concrete_fields)
    blank = model()
    usual = {field.column: getattr(blank, field.attname) for field in fields} | {"recorded_at": RECORDED}
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    lines = []
    for number, row in enumerate(rows, start=last + 1):
        values = {**usual, "id": number, "uid": uid(dice), **row}
        lines.append([_stored(field, values[field.column]) for field in fields])
    return lines


def uid(dice: random.Random) -> str:
    """A version 7 identifier as 32 characters, from the dice."""
    return f"{dice.getrandbits(48):012x}7{dice.getrandbits(12):03x}8{dice.getrandbits(60):015x}"


def quick() -> None:
    """SQLite builds the city without waiting for the disk; a crash would only mean building it again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for told in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-800000", "temp_store=MEMORY"):
                cursor.execute(f"PRAGMA {told}")


def _stored(field: Any, value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    return field.get_db_prep_save(value, connection)


def write(model: Any, lines: list[list[Any]]) -> None:
    """Lines of every column in one transaction."""
    table, columns = model._meta.db_table, [field.column for field in model._meta.concrete_fields]
    named = ", ".join(f'"{column}"' for column in columns)
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.connection.cursor().copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
            for line in lines:
                copy.write_row(line)
        return
    marks = ", ".join("?" * len(columns))
    connection.connection.execute("BEGIN")
    connection.connection.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', lines)
    connection.connection.execute("COMMIT")


def analyse() -> None:
    """The engine's statistics of the new rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
