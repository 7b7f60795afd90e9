"""Fact queries as text: with literals, for three engines, and the tables and columns they read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sized
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

import sqlglot
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from sqlglot import exp

from zhijia.tally.indicator import Indicator
from zhijia.tally.sources import Source, sources

#: more than any amount that is added once for each subject
WIDER = 10_000_000
#: from so many organisations on a statement is large
MANY = 50


def literal(value: Any) -> str:
    """A value as SQL: text, whole number, truth, day or null; raises TypeError for anything else."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE") if connection.vendor == "postgresql" else str(int(value))
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    raise TypeError(f"no literal for {type(value).__name__}")


def rows(text: str, params: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, list(params)) if params else cursor.execute(text)
        return list(cursor.fetchall())


def run(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


@contextmanager
def at_large(orgs: Sized | None = None) -> Iterator[None]:
    """Counting of many organisations (None: all), told so to PostgreSQL: it takes steps of a statement for a handful

    of rows and would walk one for each row of another. No loops where tables can be hashed.
    """
    told = connection.vendor == "postgresql" and (orgs is None or len(orgs) > MANY)
    if told:
        run("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
    yield
    if told:
        run("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL jit TO DEFAULT")


def within(column: str, wanted: Collection[Any] | None) -> str:
    """A condition on a column, true when nothing is wanted in particular."""
    if wanted is None:
        return "1 = 1"
    return f"{column} IN ({', '.join(literal(value) for value in sorted(wanted)) or 'NULL'})"


def facts_sql(source: Source) -> str:
    """The fact query of a source for the present engine, its values written in as literals."""
    sql, params = source.facts().query.get_compiler(connection=connection).as_sql()
    return _fill(sql, params)


def _fill(sql: str, params: tuple[Any, ...]) -> str:
    pieces = sql.split("%s")
    filled = pieces[0]
    for value, piece in zip(params, pieces[1:], strict=True):
        filled += literal(value) + piece
    return filled.replace("%%", "%")


@lru_cache(maxsize=1)
def postgres_dialect() -> BaseDatabaseWrapper:
    """A PostgreSQL connection that is never opened: its compiler writes SQL other engines can be given."""
    from django.db.backends.postgresql.base import DatabaseWrapper

    settings = {**connection.settings_dict, "ENGINE": "django.db.backends.postgresql", "NAME": "never"}
    return DatabaseWrapper({**settings, "OPTIONS": {}}, alias="dialect")


def duckdb_sql(source: Source) -> tuple[str, list[Any]]:
    """The fact query in DuckDB's words with `?` for its values: a second compiler, a second engine."""
    sql, params = source.facts().query.get_compiler(connection=postgres_dialect()).as_sql()
    return sqlglot.parse_one(sql.replace("%s", "?"), read="postgres").sql(dialect="duckdb"), list(params)


@lru_cache(maxsize=1024)
def reads(sql: str, dialect: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Alias → (table, columns) of everything a query reads."""
    tree = sqlglot.parse_one(sql, read=dialect)
    tables = {table.alias_or_name: table.name for table in tree.find_all(exp.Table)}
    columns: dict[str, set[str]] = {alias: set() for alias in tables}
    for column in tree.find_all(exp.Column):
        if column.table in columns:
            columns[column.table].add(column.name)
    return {alias: (tables[alias], frozenset(names)) for alias, names in columns.items()}


def read_by(source: Source) -> dict[str, tuple[str, frozenset[str]]]:
    """Alias → (table, columns) a source reads on the present engine."""
    return reads(facts_sql(source), "postgres" if connection.vendor == "postgresql" else "sqlite")


def tables_read() -> set[str]:
    """All tables any source reads."""
    return {table for source in sources() for table, _columns in read_by(source).values()}


def cells(source: Source) -> str:
    """The aggregates of a source's indicators: cn counted and dn claimed, in the order of its indicators."""
    parts = []
    for number, indicator in enumerate(source.indicators):
        here, met = f"f.w{number} = 1", f"f.w{number} = 1 AND f.m{number} = 0"
        for name, condition in (("c", met), ("d", here)):
            parts.append(f"{_aggregate(indicator, number, condition)} AS {name}{number}")
    return ", ".join(parts)


def _aggregate(indicator: Indicator, number: int, condition: str) -> str:
    if indicator.distinct and indicator.amount:
        return _once_each(condition, number)
    if indicator.distinct:
        return f"COUNT(DISTINCT CASE WHEN {condition} THEN f.s{number} END)"
    if indicator.amount:
        return f"SUM(CASE WHEN {condition} THEN f.q{number} ELSE 0 END)"
    return f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def tall(source: Source, wide: str, columns: str) -> str:
    """Wide rows (`columns` and the cells of a source) as rows of indicator, `columns`, counted, claimed, none empty."""
    numbers = range(len(source.indicators))
    named = ", ".join(f"w.{column.strip()}" for column in columns.split(","))
    counted, claimed = (chosen(name, numbers) for name in "cd")
    return (
        f"SELECT indicator, {columns}, counted, claimed FROM (SELECT k.key AS indicator, {named},"
        f" COALESCE({counted}, 0) AS counted, COALESCE({claimed}, 0) AS claimed"
        f" FROM ({wide}) w CROSS JOIN ({numbered(source, numbers)}) k) t WHERE counted <> 0 OR claimed <> 0"
    )


def numbered(source: Source, numbers: Iterable[int]) -> str:
    """Rows of n and key, one for each indicator asked for."""
    return " UNION ALL ".join(
        f"SELECT {number} AS n, {literal(source.indicators[number].key)} AS key" for number in numbers
    )


def chosen(name: str, numbers: Iterable[int]) -> str:
    """Of the columns name0, name1, … of w the one that k.n says."""
    return f"CASE k.n {' '.join(f'WHEN {number} THEN w.{name}{number}' for number in numbers)} END"


def _once_each(condition: str, number: int) -> str:
    """The amounts of different subjects: a sum of pairs of subject and amount, less the subjects."""
    pair = f"CASE WHEN {condition} THEN f.s{number} * {WIDER} + f.q{number} END"
    subject = f"CASE WHEN {condition} THEN f.s{number} END"
    return f"SUM(DISTINCT {pair}) - {WIDER} * SUM(DISTINCT {subject})"


def stands_in(source: Source, facts: str = "f", period: str = "p") -> str:
    """The join condition of a fact and a period: a flow's day lies in it, a stock holds on its last day."""
    if source.is_stock:
        return f"{facts}.starts <= {period}.last_on AND {facts}.ends > {period}.last_on"
    inside = f"{facts}.starts >= {period}.starts_on AND {facts}.starts < {period}.ends_on"
    return f"{inside} AND NOT {period}.stocks_only"


def day_of(source: Source, facts: str = "f", period: str = "p") -> str:
    """The day on which a fact's place in the tree decides: its own for a flow, the last for a stock."""
    return f"{period}.last_on" if source.is_stock else f"{facts}.starts"


def any_of(numbers: Iterable[int]) -> str:
    """The condition that a fact gives one of these indicators something."""
    return f"({' OR '.join(f'f.w{number} = 1' for number in numbers)})"


def there(org: str, day: str) -> str:
    """Joins the span in which an organisation exists on a day."""
    return (
        f" JOIN tree_orgspan s ON s.org_id = {org} AND s.ancestor_id = {org}"
        f" AND s.valid_from <= {day} AND s.valid_to > {day}"
    )
