"""A watched table of two columns, and services that write it as a register would."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models, transaction

from zhijia.journal import services, triggers, verify, witness
from zhijia.tree.actor import Actor, Seat

KIND = "test.probe"
TABLE = "test_probe"
ACTOR = Actor(user_id=None, name="刘", seats=(Seat("officer", 1, "0000", "东风县总工会"),), purpose="帮扶")


class Probe(models.Model):
    """What a register's row looks like to the journal."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=40)
    path = models.CharField(max_length=60, default="0000")
    words = models.TextField(default="")

    class Meta:
        app_label = "journal"
        db_table = TABLE
        managed = False


def write(probe: Probe, verb: str, before: dict[str, Any] | None, *, gone: bool = False) -> Any:
    """The journal row of a write, as the registry makes it."""
    return services.record(
        ACTOR,
        verb=verb,
        kind=KIND,
        uid=probe.uid,
        org_id=None,
        path=probe.path,
        before=before,
        after=None if gone else {"name": probe.name},
        version=probe.version,
        row_digest="" if gone else digest(probe),
    )


def digest(probe: Probe) -> str:
    return hashlib.sha256(f"{probe.version}{probe.name}".encode()).hexdigest()


def add(name: str) -> Probe:
    with transaction.atomic():
        probe = Probe.objects.create(name=name)
        write(probe, "add", None)
    return probe


def rename(probe: Probe, name: str) -> Probe:
    """Claims the next version first, then writes: two updates, one act."""
    with transaction.atomic():
        claimed = Probe.objects.filter(pk=probe.pk, version=probe.version).update(version=probe.version + 1)
        assert claimed == 1
        before = {"name": probe.name}
        probe.version += 1
        probe.name = name
        probe.save()
        write(probe, "change", before)
    return probe


def remove(probe: Probe) -> None:
    with transaction.atomic():
        Probe.objects.filter(pk=probe.pk).update(version=probe.version + 1)
        probe.version += 1
        before = {"name": probe.name}
        Probe.objects.filter(pk=probe.pk).delete()
        write(probe, "remove", before, gone=True)


def make_table() -> None:
    """Creates and watches the table."""
    with connection.schema_editor() as editor:
        editor.create_model(Probe)
    witness.watch(TABLE, kind=KIND)
    triggers.install()


def drop_table() -> None:
    witness.forget(TABLE)
    triggers.remove()
    with connection.schema_editor() as editor:
        editor.delete_model(Probe)
    triggers.install()


@pytest.fixture
def probes(transactional_db: None) -> Iterator[type[Probe]]:
    """The table, in a database where commits are commits."""
    make_table()
    try:
        yield Probe
    finally:
        drop_table()


@pytest.fixture
def own_checks_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks other rooms add are theirs to test."""
    monkeypatch.setattr(verify, "_checks", {})


def found() -> list[tuple[str, str]]:
    """What `verify` finds wrong, as (check, where)."""
    return [(one.check, one.where) for one in verify.problems() if not one.information]


def raw(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)


def tampered(*statements: str) -> None:
    """Statements by somebody who owns the database and takes the triggers away for them."""
    with transaction.atomic():
        triggers.remove()
        for statement in statements:
            raw(statement)
        triggers.install()
