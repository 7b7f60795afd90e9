"""The journal's triggers in PostgreSQL's words, compared with what the server says of them.

They fire always, replication roles included, and TRUNCATE, which fires no row trigger, is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import truncate_name

from zhijia.journal.witness import Watch

ALWAYS = "A"


@dataclass(frozen=True)
class Trigger:
    """One trigger with its function: its key is "table name", `told` is how the server tells it."""

    key: str
    told: str
    function: str
    body: str

    @property
    def standing(self) -> tuple[str, str, str]:
        return (self.told, ALWAYS, self.body)

    @property
    def statements(self) -> list[str]:
        table, name = self.key.split(" ")
        return [
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $journal${self.body}$journal$",
            self.told,
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]


REFUSE = (
    " BEGIN RAISE EXCEPTION '% is kept as written: % refused', TG_TABLE_NAME, lower(TG_OP)"
    " USING ERRCODE = 'restrict_violation'; END "
)


def keep(cursor: Any, table: str) -> list[Trigger]:
    """Refuses updates, deletes and TRUNCATE."""
    rows = _refusal(table, "journal_keep_rows", "DELETE OR UPDATE", "ROW")
    return [rows, _refusal(table, "journal_keep_all", "TRUNCATE", "STATEMENT")]


def _refusal(table: str, name: str, event: str, each: str) -> Trigger:
    told = (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION journal_refuse()"
    )
    return Trigger(f"{table} {name}", told, "journal_refuse", REFUSE)


def see(cursor: Any, watch: Watch, columns: list[str]) -> list[Trigger]:
    """Writes a witness for every row inserted, updated or deleted, and refuses TRUNCATE."""
    cursor.execute("SELECT current_schema(), quote_ident(%s), quote_ident(%s)", [watch.uid, watch.version])
    schema, uid, version = cursor.fetchone()
    table, *named = _quoted(cursor, [watch.table, *columns])
    function = truncate_name(f"journal_see_{watch.table}", 63)
    body, run = _body(watch.table, schema, uid, version), f"EXECUTE FUNCTION {function}()"
    when = {"insert": "INSERT", "update": f"UPDATE OF {', '.join(named)}", "delete": "DELETE"}
    seen = [
        Trigger(
            f"{table} journal_see_{op}",
            f"CREATE TRIGGER journal_see_{op} AFTER {event} ON {table} FOR EACH ROW {run}",
            function,
            body,
        )
        for op, event in when.items()
    ]
    return [*seen, _refusal(table, "journal_keep_all", "TRUNCATE", "STATEMENT")]


def _body(table: str, schema: str, uid: str, version: str) -> str:
    """The witness stands in the schema by name, so no search path leads it elsewhere."""
    name = table.replace("'", "''")

    def witness(row: str, op: str) -> str:
        return (
            f'INSERT INTO "{schema}".journal_witness (at, of_table, entry_uid, op, version, seen) VALUES'
            f" (clock_timestamp(), '{name}', {row}.{uid}, {op}, {row}.{version},"
            f' COALESCE((SELECT max(id) FROM "{schema}".journal_event), 0));'
        )

    return (
        f" BEGIN IF TG_OP = 'DELETE' THEN {witness('OLD', 'left(TG_OP, 1)')} RETURN NULL; END IF;"
        f" {witness('NEW', 'left(TG_OP, 1)')}"
        f" IF TG_OP = 'UPDATE' AND OLD.{uid} IS DISTINCT FROM NEW.{uid} THEN"
        f" {witness('OLD', 'left(TG_OP, 1)')} END IF; RETURN NULL; END "
    )


def _quoted(cursor: Any, names: list[str]) -> list[str]:
    cursor.execute(
        "SELECT quote_ident(name) FROM unnest(%s::text[]) WITH ORDINALITY AS given(name, at) ORDER BY at",
        [names],
    )
    return [row[0] for row in cursor.fetchall()]


def columns(cursor: Any, table: str) -> list[str]:
    """The columns of a table, in order."""
    cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = quote_ident(%s)::regclass"
        " AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        [table],
    )
    return [row[0] for row in cursor.fetchall()]


def standing(cursor: Any) -> dict[str, tuple[str, str, str]]:
    """The journal's triggers in the schema: definition, when enabled, body of the function."""
    cursor.execute(
        "SELECT quote_ident(c.relname) || ' ' || t.tgname, pg_get_triggerdef(t.oid, true),"
        " t.tgenabled::text, p.prosrc"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgname LIKE 'journal\\_%'"
        " AND c.relnamespace = current_schema()::regnamespace"
    )
    return {key: (told, enabled, body) for key, told, enabled, body in cursor.fetchall()}


def drop(quote: Callable[[str], str], key: str) -> str:
    """`key` holds the table as the server quotes it."""
    table, _space, name = key.rpartition(" ")
    return f"DROP TRIGGER {name} ON {table}"
