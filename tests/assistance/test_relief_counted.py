"""Living relief in figures and before eyes: what counts, who sees it, what is masked."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.assistance.relieving import ASKED_ON, PAYMENT, YEAR, asked, counted, paid, settled, step
from tests.cast import Cast
from zhijia.assistance.models import Relief
from zhijia.journal import services as journal
from zhijia.journal.models import JournalEvent
from zhijia.kernel.period import Period
from zhijia.registry.cells import cell
from zhijia.tally.queries import facts, gates_missing
from zhijia.tree.models import Post

pytestmark = pytest.mark.django_db


def test_relief_counts_when_paid_proved_and_confirmed(cast: Cast) -> None:
    relief = asked(cast)
    step(cast, relief, "approve", "gas.chair")
    assert counted(cast) == (0, 0)
    relief = step(cast, relief, "pay", "gas.officer", values=PAYMENT)
    assert counted(cast) == (0, 1)
    (fact,) = facts("aid_living", cast.orgs["gas"].pk, YEAR)
    assert [gate.key for gate in gates_missing("aid_living", fact.missing)] == ["evidenced", "confirmed"]
    relief = settled(cast, relief, "evidenced_at")
    assert counted(cast) == (0, 1)
    settled(cast, relief, "confirmed_at")
    assert counted(cast) == (1, 1)
    assert counted(cast, "hill") == (0, 0)
    assert counted(cast, key="aid_living_money") == (100_000, 100_000)
    assert counted(cast, period=Period.year(2024)) == (0, 0)


def test_it_counts_on_the_day_it_was_paid_not_asked_for(cast: Cast) -> None:
    relief = paid(cast, happened_on=date(2024, 12, 20))
    settled(cast, relief, "evidenced_at", "confirmed_at")
    assert counted(cast, period=Period.month(2024, 12)) == (0, 0)
    assert counted(cast, period=Period.month(2025, 1)) == (1, 1)


def test_one_person_helped_twice_and_by_two_unions_counts_once_at_the_city(cast: Cast) -> None:
    for given in (
        {},
        {"happened_on": date(2025, 1, 11)},
        {"org": "river", "by": "river.officer", "approver": "city.officer"},
    ):
        settled(cast, paid(cast, **given), "evidenced_at", "confirmed_at")
    assert [counted(cast, org)[0] for org in ("gas", "river", "city")] == [1, 1, 1]
    assert counted(cast, key="aid_living_times") == (3, 3)
    assert counted(cast, key="aid_living_money") == (300_000, 300_000)


def test_other_kinds_of_relief_are_no_living_relief(cast: Cast) -> None:
    settled(cast, paid(cast, kind="medical"), "evidenced_at", "confirmed_at")
    assert counted(cast) == (0, 0)


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("gas.officer", True),
        ("gas.chair", True),
        ("gas.caseworker", True),
        ("gas.finance", True),
        ("river.leader", True),
        ("city.officer", True),
        ("wang", True),
        ("farm.officer", False),
        ("hill.officer", False),
        ("liu", False),
        ("administrator", False),
        ("stranger", False),
    ],
)
def test_relief_is_seen_by_its_union_those_above_and_the_worker(cast: Cast, key: str, sees: bool) -> None:
    asked(cast)
    assert Relief.register.visible(cast.actor(key)).exists() is sees


def test_a_finance_officer_of_the_county_sees_no_relief_of_a_union(cast: Cast) -> None:
    asked(cast)
    Post.objects.create(
        user=cast.users["stranger"], org=cast.orgs["river"], role="finance", valid_from=ASKED_ON
    )
    assert not Relief.register.visible(cast.actor("stranger")).exists()


def test_reason_and_note_are_masked_for_all_but_the_worker(cast: Cast) -> None:
    relief = asked(cast)
    policy = Relief.register.policy
    for key in ("gas.officer", "gas.finance", "river.leader"):
        for name in ("reason", "note"):
            assert cell(Relief.register, relief, name, cast.actor(key)).masked
    assert cell(Relief.register, relief, "note", cast.actor("wang")).text == "住院费用单据已看"
    assert policy.unmask.test(cast.actor("gas.chair"), relief)
    assert not policy.unmask.test(cast.actor("gas.finance"), relief)


def test_the_journal_keeps_reason_and_note_encrypted(cast: Cast) -> None:
    relief = asked(cast)
    assert cast.users["gas.officer"].pk in journal.who_did("assistance.relief", relief.uid, "add")
    table = JournalEvent._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE kind = 'assistance.relief'")
        (row,) = cursor.fetchall()
    assert "住院" not in str(row) and "illness" not in str(row)
