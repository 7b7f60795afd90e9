"""An empty database after a test that committed: only tables with rows are emptied, what migrations wrote stays.

Django's own flush empties every table and lets `post_migrate` write content types, permissions, calendars and all
triggers again, which costs a second a test. Where a test has altered tables or triggers, that is still what is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from zhijia.journal import triggers

Rows = list[tuple[Any, ...]]


@dataclass
class Seeded:
    """The database as migrations leave it: its tables and triggers, and the rows of tables that are not empty."""

    shape: Rows = field(default_factory=list)
    rows: dict[str, Rows] = field(default_factory=dict)


seeded = Seeded()


def remember() -> None:
    """Looks at the database before the first test."""
    seeded.shape = _shape()
    seeded.rows = {table: _rows(table) for table in _filled(_tables())}


def emptied() -> bool:
    """Takes out what tests have committed; False, and nothing done, when tables or triggers are not as they were."""
    if _shape() != seeded.shape:
        return False
    filled = _filled(_tables())
    spoilt = [table for table in seeded.rows if table not in filled or _rows(table) != seeded.rows[table]]
    wanted = [table for table in filled if table not in seeded.rows or table in spoilt]
    if not wanted and not spoilt:
        return True
    with transaction.atomic():
        shut = _opened(wanted)
        _empty(wanted)
        for table in spoilt:
            _fill(table)
        for statement in shut:
            _run(statement)
    return True


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _run(statement: str, params: Any = None) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall()) if cursor.description else []


def _shape() -> Rows:
    """Every table and trigger with how it stands."""
    if _postgres():
        return _run(
            "SELECT c.relname, t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid), p.prosrc FROM pg_class c"
            " LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal"
            " LEFT JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2"
        )
    return _run(
        "SELECT name, sql, type, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite%%' ORDER BY name"
    )


def _tables() -> list[str]:
    """Tables that tests write, the shadows of search tables left to what writes them."""
    if _postgres():
        return sorted({row[0] for row in seeded.shape or _shape()})
    shape = seeded.shape or _shape()
    virtual = [row[0] for row in shape if (row[1] or "").upper().startswith("CREATE VIRTUAL")]
    shadows = tuple(f"{name}_" for name in virtual)
    return [name for name, _sql, kind, _table in shape if kind == "table" and not name.startswith(shadows)]


def _filled(tables: list[str]) -> list[str]:
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables]
    # SQLite takes 500 parts at most
    return [
        row[0]
        for start in range(0, len(asked), 400)
        for row in _run(" UNION ALL ".join(asked[start : start + 400]))
    ]


def _rows(table: str) -> Rows:
    return sorted(_run(f"SELECT * FROM {table}"), key=repr)


def _empty(tables: list[str]) -> None:
    # rows go in any order: nothing is left for a foreign key to miss
    _run("SET LOCAL session_replication_role = replica" if _postgres() else "PRAGMA defer_foreign_keys = ON")
    for table in tables:
        _run(f"DELETE FROM {table}")
    # what triggers wrote meanwhile
    for table in _filled([one for one in _tables() if one not in seeded.rows]):
        _run(f"DELETE FROM {table}")


def _fill(table: str) -> None:
    rows = seeded.rows[table]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)


def _opened(tables: list[str]) -> list[str]:
    """Opens what the journal keeps shut; the statements that shut it again."""
    if _postgres():
        found = _run(
            "SELECT c.relname, t.tgname, t.tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relname = ANY(%s)",
            [[*tables, *triggers.KEPT]],
        )
        for table in sorted({row[0] for row in found}):
            _run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        how = {"A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "O": "ENABLE", "D": "DISABLE"}
        return [f"ALTER TABLE {table} {how[state]} TRIGGER {name}" for table, name, state in found]
    kept = _run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_keep%%'")
    for name, _sql in kept:
        _run(f"DROP TRIGGER {name}")
    return [sql for _name, sql in kept]
