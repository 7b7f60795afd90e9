"""Migrations from decision 0034 on hold no table that people work with: whatever is not made anew is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

#: the last migration of each room before the decision; a room that is not named has none
BEFORE = {
    "activities": 2,
    "api": 1,
    "assistance": 3,
    "congress": 1,
    "contracts": 1,
    "directory": 8,
    "disclosure": 1,
    "evidence": 2,
    "facilities": 2,
    "honours": 1,
    "journal": 1,
    "law": 1,
    "office": 2,
    "outbox": 2,
    "plans": 7,
    "reach": 2,
    "sheets": 2,
    "site": 1,
    "tally": 1,
    "tree": 2,
}
#: short locks: no row is read or written
SHORT = (
    migrations.AlterModelManagers,
    migrations.AlterModelOptions,
    migrations.CreateModel,
    migrations.DeleteModel,
    migrations.RemoveConstraint,
    migrations.RemoveField,
    migrations.RemoveIndex,
    migrations.RenameIndex,
)


def faults(migration: Any, state: ProjectState) -> Iterator[str]:
    """What of a migration would hold up people at work, with what to do; `state` is changed along."""
    made = {one.name_lower for one in migration.operations if isinstance(one, migrations.CreateModel)}
    if not migration.atomic and len(migration.operations) > 1:
        yield "not atomic with several operations: half of it could stand; one operation a migration"
    for one in migration.operations:
        before = state.clone()
        one.state_forwards(migration.app_label, state)
        if getattr(one, "model_name_lower", None) not in made:
            yield from (f"{one.describe()}: {text}" for text in _of(one, migration, before, state))


def _of(one: Any, migration: Any, before: ProjectState, after: ProjectState) -> Iterator[str]:
    beside = "builds or checks over all rows: a migration of its own with atomic = False"
    if isinstance(one, (migrations.AddIndex, migrations.AddConstraint)):
        if migration.atomic:
            yield beside
    elif isinstance(one, migrations.AddField):
        yield from _of_new_column(one.field, migration.atomic, beside)
    elif isinstance(one, migrations.AlterField):
        if _rewrites(one, migration.app_label, before, after):
            yield "changes a column in place: add a new one, fill it in portions, then take the old one away"
    elif isinstance(one, migrations.RunPython):
        if len(migration.operations) > 1:
            yield "fills rows while the locks of the other operations last: a migration of its own"
    elif not isinstance(one, SHORT):
        yield "what it holds up is not known here: write it as operations of Django's, or judge it and say so"


def _of_new_column(field: Any, atomic: bool, beside: str) -> Iterator[str]:
    if not (field.null or field.has_db_default() or field.many_to_many):
        yield "the server at work does not know the new column: give it a db_default or let it be null"
    if atomic and (field.unique or field.db_index or (field.is_relation and not field.many_to_many)):
        yield beside


def _rewrites(one: Any, room: str, before: ProjectState, after: ProjectState) -> bool:
    """Whether the database changes: more than a longer text or a word of the form."""
    old, new = (
        state.apps.get_model(room, one.model_name)._meta.get_field(one.name) for state in (before, after)
    )
    longer = (new.max_length or 0) >= (old.max_length or 0)
    if isinstance(old, models.CharField) and type(old) is type(new) and longer:
        old = old.clone()
        old.max_length = new.max_length
        old.set_attributes_from_name(one.name)
    return bool(connection.SchemaEditorClass(connection)._field_should_be_altered(old, new))


def newer(loader: MigrationLoader) -> list[tuple[str, str]]:
    rooms = {room for room, _name in loader.disk_migrations if room in BEFORE or _ours(loader, room)}
    found = [key for key in loader.disk_migrations if key[0] in rooms]
    return sorted(key for key in found if int(key[1][:4]) > BEFORE.get(key[0], 0))


def _ours(loader: MigrationLoader, room: str) -> bool:
    from django.apps import apps

    return apps.get_app_config(room).name.startswith("zhijia.")


@pytest.fixture
def loader(settings: Any) -> MigrationLoader:
    settings.MIGRATION_MODULES = {}
    return MigrationLoader(None)


def test_no_migration_since_holds_up_people_at_work(loader: MigrationLoader) -> None:
    wrong = []
    for key in newer(loader):
        migration = loader.disk_migrations[key]
        stood = [parent.key for parent in loader.graph.node_map[key].parents]
        state = loader.project_state(stood, at_end=True)
        wrong += [f"{migration}: {text}" for text in faults(migration, state)]
    assert wrong == []


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.AddIndex("site", models.Index(fields=["contact"], name="one")), "atomic = False"),
        (
            migrations.AddConstraint("site", models.UniqueConstraint(fields=["contact"], name="two")),
            "atomic = False",
        ),
        (migrations.AddField("site", "three", models.IntegerField(default=3)), "db_default"),
        (migrations.AddField("site", "four", models.TextField(null=True, db_index=True)), "atomic = False"),
        (
            migrations.AddField("site", "five", models.ForeignKey("tree.org", models.PROTECT, null=True)),
            "atomic = False",
        ),
        (migrations.AlterField("site", "place", models.TextField()), "in portions"),
        (migrations.AlterField("site", "name", models.CharField(max_length=20)), "in portions"),
        (migrations.RenameField("site", "place", "where"), "not known"),
        (migrations.RunSQL("UPDATE directory_site SET contact = ''"), "not known"),
        (migrations.AlterField("site", "name", models.CharField("another word", max_length=90)), ""),
        (migrations.AddField("site", "six", models.IntegerField(db_default=3)), ""),
        (migrations.AddField("site", "seven", models.TextField(null=True)), ""),
    ],
)
def test_what_would_hold_them_up_is_named(loader: MigrationLoader, operation: Any, said: str) -> None:
    migration = migrations.Migration("9999_planted", "directory")
    migration.operations = [operation]
    found = list(faults(migration, loader.project_state(("directory", "0007_project_sites"))))
    assert [said in text for text in found] == ([True] if said else []), found
    if said == "atomic = False":
        migration.atomic = False
        assert list(faults(migration, loader.project_state(("directory", "0007_project_sites")))) == []
