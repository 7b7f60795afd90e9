"""The chain: what is sealed, what is anchored outside, what is told of the part not sealed yet."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from tests.journal.conftest import (
    add,
    found,
    named,
    record,
    rename,
    seal,
    tampered,
)
from zhijia.journal import anchor, digest, problems, sealer, verify
from zhijia.journal import chain as chain_module
from zhijia.journal.models import JournalEvent, Seal

pytestmark = pytest.mark.usefixtures("own_checks_only")


POSTGRES = "postgresql"


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
