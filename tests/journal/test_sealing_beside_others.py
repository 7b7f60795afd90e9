"""Sealing while other processes and transactions write."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from tests.journal.conftest import (
    TABLE,
    Probe,
    add,
    raw,
)
from zhijia.journal import anchor, sealer, verify
from zhijia.journal.models import JournalEvent, Seal, Witness

pytestmark = pytest.mark.usefixtures("own_checks_only")


POSTGRES = "postgresql"


@contextmanager
def other_processes(tmp_path):
    """The environment of processes that share this database; SQLite's is copied to a file first."""
    environment = {**os.environ, "ZHIJIA_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    if connection.vendor == POSTGRES:
        yield environment
        return
    place, name = tmp_path / "zhijia.sqlite3", connection.settings_dict["NAME"]
    raw(f"VACUUM INTO '{place}'")
    connections["default"].close()
    connection.settings_dict["NAME"] = str(place)
    # A copy by VACUUM has no write-ahead log yet; several that turn it on in the same moment refuse each other.
    connection.ensure_connection()
    connection.close()
    try:
        yield {**environment, "DATABASE_URL": f"sqlite:///{place}"}
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def started(environment, *works: str) -> subprocess.Popen:
    """A process that becomes as many as there are works."""
    if connection.vendor == POSTGRES:
        given = connection.settings_dict
        place = f"{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
        environment = {**environment, "DATABASE_URL": f"postgres://{place}"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.journal.writer", *works]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    ("writers", "sealers", "acts"), [(2, 2, 20), pytest.param(4, 3, 100, marks=pytest.mark.long)]
)
def test_sealing_beside_writers_loses_nothing(lasting_probes, tmp_path, monkeypatch, writers, sealers, acts):
    monkeypatch.setattr(anchor, "place", lambda: tmp_path / "heads.jsonl")
    with other_processes(tmp_path) as environment:
        works = [f"write={acts}"] * writers + [f"seal={acts}"] * sealers
        process = started(environment, *works)
        _out, complaint = process.communicate(timeout=240)
        assert process.returncode == 0, complaint
        during = Seal.objects.count()
        sealer.seal_now()
        assert during > 1, "sealed while the writers were at it"
        # every fifth write was given up
        kept = writers * (acts - acts // 5)
        assert JournalEvent.objects.count() == Probe.objects.count() == kept
        assert sum(Seal.objects.values_list("events", flat=True)) == kept
        assert sum(Seal.objects.values_list("witnesses", flat=True)) == Witness.objects.count()
        assert verify.problems() == []


def test_a_writer_killed_before_its_act_leaves_no_change(lasting_probes, tmp_path, monkeypatch):
    monkeypatch.setattr(anchor, "place", lambda: tmp_path / "heads.jsonl")
    with other_processes(tmp_path) as environment:
        process = started(environment, "die=1")
        process.communicate(timeout=60)
        assert process.returncode == -9
        sealer.seal_now()
        assert list(Probe.objects.values_list("name", "version")) == [("一", 1)]
        assert verify.problems() == []


def test_a_transaction_that_lasts_holds_up_the_seal_and_nothing_else(lasting_probes):
    if connection.vendor != POSTGRES:
        pytest.skip("SQLite has one writer at a time")
    other = connection.copy("other")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} (uid, version, name, path, words) VALUES (%s, 1, '甲', '', '')",
                [uuid.uuid4()],
            )
        add("一")
        assert sealer.seal_now(patience=0.1) == []
        other.rollback()
        assert [one.events for one in sealer.seal_now()] == [1]
    finally:
        other.close()
