"""What `verify` finds when somebody was at the journal."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journal.conftest import (
    TABLE,
    Probe,
    add,
    found,
    named,
    raw,
    remove,
    rename,
    seal,
    tampered,
)
from tests.lanes import draws
from zhijia.journal import digest, sealer, services, triggers, verify
from zhijia.journal.models import JournalEvent, Seal, Witness
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.usefixtures("own_checks_only")


POSTGRES = "postgresql"


def event(pk: int) -> str:
    return f"journal event {pk}"


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


KINDS = ("edit", "refit", "delete", "swap", "cut", "rewrite", "seal", "unseal", "insert")


@pytest.mark.django_db
@settings(max_examples=draws(18))
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
