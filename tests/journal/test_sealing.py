"""The chain: what is sealed, what is anchored outside, and what `verify` finds when somebody was at it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journal.conftest import TABLE, Probe, add, found, raw, remove, rename, tampered
from zhijia.journal import anchor, digest, problems, sealer, services, triggers, verify
from zhijia.journal import chain as chain_module
from zhijia.journal.models import JournalEvent, Seal, Witness
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.usefixtures("own_checks_only")
POSTGRES = "postgresql"


def record(count: int = 1) -> list[JournalEvent]:
    acts = [services.Act("change", "test.note", uuid.uuid4(), after={"row": row}) for row in range(count)]
    return services.record_many(SYSTEM, acts)


def seal() -> list[Seal]:
    """Seals and anchors, inside the transaction of a test too."""
    made = sealer.seal_now()
    anchor.export()
    return made


@pytest.fixture
def chain(db):
    """Four seals over twelve acts."""
    for _ in range(4):
        record(3)
        seal()
    return list(JournalEvent.objects.order_by("id"))


def anchored() -> list[dict]:
    return [json.loads(line) for line in anchor.place().read_text().splitlines()]


def test_each_seal_holds_the_head_before_and_touches_its_range(lasting_probes):
    for name in "一二三":
        rename(add(name), "四")
        assert len(sealer.seal_now()) == 1
    first, second, third = Seal.objects.order_by("number")
    assert (first.previous, second.previous, third.previous) == (sealer.GENESIS, first.head, second.head)
    assert (second.first_event, second.first_witness) == (first.last_event + 1, first.last_witness + 1)
    assert (third.events, third.witnesses) == (2, 3)
    assert [line["head"] for line in anchored()] == [first.head, second.head, third.head]
    assert verify.problems() == []


def test_nothing_new_is_not_sealed_again(probes):
    assert seal() == []
    add("一")
    assert len(seal()) == 1
    assert seal() == []
    assert Seal.objects.count() == len(anchored()) == 1


def test_a_backlog_is_sealed_in_links(db, monkeypatch):
    monkeypatch.setattr(sealer, "MOST", 100)
    record(250)
    assert [one.events for one in seal()] == [100, 100, 50]
    assert found() == []


def test_ten_thousand_acts_are_chained_and_verified(db):
    record(10_000)
    (made,) = seal()
    assert made.events == 10_000
    assert verify.problems() == []
    pk = JournalEvent.objects.order_by("id")[7_000].pk
    tampered(f"UPDATE journal_event SET reason = 'x' WHERE id = {pk}")
    with translation.override("en"):
        assert ("events", f"journal event {pk}") in found()


def test_the_unsealed_tail_is_named_as_information(db):
    record(2)
    with translation.override("zh-hans"):
        (told,) = verify.problems()
    assert told.information
    assert told.line == "tail: 事件 0 之后: 有 2 条事件、0 条见证记录尚未封存"
    seal()
    assert verify.problems() == []


def test_a_torn_line_of_anchors_is_written_again(db):
    record()
    seal()
    whole = anchor.place().read_text()
    record()
    seal()
    anchor.place().write_text(whole + '{"number": 2, "he')
    assert anchor.export() == 1
    assert found() == []
    record()
    seal()
    assert found() == []


def test_anchors_written_twice_do_no_harm(chain):
    with anchor.place().open("a") as file:
        file.write(anchor.place().read_text())
    assert found() == []


def test_a_seal_without_its_anchor_is_named_once_it_is_not_fresh(chain):
    record()
    sealer.seal_now()
    assert [one.check for one in verify.problems() if one.information] == ["anchors"]
    old = timezone.now() - timedelta(minutes=6)
    tampered("DELETE FROM journal_seal WHERE number = 5")
    made = sealer._link(Seal.objects.get(number=4), sealer._newest())
    made.at, made.head = old, ""
    made.head = digest.of_seal(made)
    made.save(force_insert=True)
    with translation.override("en"):
        assert found() == [("anchors", "seal 5")]
    anchor.export()
    assert found() == []


def test_a_file_of_anchors_taken_away_or_written_over_is_named(chain, monkeypatch):
    monkeypatch.setattr(chain_module, "ANCHORED_WITHIN", timedelta(0))
    anchor.place().unlink()
    assert named() == {("anchors", f"seal {number}") for number in range(1, 5)}
    anchor.place().write_text(json.dumps({"number": 4, "head": "00"}) + "\n")
    assert ("anchors", "seal 4") in named()


def event(pk: int) -> str:
    return f"journal event {pk}"


def named() -> set[tuple[str, str]]:
    with translation.override("en"):
        return set(found())


def resealed() -> None:
    """Somebody with all our code writes the whole chain anew, anchors aside."""
    tampered("DELETE FROM journal_seal")
    for one in JournalEvent.objects.all():
        tampered(f"UPDATE journal_event SET digest = '{digest.of_event(one)}' WHERE id = {one.pk}")
    sealer.seal_now()


def test_an_edited_act_is_named(chain):
    tampered(f"UPDATE journal_event SET reason = 'x' WHERE id = {chain[4].pk}")
    assert named() == {("events", event(chain[4].pk))}


def test_an_edited_act_with_its_digest_made_to_fit_is_named(chain):
    tampered(f"UPDATE journal_event SET reason = 'x' WHERE id = {chain[4].pk}")
    fitting = digest.of_event(JournalEvent.objects.get(pk=chain[4].pk))
    tampered(f"UPDATE journal_event SET digest = '{fitting}' WHERE id = {chain[4].pk}")
    assert named() == {("seals", event(chain[4].pk))}


def test_a_deleted_act_is_named(chain):
    tampered(f"DELETE FROM journal_event WHERE id = {chain[5].pk}")
    assert named() == {("seals", event(chain[5].pk))}


def test_swapped_acts_are_named(chain):
    one, two = chain[1].pk, chain[10].pk
    tampered(
        f"UPDATE journal_event SET id = -1 WHERE id = {one}",
        f"UPDATE journal_event SET id = {one} WHERE id = {two}",
        f"UPDATE journal_event SET id = {two} WHERE id = -1",
    )
    with translation.override("en"):
        told = {(one.where, one.what) for one in verify.problems()}
    assert {where for where, _what in told} == {event(one), event(two)}


def test_acts_swapped_within_a_seal_are_named_by_each_other(chain):
    one, two = chain[0].pk, chain[1].pk
    tampered(
        f"UPDATE journal_event SET id = -1 WHERE id = {one}",
        f"UPDATE journal_event SET id = {one} WHERE id = {two}",
        f"UPDATE journal_event SET id = {two} WHERE id = -1",
    )
    with translation.override("en"):
        told = {one.where: one.what for one in verify.problems()}
    assert told[event(one)] == f"stands in the place of another row: {event(two)}"


@pytest.mark.parametrize("place", ["hole", "below"])
def test_a_slipped_in_act_is_named(chain, place):
    pk = -5 if place == "below" else chain[3].pk
    if place == "hole":
        tampered(f"DELETE FROM journal_event WHERE id = {pk}")
    columns = [f.column for f in JournalEvent._meta.concrete_fields if f.column not in ("id", "uid")]
    uid = "'01890000-0000-7000-8000-0000000000aa'" if connection.vendor == POSTGRES else "'" + "ab" * 16 + "'"
    names = ", ".join(columns)
    raw(
        f"INSERT INTO journal_event (id, uid, {names}) SELECT {pk}, {uid}, {names} FROM journal_event"
        f" WHERE id = {chain[0].pk}"
    )
    assert ("seals", event(pk)) in named()


def test_a_cut_tail_is_named_by_the_anchors(chain):
    tampered(
        f"DELETE FROM journal_event WHERE id > {chain[5].pk}",
        "DELETE FROM journal_seal WHERE number > 2",
    )
    assert named() == {("anchors", "seal 3"), ("anchors", "seal 4")}


def test_a_chain_written_anew_is_named_by_the_anchors(chain):
    tampered(f"UPDATE journal_event SET reason = 'x' WHERE id = {chain[4].pk}")
    resealed()
    assert {check for check, _where in named()} == {"anchors"}
    assert ("anchors", "seal 1") in named()


def test_an_emptied_journal_is_named_by_the_anchors(chain):
    tampered("DELETE FROM journal_event", "DELETE FROM journal_seal")
    assert named() == {("anchors", f"seal {number}") for number in range(1, 5)}


@pytest.mark.parametrize("column", ["at", "events", "digest", "last_event", "previous", "head"])
def test_an_edited_seal_is_named(chain, column):
    other = Seal.objects.get(number=1)
    value = {"events": other.events + 1, "last_event": chain[6].pk}.get(column, getattr(other, column))
    triggers.remove()
    if column == "head":
        value = "0" * 63 + "1"
    Seal.objects.filter(number=2).update(**{column: value})
    triggers.install()
    assert ("seals", "seal 2") in named()


def test_a_seal_taken_out_of_the_middle_is_named(chain):
    tampered("DELETE FROM journal_seal WHERE number = 2")
    assert {("seals", "seal 3"), ("anchors", "seal 2")} <= named()


def test_marks_made_to_lie_still_leave_the_seal_named(chain):
    tampered(f"UPDATE journal_event SET reason = 'x' WHERE id = {chain[0].pk}")
    one = JournalEvent.objects.get(pk=chain[0].pk)
    fold = digest.Fold()
    tampered(f"UPDATE journal_event SET digest = '{digest.of_event(one)}' WHERE id = {one.pk}")
    sealer.add_rows(fold, Seal.objects.get(number=1))
    tampered(f"UPDATE journal_seal SET marks = '{fold.marks_text}' WHERE number = 1")
    assert named() == {("seals", "seal 1")}


def test_a_forged_or_deleted_witness_is_named(probes):
    probe = rename(add("一"), "二")
    seal()
    first, last = Witness.objects.order_by("id").first().pk, Witness.objects.order_by("id").last().pk
    tampered(f"DELETE FROM journal_witness WHERE id = {last}")
    assert ("seals", f"witness {last}") in named()
    tampered(f"UPDATE journal_witness SET version = 7 WHERE id = {first}")
    assert {("seals", f"witness {first}"), ("witness", f"{TABLE} {probe.uid}")} <= named()


def test_a_change_while_the_triggers_were_away_is_named(probes):
    changed, gone, back, new = add("一"), add("二"), add("三"), Probe(name="四")
    kept = Probe.objects.get(pk=back.pk)
    remove(back)
    seal()
    triggers.remove()
    Probe.objects.filter(pk=changed.pk).update(version=2)
    Probe.objects.filter(pk=gone.pk).delete()
    new.save()
    kept.pk = None
    kept.save(force_insert=True)
    triggers.install()
    uids = (changed.uid, gone.uid, kept.uid, new.uid)
    assert named() == {("rows", f"{TABLE} {uid}") for uid in uids}


def test_an_invented_act_is_named(probes):
    probe = add("一")
    services.record(SYSTEM, verb="change", kind="test.probe", uid=probe.uid, before={}, after={}, version=2)
    lines = named()
    assert ("witness", f"{TABLE} {probe.uid}") in lines and ("rows", f"{TABLE} {probe.uid}") in lines


def test_rooms_add_lines_of_their_own(db):
    verify.add_check(
        "cells", lambda: [("county 4201", "differs"), problems.Problem("cells", "x", "old", True)]
    )
    assert found() == [("cells", "county 4201")]


def test_a_flood_of_lines_is_cut_and_counted(db):
    verify.add_check("cells", lambda: ((f"row {n}", "differs") for n in range(1_000)))
    with translation.override("en"):
        lines = [one.line for one in verify.problems()]
    assert len(lines) == problems.MOST_LINES + 1 and lines[-1].endswith("and 800 more like this")


KINDS = ("edit", "refit", "delete", "swap", "cut", "rewrite", "seal", "unseal", "insert")


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(KINDS),
    one=st.integers(0, 11),
    two=st.integers(0, 11),
    text=st.text("ab一", min_size=1),
)
def test_every_tampering_is_found(chain, kind, one, two, text):
    with transaction.atomic():
        _tamper(chain, kind, one, two if two != one else (one + 1) % 12, text)
        assert found() != [], kind
        transaction.set_rollback(True)
    assert found() == []


@pytest.mark.long
@pytest.mark.django_db
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(KINDS),
    one=st.integers(0, 11),
    two=st.integers(0, 11),
    text=st.text("ab一", min_size=1),
)
def test_every_tampering_is_found_in_the_long_run(chain, kind, one, two, text):
    with transaction.atomic():
        _tamper(chain, kind, one, two if two != one else (one + 1) % 12, text)
        assert found() != [], kind
        transaction.set_rollback(True)


def _tamper(chain, kind, one, two, text):
    first, second = chain[one].pk, chain[two].pk
    edit = f"UPDATE journal_event SET reason = '{text}' WHERE id = {first}"
    if kind in ("edit", "refit", "rewrite"):
        tampered(edit)
    if kind == "refit":
        fitting = digest.of_event(JournalEvent.objects.get(pk=first))
        tampered(f"UPDATE journal_event SET digest = '{fitting}' WHERE id = {first}")
    elif kind == "rewrite":
        resealed()
    elif kind == "delete":
        tampered(f"DELETE FROM journal_event WHERE id = {first}")
    elif kind == "swap":
        tampered(
            f"UPDATE journal_event SET id = -1 WHERE id = {first}",
            f"UPDATE journal_event SET id = {first} WHERE id = {second}",
            f"UPDATE journal_event SET id = {second} WHERE id = -1",
        )
    elif kind == "cut":
        tampered(
            f"DELETE FROM journal_event WHERE id >= {first}",
            f"DELETE FROM journal_seal WHERE last_event >= {first}",
        )
    elif kind == "seal":
        tampered(f"UPDATE journal_seal SET events = events + 1 WHERE number = {one % 4 + 1}")
    elif kind == "unseal":
        tampered(f"DELETE FROM journal_seal WHERE number = {one % 4 + 1}")
    elif kind == "insert":
        tampered(f"UPDATE journal_event SET id = {-first} WHERE id = {first}")


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
    try:
        yield {**environment, "DATABASE_URL": f"sqlite:///{place}"}
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def started(environment, *arguments: str) -> subprocess.Popen:
    if connection.vendor == POSTGRES:
        given = connection.settings_dict
        place = f"{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
        environment = {**environment, "DATABASE_URL": f"postgres://{place}"}
    command = [sys.executable, "-W", "ignore", "-m", "tests.journal.writer", *arguments]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def test_sealing_beside_writers_loses_nothing(lasting_probes, tmp_path, monkeypatch):
    monkeypatch.setattr(anchor, "place", lambda: tmp_path / "heads.jsonl")
    with other_processes(tmp_path) as environment:
        writers = [started(environment, "write", "40") for _ in range(3)]
        sealers = [started(environment, "seal", "50") for _ in range(2)]
        for process in [*writers, *sealers]:
            _out, complaint = process.communicate(timeout=120)
            assert process.returncode == 0, complaint
        during = Seal.objects.count()
        sealer.seal_now()
        assert during > 1, "sealed while the writers were at it"
        assert JournalEvent.objects.count() == Probe.objects.count() == 3 * 32
        assert sum(Seal.objects.values_list("events", flat=True)) == 3 * 32
        assert sum(Seal.objects.values_list("witnesses", flat=True)) == Witness.objects.count()
        assert verify.problems() == []


def test_a_writer_killed_before_its_act_leaves_no_change(lasting_probes, tmp_path, monkeypatch):
    monkeypatch.setattr(anchor, "place", lambda: tmp_path / "heads.jsonl")
    with other_processes(tmp_path) as environment:
        process = started(environment, "die", "1")
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
