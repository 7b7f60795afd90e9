"""What happens to an answer when the entry changes, moves on or is tampered with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.evidence.asking import quiet
from tests.evidence.conftest import fresh, token
from zhijia.evidence import entries, services
from zhijia.evidence.models import Request
from zhijia.registry import services as registry
from zhijia.registry.errors import Stale
from zhijia.registry.writing import values_of
from zhijia.tree.actor import ANONYMOUS, SYSTEM


class TestChangesAfterwards:
    """What was confirmed and is changed is confirmed no more."""

    @pytest.fixture
    def received(self, cast: Cast, relief: Any) -> Any:
        services.confirm_own(relief, by=cast.actor("wang"))
        return fresh(relief)

    @pytest.mark.parametrize("name", ["amount", "worker", "happened_on", "paid_on"])
    def test_another_amount_worker_or_day_takes_it_away(self, cast: Cast, received: Any, name: str) -> None:
        before = values_of(received.register, received)
        other = {
            "amount": 300_000,
            "worker": cast.people["gao"],
            "happened_on": received.happened_on - timedelta(days=1),
            "paid_on": received.paid_on + timedelta(days=1),
        }[name]
        entry = registry.stamp(received, {name: other}, by=SYSTEM, verb="change")
        services.after_change(entry, before=before, by=SYSTEM)
        now = fresh(received)
        assert (now.confirmed_at, now.state) == (None, "paid")
        assert not Request.objects.filter(current=True).exists()
        assert quiet() == []

    def test_anything_else_leaves_it(self, cast: Cast, received: Any) -> None:
        before = values_of(received.register, received)
        entry = registry.stamp(
            received, {"note": "moved house", "reason": "disaster"}, by=SYSTEM, verb="change"
        )
        services.after_write(entry, before=before, by=SYSTEM)
        assert fresh(received).confirmed_at is not None

    def test_a_day_filled_in_later_leaves_it(self, cast: Cast, room: Any) -> None:
        services.confirm_own(room, by=cast.actor("wang"))
        entry = fresh(room)
        before = values_of(entry.register, entry)
        closed = {"state": "closed", "closed_on": timezone.localdate()}
        entry = registry.stamp(entry, closed, by=SYSTEM, verb="close")
        services.after_change(entry, before=before, by=SYSTEM)
        assert fresh(room).confirmed_at is not None


class TestTampering:
    """What somebody writes into the tables by hand is named by `verify`."""

    def test_by_its_line(self, cast: Cast, relief: Any, room: Any) -> None:
        from django.db import connection

        from tests.evidence import pictures
        from zhijia.evidence import storing

        row = services.attach(room, pictures.upload(pictures.photo()), by=cast.actor("gas.officer"))
        asked = services.ask(relief, by=cast.actor("gas.officer"))
        assert quiet() == []
        with connection.cursor() as cursor:
            cursor.execute("UPDATE assistance_relief SET confirmed_at = paid_on, evidenced_at = paid_on")
            cursor.execute("UPDATE evidence_request SET answer = 'yes', answered_at = asked_at")
            cursor.execute("UPDATE evidence_attachment SET name = 'other.jpg'")
        storing.original(row.file.sha256).write_bytes(b"other")
        said = {(problem.where.split()[0], problem.what) for problem in quiet()}
        tables = [where for where, _what in said]
        assert tables.count("assistance_relief") >= 3
        assert {"evidence_request", "evidence_attachment", "evidence_storedfile"} <= set(tables)
        storing.original(row.file.sha256).unlink()
        assert any("evidence_storedfile" in problem.where for problem in quiet())
        assert asked.token_hash


def test_confirming_takes_the_newest_version_whatever_the_officer_does_meanwhile(
    cast: Cast, room: Any
) -> None:
    services.ask(room, by=cast.actor("gas.officer"))
    row, key = Request.objects.get(), token()
    by = cast.actor("gas.officer")
    changed = registry.change(room, {"keeper": "郭管理"}, by=by, version=room.version)
    services.confirm(row.uid, by=ANONYMOUS, channel="link", answer="yes", secret=key)
    entry = fresh(room)
    assert (entry.keeper, entry.version) == ("郭管理", changed.version + 1)
    assert entry.confirmed_at is not None and quiet() == []


def test_a_stamp_goes_on_top_of_a_newer_version(
    cast: Cast, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp, tries = registry.stamp, []

    def busy(entry: Any, values: Any, **extra: Any) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise Stale(entry)
        return stamp(entry, values, **extra)

    monkeypatch.setattr(registry, "stamp", busy)
    entries.stamp(room, {"verified_at": timezone.now()}, by=cast.actor("gas.officer"), verb="verify")
    assert len(tries) == 3 and fresh(room).verified_at is not None
