"""The journal's triggers in SQLite's words, compared as written: SQLite keeps the text of a trigger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhijia.journal.witness import Watch


@dataclass(frozen=True)
class Trigger:
    """One trigger: its name, the statements that make it and how it then stands in the database."""

    key: str
    standing: str

    @property
    def statements(self) -> list[str]:
        return [self.standing]


def keep(cursor: Any, table: str) -> list[Trigger]:
    """Refuses updates, deletes and replacing inserts: REPLACE fires no delete trigger."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is kept as written: {{}} refused'); END"
    key = "number" if table == "journal_seal" else "id"
    twice = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}"
    twice += " OR uid = NEW.uid)" if table == "journal_event" else ")"
    made = [
        ("update", f"BEFORE UPDATE ON {table} {refuse.format('update')}"),
        ("delete", f"BEFORE DELETE ON {table} {refuse.format('delete')}"),
        ("insert", f"BEFORE INSERT ON {table} {twice} {refuse.format('replace')}"),
    ]
    return [_trigger(f"journal_keep_{table}_{op}", body) for op, body in made]


def see(cursor: Any, watch: Watch, columns: list[str]) -> list[Trigger]:
    """Writes a witness for every row inserted, updated or deleted."""
    table = _quoted(watch.table)
    named = ", ".join(_quoted(name) for name in columns)
    seen = {op: _witness(watch, op, row) for op, row in (("I", "NEW"), ("U", "NEW"), ("D", "OLD"))}
    left = f"{_witness(watch, 'U', 'OLD')} WHERE OLD.{_quoted(watch.uid)} IS NOT NEW.{_quoted(watch.uid)}"
    made = [
        ("insert", f"AFTER INSERT ON {table} BEGIN {seen['I']}; END"),
        ("update", f"AFTER UPDATE OF {named} ON {table} BEGIN {seen['U']}; {left}; END"),
        ("delete", f"AFTER DELETE ON {table} BEGIN {seen['D']}; END"),
    ]
    return [_trigger(f"journal_see_{watch.table}_{op}", body) for op, body in made]


def _witness(watch: Watch, op: str, row: str) -> str:
    name = watch.table.replace("'", "''")
    return (
        "INSERT INTO journal_witness (at, of_table, entry_uid, op, version, seen)"
        f" SELECT strftime('%Y-%m-%d %H:%M:%f', 'now'), '{name}', {row}.{_quoted(watch.uid)}, '{op}',"
        f" {row}.{_quoted(watch.version)}, COALESCE((SELECT max(id) FROM journal_event), 0)"
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _trigger(name: str, body: str) -> Trigger:
    return Trigger(name, f"CREATE TRIGGER {_quoted(name)} {body}")


def columns(cursor: Any, table: str) -> list[str]:
    """The columns of a table; Django's own way parses the table's SQL and takes thirty times as long."""
    cursor.execute("SELECT name FROM pragma_table_info(%s) ORDER BY cid", [table])
    return [row[0] for row in cursor.fetchall()]


def standing(cursor: Any) -> dict[str, str]:
    """The journal's triggers in the database, by name."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal\\_%' ESCAPE '\\'"
    )
    return dict(cursor.fetchall())


def drop(quote: Callable[[str], str], key: str) -> str:
    return f"DROP TRIGGER {quote(key)}"
