"""Supervision rounds: one a quarter, to enterprises of the programme, confirmed by those visited."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.contracts.deeds import changed, settled, step
from tests.contracts.programme import ROUND_ON, counted, enrolled, finished, refused, seen, visit
from zhijia.contracts.quarters import days_of, quarter_of
from zhijia.directory import services as directory
from zhijia.registry import services
from zhijia.registry.errors import Forbidden
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db
QUARTERS = [days_of(2025, quarter) for quarter in (1, 2, 3, 4)]


def test_a_round_counts_once_it_is_done_proven_and_confirmed(cast: Cast) -> None:
    enrolled(cast)
    entry = visit(cast)
    assert counted(cast, "harmony_visits") == (0, 0)
    seen(cast, entry)
    entry = finished(cast, entry)
    assert counted(cast, "harmony_visits") == (0, 1)
    settled(cast, entry, "evidenced_at")
    assert counted(cast, "harmony_visits") == counted(cast, "harmony_inspected") == (0, 1)
    settled(cast, entry, "confirmed_at")
    assert counted(cast, "harmony_visits") == (1, 1)
    assert [counted(cast, "harmony_visits", period=days) for days in QUARTERS] == [
        (0, 0),
        (1, 1),
        (0, 0),
        (0, 0),
    ]
    assert counted(cast, "harmony_inspected", "mill") == (1, 1), "counted at the union of the enterprise"


def test_two_visits_in_one_quarter_are_one_round(cast: Cast) -> None:
    enrolled(cast)
    seen(cast, visit(cast))
    assert refused(visit, cast, name="再查一次", happened_on=date(2025, 6, 30))
    assert visit(cast, name="第三季度", happened_on=date(2025, 7, 1)).quarter == 3
    assert visit(cast, "hill", by="hill.officer").quarter == 2, "another union has its own"


def test_a_round_lies_within_its_quarter_and_visits_somebody(cast: Cast) -> None:
    enrolled(cast)
    entry = visit(cast)
    done = {"last_on": date(2025, 4, 20), "findings": "台账齐全"}
    assert refused(step, cast, entry, "finish", by="city.officer", values=done) == {"findings"}
    seen(cast, entry)
    late = {"values": done | {"last_on": date(2025, 7, 1)}}
    assert refused(step, cast, entry, "finish", by="city.officer", **late) == {"last_on"}
    early = {"values": done | {"last_on": date(2025, 4, 9)}}
    assert refused(step, cast, entry, "finish", by="city.officer", **early) == {"last_on"}
    assert refused(changed, cast, entry, happened_on=date(2025, 4, 11)) == {"happened_on"}
    assert step(cast, entry, "finish", by="city.officer", values=done).state == "done"


def test_those_visited_confirm_and_nobody_else(cast: Cast) -> None:
    enrolled(cast)
    entry = visit(cast, host=cast.people["gao"])
    seen(cast, entry)
    done = {"last_on": ROUND_ON, "findings": "台账齐全"}
    assert refused(step, cast, entry, "finish", by="city.officer", values=done) == {"host"}
    changed(cast, entry, host=cast.people["li"])
    entry = finished(cast, entry)
    directory.give_account(cast.people["li"], cast.users["stranger"], by=SYSTEM)
    with pytest.raises(Forbidden):
        step(cast, entry, "confirm", by="city.officer")
    entry = step(cast, entry, "confirm", by="stranger")
    assert entry.state == "confirmed" and entry.confirmed_at is not None
    entry = step(cast, entry, "reopen", by="city.officer", reason="补查一家")
    assert (entry.state, entry.last_on, entry.confirmed_at) == ("under_way", None, None)


def test_only_enterprises_of_the_year_s_programme_are_visited(cast: Cast) -> None:
    entry = visit(cast)
    assert refused(seen, cast, entry) == {"unit"}
    enrolled(cast, happened_on=date(2025, 4, 12))
    assert refused(seen, cast, entry) == {"unit"}, "pledged two days later"
    assert seen(cast, entry, happened_on=date(2025, 4, 12)).org == cast.orgs["mill"]
    assert refused(seen, cast, entry, happened_on=date(2025, 4, 13)), "once a round"
    assert refused(seen, cast, entry, "shop", happened_on=date(2025, 4, 9)) == {"unit"}


def test_a_withdrawn_enterprise_is_not_visited(cast: Cast) -> None:
    entry = enrolled(cast)
    step(cast, entry, "withdraw", by="city.officer", reason="停产")
    assert refused(seen, cast, visit(cast)) == {"unit"}


def test_the_visited_do_not_write_what_was_seen_and_mend_it_themselves(cast: Cast) -> None:
    enrolled(cast)
    entry = visit(cast)
    assert refused(seen, cast, entry, by="mill.officer") == {"visit"}
    assert refused(seen, cast, entry, problems="未缴工伤保险") == {"correct_by"}
    row = seen(cast, entry, problems="未缴工伤保险", correct_by=date(2025, 5, 30))
    assert row.state == "to_correct"
    early = {"values": {"corrected_on": date(2025, 4, 1)}}
    assert refused(step, cast, row, "correct", by="mill.officer", **early) == {"corrected_on"}
    row = step(cast, row, "correct", by="mill.officer", values={"corrected_on": date(2025, 5, 20)})
    assert row.state == "corrected"


def test_a_finished_round_takes_no_more(cast: Cast) -> None:
    enrolled(cast)
    enrolled(cast, "shop")
    entry = visit(cast)
    row = seen(cast, entry)
    entry = finished(cast, entry)
    assert refused(seen, cast, entry, "shop") == {"visit"}
    with pytest.raises(Forbidden):
        services.remove(row, by=cast.actor("city.officer"), reason="录错了")


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2025, 1, 1), 1), (date(2025, 3, 31), 1), (date(2025, 4, 1), 2), (date(2025, 12, 31), 4)],
)
def test_quarters(day: date, quarter: int) -> None:
    assert quarter_of(day) == (2025, quarter)
    days = days_of(2025, quarter)
    assert days.start <= day <= days.last and (days.end - days.start).days in (90, 91, 92)
