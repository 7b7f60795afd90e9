"""Two engines that count everything from nothing, and the checksum by which they are compared."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
from django.apps import apps
from django.db import connection, models

from zhijia.tally import recount, sql
from zhijia.tally.models import TallyPeriod
from zhijia.tally.sources import Source, sources

Cell = tuple[str, str, int, int, int]
TREE = ("tree_orgspan", frozenset({"ancestor_id", "org_id", "valid_from", "valid_to"}))
PERIODS = ("tally_period", frozenset({"key", "starts_on", "ends_on", "last_on", "stocks_only"}))


def checksum(cells: Iterable[Cell]) -> str:
    """SHA-256 of cells (indicator, period, node, counted, claimed) in order; the same on every engine."""
    lines = "\n".join("|".join(map(str, cell)) for cell in sorted(cells))
    return hashlib.sha256(lines.encode()).hexdigest()


def database_cells(periods: set[str] | None = None) -> list[Cell]:
    """Every cell by the database that holds the entries."""
    return [
        cell for source in sources() for cell in spread(source, recount.direct_rows(source, periods=periods))
    ]


def duckdb_cells(periods: set[str] | None = None) -> list[Cell]:
    """Every cell by DuckDB, from a copy of the columns the indicators read."""
    with duckdb.connect(":memory:", config={"threads": "2"}) as engine:
        queries = [(source, *sql.duckdb_sql(source)) for source in sources()]
        wanted: dict[str, set[str]] = {TREE[0]: set(TREE[1]), PERIODS[0]: set(PERIODS[1])}
        for _source, text, _params in queries:
            for table, columns in sql.reads(text, "duckdb").values():
                wanted.setdefault(table, set()).update(columns)
        _copy(engine, wanted)
        cells: list[Cell] = []
        for source, text, params in queries:
            cells += spread(source, _direct(engine, source, text, params, periods))
        return cells


ENGINES = {"database": database_cells, "duckdb": duckdb_cells}


def spread(source: Source, wide: Iterable[tuple[Any, ...]]) -> list[tuple[str, str, int, int, int]]:
    """Wide rows as (indicator, period, place, counted, claimed), empty ones left out."""
    found = []
    for place, period, *values in wide:
        for number, indicator in enumerate(source.indicators):
            counted, claimed = int(values[2 * number] or 0), int(values[2 * number + 1] or 0)
            if claimed or counted:
                found.append((indicator.key, period, place, counted, claimed))
    return found


def _direct(
    engine: duckdb.DuckDBPyConnection, source: Source, facts: str, params: list[Any], periods: set[str] | None
) -> list[tuple[Any, ...]]:
    day = sql.day_of(source)
    text = (
        f"SELECT s.ancestor_id, p.key, {sql.cells(source)} FROM ({facts}) f"
        f" JOIN tally_period p ON {sql.stands_in(source)}"
        f" JOIN tree_orgspan s ON s.org_id = f.node AND s.valid_from <= {day} AND s.valid_to > {day}"
        f" WHERE {sql.within('p.key', periods)} GROUP BY s.ancestor_id, p.key"
    )
    return engine.execute(text, params).fetchall()


def _copy(engine: duckdb.DuckDBPyConnection, wanted: dict[str, set[str]]) -> None:
    """Copies tables as Arrow streams; SQLite's loose types are made text first and cast on arrival."""
    kinds = {model._meta.db_table: model for model in apps.get_models()}
    with _open() as source, source.cursor() as cursor:
        for table, columns in sorted(wanted.items()):
            fields = {field.column: field for field in kinds[table]._meta.concrete_fields}
            names = sorted(columns | {"id"})
            picked = ", ".join(_leaving(name, fields[name]) for name in names)
            cursor.execute(f'SELECT {picked} FROM "{table}"')
            engine.register("stream", cursor.fetch_arrow())
            cast = ", ".join(_arriving(name, fields[name]) for name in names)
            engine.execute(f'CREATE TABLE "{table}" AS SELECT {cast} FROM stream')
            engine.unregister("stream")


@contextmanager
def _open() -> Iterator[Any]:
    """A connection to what is to be copied. Of SQLite a copy of the file: the driver brings a library of its own,

    and two libraries in one process undo each other's locks on a file (https://sqlite.org/howtocorrupt.html, 2.2.1).
    """
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        from adbc_driver_postgresql import dbapi

        user, host, port = settings["USER"], settings["HOST"] or "127.0.0.1", settings["PORT"] or 5432
        secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
        with dbapi.connect(f"postgresql://{user}{secret}@{host}:{port}/{settings['NAME']}") as opened:
            yield opened
        return
    from adbc_driver_sqlite import dbapi as sqlite

    whole = f"file:{settings['NAME']}?mode=ro"
    with tempfile.TemporaryDirectory(prefix="zhijia-count") as folder:
        copy = Path(folder) / "copy.sqlite3"
        with closing(sqlite3.connect(whole, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        with sqlite.connect(f"file:{copy}?mode=ro") as opened:
            yield opened


def _leaving(name: str, field: models.Field) -> str:
    if isinstance(_target(field), models.IntegerField) and not isinstance(field, models.BooleanField):
        return f'CAST("{name}" AS BIGINT) AS "{name}"' if connection.vendor == "postgresql" else f'"{name}"'
    return f'COALESCE(CAST("{name}" AS TEXT), \'\') AS "{name}"'


def _target(field: models.Field) -> models.Field:
    """The field a foreign key points to, or the field itself."""
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _arriving(name: str, field: models.Field) -> str:
    target = _target(field)
    if isinstance(target, models.BooleanField):
        kind = "BOOLEAN"
    elif isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        kind = "DATE"
    elif isinstance(target, models.IntegerField):
        return f'CAST("{name}" AS BIGINT) AS "{name}"'
    else:
        kind = "VARCHAR"
    return f'CAST(NULLIF("{name}", \'\') AS {kind}) AS "{name}"'


def kept_periods(year: int) -> set[str]:
    """The kept periods that touch a year."""
    return set(
        TallyPeriod.objects.filter(
            starts_on__lt=f"{year + 1}-01-01", ends_on__gt=f"{year}-01-01"
        ).values_list("key", flat=True)
    )
