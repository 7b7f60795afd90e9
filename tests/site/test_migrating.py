"""Migrations beside people at work, on PostgreSQL: short waits, a sentence, indices that let everybody write."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q

from zhijia.directory.models import Site
from zhijia.journal import triggers
from zhijia.site import altering
from zhijia.tally import marking

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = Site._meta.db_table
NOTE = migrations.AddField("site", "grown_note", models.CharField(max_length=9, null=True))
INDEX = migrations.AddIndex("site", models.Index(fields=["contact"], name="grown_contact"))


@pytest.fixture(autouse=True)
def only_postgres(settings: Any) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: no migration waits beside another session")
    settings.MIGRATE_LOCK_SECONDS, settings.MIGRATE_TRIES = 1, 1
    # tests make their tables from the models: here all migrations count as carried out
    settings.MIGRATION_MODULES = {}
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for room, name in MigrationLoader(None).disk_migrations:
        recorder.record_applied(room, name)
    yield
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS grown_note")
        cursor.execute("DROP INDEX IF EXISTS grown_contact")
    recorder.flush()
    triggers.install()


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> Any:
    """One more migration of the directory, as if a newer version of the house brought it."""
    load = MigrationLoader.load_disk

    def plant(operation: Any, *, atomic: bool = True) -> None:
        def loaded(self: Any) -> None:
            load(self)
            last = max(name for room, name in self.disk_migrations if room == "directory")
            made = migrations.Migration("9999_grown", "directory")
            made.dependencies, made.operations, made.atomic = [("directory", last)], [operation], atomic
            self.disk_migrations["directory", "9999_grown"] = made

        monkeypatch.setattr(MigrationLoader, "load_disk", loaded)

    return plant


@pytest.fixture
def beside() -> Iterator[Any]:
    """Another session of the same database."""
    with closing(connection.copy()) as other:
        yield other.cursor()


def migrate(**options: Any) -> None:
    call_command("migrate", verbosity=0, **options)


def names(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def missing() -> list[str]:
    return [*triggers.missing(), *marking.missing()]


def columns() -> set[str]:
    return names(f"SELECT attname FROM pg_attribute WHERE attrelid = '{TABLE}'::regclass")


def test_it_gives_up_in_time_and_changes_nothing_then_adds_beside_every_trigger(
    grown: Any, beside: Any, monkeypatch: Any
) -> None:
    grown(NOTE)
    beside.execute(f"BEGIN; SELECT count(*) FROM {TABLE}")
    began = time.monotonic()
    with pytest.raises(CommandError, match=r"9999_grown.*pid \d+"):
        migrate()
    assert time.monotonic() - began < 40, "a second for the lock; the rest is a slow machine reading"
    assert "grown_note" not in columns() and missing() == []
    assert not names("SELECT name FROM django_migrations WHERE name = '9999_grown'")
    beside.execute("ROLLBACK")
    with monkeypatch.context() as patched:
        patched.setattr(triggers, "remove", lambda using: pytest.fail("the journal was opened"))
        migrate()
    assert "grown_note" in columns() and missing() == []


def test_columns_go_only_while_nobody_is_at_work_or_when_asked(grown: Any, beside: Any) -> None:
    grown(migrations.RunSQL("SELECT 1", "SELECT 1"))
    beside.execute("SET application_name = 'zhijia 1'")
    with pytest.raises(CommandError, match="at-work"):
        migrate()
    assert missing() == []
    migrate(at_work=True)
    assert missing() == [] and names("SELECT name FROM django_migrations WHERE name = '9999_grown'")


def test_an_index_is_built_while_others_write(grown: Any, beside: Any) -> None:
    grown(INDEX, atomic=False)
    beside.execute(f"BEGIN; LOCK {TABLE} IN ROW EXCLUSIVE MODE")
    told: list[BaseException] = []

    def run() -> None:
        try:
            migrate()
        except BaseException as error:
            told.append(error)
        finally:
            connections.close_all()

    builder = Thread(target=run)
    builder.start()
    running = "SELECT query FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'"
    while builder.is_alive() and not names(running):
        time.sleep(0.05)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        cursor.execute(f"UPDATE {TABLE} SET contact = 'x'")  # a plain build would hold this up
        cursor.execute("RESET lock_timeout")
    assert builder.is_alive(), told  # it waits for the other session, and nobody waits for it
    beside.execute("ROLLBACK")
    builder.join(timeout=20)
    valid = "SELECT relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE i.indisvalid"
    assert told == [] and "grown_contact" in names(valid)


def test_constraints_are_checked_beside_the_work_and_half_made_ones_anew() -> None:
    check = models.CheckConstraint(condition=Q(distance_km__gte=0), name="grown_check")
    unique = models.UniqueConstraint(fields=["org", "uid"], name="grown_unique")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT grown_check CHECK (distance_km > 5) NOT VALID")
    with altering.gently(connection), connection.schema_editor(atomic=False) as editor:
        editor.add_constraint(Site, check)
        editor.add_constraint(Site, unique)
    told = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname LIKE 'grown%' AND convalidated"
    assert names(told) == {"CHECK ((distance_km >= 0))", "UNIQUE (org_id, uid)"}
    with connection.schema_editor() as editor:
        editor.remove_constraint(Site, check)
        editor.remove_constraint(Site, unique)
