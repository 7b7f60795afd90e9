"""The database keeps the journal shut and sees every write of a watched table."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, migrations, transaction

from tests.journal.conftest import TABLE, Probe, add, found, raw, remove, rename
from zhijia.journal import sealer, triggers
from zhijia.journal.models import JournalEvent, Seal, Witness

pytestmark = pytest.mark.usefixtures("own_checks_only")
POSTGRES = "postgresql"
#: a plan that may take columns away
TAKES = [(SimpleNamespace(operations=[migrations.RunSQL("")]), False)]


def seen() -> list[tuple[str, int]]:
    return list(Witness.objects.filter(table=TABLE).order_by("id").values_list("op", "version"))


def refused(sql: str, *params: object) -> None:
    with pytest.raises(IntegrityError, match="is kept as written"), transaction.atomic():
        raw(sql, *params)


def test_every_write_of_a_service_is_seen_and_explained(probes):
    probe = rename(add("一"), "二")
    remove(probe)
    assert seen() == [("I", 1), ("U", 2), ("U", 2), ("U", 3), ("D", 3)]
    assert found() == []


@pytest.mark.parametrize("table", triggers.KEPT)
def test_nothing_changes_or_deletes_what_is_kept(probes, table):
    add("一")
    sealer.seal_now()
    column = "head" if table == "journal_seal" else "version"
    refused(f"UPDATE {table} SET {column} = {column}")
    refused(f"DELETE FROM {table}")
    if connection.vendor == POSTGRES:
        refused(f"TRUNCATE {table} CASCADE")
    else:
        columns = [
            info.name for info in connection.introspection.get_table_description(connection.cursor(), table)
        ]
        refused(
            f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM {table}"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        {"journal_event": JournalEvent, "journal_witness": Witness, "journal_seal": Seal}[
            table
        ].objects.all().delete()


def test_an_event_of_the_same_uid_replaces_nothing(probes):
    add("一")
    event = JournalEvent.objects.get()
    verb = "REPLACE" if connection.vendor != POSTGRES else "INSERT"
    columns = ", ".join(f.column for f in JournalEvent._meta.concrete_fields if f.column != "id")
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(f"{verb} INTO journal_event ({columns}) SELECT {columns} FROM journal_event")
    assert JournalEvent.objects.get() == event


def test_a_watched_table_is_not_emptied_at_a_stroke(probes):
    add("一")
    if connection.vendor == POSTGRES:
        refused(f"TRUNCATE {TABLE}")
    else:
        raw(f"DELETE FROM {TABLE}")
        assert seen()[-1] == ("D", 1)
        assert found()[0][0] == "witness"


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {TABLE} SET name = 'x'",
        f"UPDATE {TABLE} SET version = version + 1, name = 'x'",
        f"DELETE FROM {TABLE}",
        f"INSERT INTO {TABLE} (uid, version, name, path, words) SELECT {{uid}}, 1, 'x', '', '' FROM {TABLE}",
        f"UPDATE {TABLE} SET uid = {{uid}}",
    ],
)
def test_raw_sql_is_seen_and_named(probes, sql):
    probe = rename(add("一"), "二")
    other = add("三")
    Probe.objects.filter(pk=other.pk)  # a row that stays out of it
    new = "'01890000-0000-7000-8000-0000000000aa'" if connection.vendor == POSTGRES else "'" + "ab" * 16 + "'"
    where = f" WHERE {'uid'} = (SELECT uid FROM {TABLE} ORDER BY id LIMIT 1)"
    raw(sql.format(uid=new) + where)
    named = [where for check, where in found() if check == "witness"]
    assert named and all(str(other.uid) not in where for where in named)
    if "INSERT" not in sql:
        assert f"{TABLE} {probe.uid}" in named


def test_a_raw_change_taken_back_again_stays_named(probes):
    probe = rename(add("一"), "二")
    raw(f"UPDATE {TABLE} SET name = 'x', version = version + 1")
    raw(f"UPDATE {TABLE} SET name = '二', version = version - 1")
    assert {where for check, where in found() if check == "witness"} == {f"{TABLE} {probe.uid}"}


def test_a_raw_change_between_two_honest_ones_stays_named(probes):
    probe = add("一")
    raw(f"UPDATE {TABLE} SET name = 'x'")
    rename(probe, "二")
    rename(probe, "三")
    assert [check for check, _where in found()] == ["witness"]


def test_bulk_updates_are_seen(probes):
    for name in "一二三":
        add(name)
    Probe.objects.update(name="四")
    Probe.objects.bulk_create([Probe(name="五")])
    rows = list(Probe.objects.all())
    for row in rows:
        row.name = "六"
    Probe.objects.bulk_update(rows, ["name"])
    assert len([check for check, _where in found() if check == "witness"]) == 3 + 1 + 4


def test_paths_and_search_words_are_not_what_an_entry_says(probes):
    add("一")
    before = seen()
    Probe.objects.update(path="00010002", words="一 二")
    assert seen() == before and found() == []


def test_what_is_rolled_back_was_never_seen(probes):
    with pytest.raises(RuntimeError), transaction.atomic():
        Probe.objects.create(name="一")
        raise RuntimeError
    assert seen() == []


def test_triggers_come_back_after_a_table_was_rebuilt(lasting_probes):
    """SQLite drops what hangs on a table it rebuilds; PostgreSQL alters no column a trigger names."""
    add("一")
    triggers.before_migrate(using="default", plan=TAKES)
    assert {
        name for name in triggers.missing() if TABLE in name or "journal_event" in name
    } >= _standing_on_probe()
    old = Probe._meta.get_field("name")
    new = type(old)(max_length=200)
    new.set_attributes_from_name("name")
    new.model = Probe
    with connection.schema_editor() as editor:
        editor.alter_field(Probe, old, new, strict=True)
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
    rename(Probe.objects.get(), "二")
    assert seen()[-1] == ("U", 2) and found() == []


def _standing_on_probe() -> set[str]:
    if connection.vendor == POSTGRES:
        return {f"{TABLE} journal_see_{op}" for op in ("insert", "update", "delete")} | {
            "journal_event journal_keep_rows"
        }
    return {f"journal_see_{TABLE}_{op}" for op in ("insert", "update", "delete")} | {
        "journal_keep_journal_event_delete"
    }


def test_a_new_column_is_watched_after_the_next_migrate(probes):
    add("一")
    triggers.before_migrate(using="default", plan=TAKES)
    raw(f"ALTER TABLE {TABLE} ADD COLUMN note varchar(10)")
    triggers.install()
    raw(f"UPDATE {TABLE} SET note = 'x'")
    assert [check for check, _where in found()] == ["witness"]
    triggers.remove()
    raw(f"ALTER TABLE {TABLE} DROP COLUMN note")
    triggers.install()


def test_a_migrate_with_nothing_to_do_leaves_the_journal_shut(lasting_probes, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(triggers, "remove", lambda using: pytest.fail("the journal was opened"))
        call_command("migrate", verbosity=0)


def test_missing_and_changed_triggers_are_named(probes):
    assert triggers.missing() == [] and triggers.check(databases=["default"]) == []
    names = _spoil()
    assert triggers.missing() == sorted(names)
    (warning,) = triggers.check(databases=["default"])
    assert warning.id == "journal.W001" and "journal_" in warning.msg
    assert [where for check, where in found() if check == "triggers"] == sorted(names)
    triggers.install()
    assert triggers.missing() == []


def _spoil() -> list[str]:
    """One trigger gone, others still there by name but toothless."""
    if connection.vendor != POSTGRES:
        raw("DROP TRIGGER journal_keep_journal_event_update")
        raw(f"DROP TRIGGER journal_see_{TABLE}_delete")
        raw(f"CREATE TRIGGER journal_see_{TABLE}_delete AFTER DELETE ON {TABLE} BEGIN SELECT 1; END")
        return ["journal_keep_journal_event_update", f"journal_see_{TABLE}_delete"]
    raw("DROP TRIGGER journal_keep_rows ON journal_event")
    raw("ALTER TABLE journal_seal DISABLE TRIGGER journal_keep_all")
    raw(f"DROP TRIGGER journal_see_update ON {TABLE}")
    raw(
        f"CREATE TRIGGER journal_see_update AFTER UPDATE OF words ON {TABLE}"
        f" FOR EACH ROW EXECUTE FUNCTION journal_see_{TABLE}()"
    )
    return ["journal_event journal_keep_rows", "journal_seal journal_keep_all", f"{TABLE} journal_see_update"]


def test_a_function_made_toothless_is_named(probes):
    if connection.vendor != POSTGRES:
        pytest.skip("SQLite has no trigger functions")
    raw(
        "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN COALESCE(NEW, OLD); END $$"
    )
    assert {f"{table} journal_keep_rows" for table in triggers.KEPT} <= set(triggers.missing())
    triggers.install()
    refused(
        "DELETE FROM journal_event WHERE id = -1 OR EXISTS (SELECT 1)"
    ) if JournalEvent.objects.exists() else None
    assert triggers.missing() == []


def test_replication_roles_do_not_switch_the_triggers_off(lasting_probes):
    if connection.vendor != POSTGRES:
        pytest.skip("only PostgreSQL has replication roles")
    add("一")
    with transaction.atomic():
        raw("SET LOCAL session_replication_role = replica")
        Probe.objects.update(name="x")
    assert seen()[-1] == ("U", 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        raw("SET LOCAL session_replication_role = replica")
        raw("DELETE FROM journal_event")


def test_the_witness_goes_where_it_belongs_whatever_the_search_path(lasting_probes):
    if connection.vendor != POSTGRES:
        pytest.skip("only PostgreSQL has a search path")
    add("一")
    raw("CREATE SCHEMA elsewhere")
    try:
        raw("CREATE TABLE elsewhere.journal_witness (LIKE public.journal_witness INCLUDING ALL)")
        with transaction.atomic():
            raw("SET LOCAL search_path = elsewhere, public")
            Probe.objects.update(name="x")
        assert seen()[-1] == ("U", 1)
    finally:
        raw("DROP SCHEMA elsewhere CASCADE")
