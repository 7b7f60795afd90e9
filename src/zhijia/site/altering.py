"""Changing tables that people work with: PostgreSQL waits seconds for a lock, builds indices beside the work, and
checks what is there already without holding anybody up. SQLite has one writer and needs none of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.ddl_references import Statement
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

#: what PostgreSQL calls a lock it did not get in time
LOCK_NOT_AVAILABLE = "55P03"
NOT_VALID = " NOT VALID"


class GentleEditor(DatabaseSchemaEditor):
    """Writes the statements of a migration that is not atomic so that none holds a table for long.

    An atomic migration is left as Django writes it: its locks last until its end whatever it says.
    """

    def __enter__(self) -> Any:
        entered = super().__enter__()  # type: ignore[no-untyped-call]
        if not self.atomic_migration:
            self.sql_create_index = self.sql_create_index_concurrently
            self.sql_create_unique_index = self.sql_create_unique_index.replace("INDEX", "INDEX CONCURRENTLY")
            self.sql_create_check += NOT_VALID
            self.sql_create_fk += NOT_VALID
            self.sql_create_column_inline_fk = ""
        return entered

    def execute(self, sql: Any, params: Any = ()) -> None:
        """One statement, or the gentle ones in its place."""
        if self.atomic_migration or not isinstance(sql, Statement):
            super().execute(sql, params)
            return
        text, table, name = str(sql), sql.parts.get("table"), sql.parts.get("name")
        if sql.template == self.sql_create_unique:
            self._unique(sql.parts)
        elif "INDEX CONCURRENTLY" in text:
            self._beside(text, str(name))
        else:
            if text.endswith(NOT_VALID):
                self._forget_half(str(table), str(name))
            super().execute(sql, params)
            if text.endswith(NOT_VALID):
                # reads every row, and lets everybody read and write meanwhile
                super().execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}", None)

    def _unique(self, parts: dict[str, Any]) -> None:
        """A unique constraint over an index that was built beside the work."""
        table, name = parts["table"], parts["name"]
        made = f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({parts['columns']}){parts['nulls_distinct']}"
        self._beside(made, str(name))
        super().execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}{parts['deferrable']}", None
        )

    def _beside(self, text: str, name: str) -> None:
        """An index built while people write; it waits as long as it takes, since nobody waits for it."""
        if self._asked("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", name) is False:
            super().execute(f"DROP INDEX CONCURRENTLY {name}", None)
        wait(self.connection, 0)
        try:
            super().execute(text, None)
        finally:
            wait(self.connection, lock_seconds())

    def _forget_half(self, table: str, name: str) -> None:
        """Takes away a constraint that an earlier attempt made and did not get to check."""
        asked = "SELECT convalidated FROM pg_constraint WHERE conrelid = to_regclass(%s) AND conname = %s"
        if self._asked(asked, table, name.strip('"')) is False:
            super().execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}", None)

    def _asked(self, question: str, *given: str) -> Any:
        with self.connection.cursor() as cursor:
            cursor.execute(question, given)
            row = cursor.fetchone()
        return None if row is None else row[0]


def lock_seconds() -> int:
    """How long a statement of a migration waits for a table somebody else holds."""
    found: int = settings.MIGRATE_LOCK_SECONDS
    return found


def wait(connection: Any, seconds: int) -> None:
    """From now on statements of this session give up after so many seconds without their lock; 0 is never."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds}s"])


@contextmanager
def gently(connection: Any) -> Iterator[None]:
    """Migrations of this connection wait for seconds only, and build beside the work where they may."""
    before = connection.SchemaEditorClass
    connection.SchemaEditorClass = GentleEditor
    wait(connection, lock_seconds())
    try:
        yield
    finally:
        connection.SchemaEditorClass = before
        wait(connection, 0)


def gave_up(error: OperationalError) -> bool:
    """Whether a statement did not get its lock in time."""
    return getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE


def longest(connection: Any) -> str:
    """Who has a transaction open for longest, as an administrator finds them; empty when nobody does any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, application_name, extract(epoch FROM now() - xact_start)::int FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            " ORDER BY xact_start LIMIT 1"
        )
        row = cursor.fetchone()
    return "" if row is None else f"pid {row[0]} ({row[1] or '?'}), {row[2]} s"


def at_work(connection: Any) -> int:
    """How many other processes of this house are connected: its name stands in front of their sessions."""
    own = settings.DATABASES["default"]["OPTIONS"]["application_name"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT application_name) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name LIKE 'zhijia %%' AND application_name <> %s",
            [own],
        )
        return int(cursor.fetchone()[0])
