"""Relief: four eyes, no self-service, paid before received, counted only with proof and confirmation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.cast import Cast
from zhijia.assistance.limits import DEFAULT, ceiling
from zhijia.assistance.models import Relief
from zhijia.directory import services as directory
from zhijia.journal import services as journal
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.cells import cell
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tally.queries import facts, figure, gates_missing
from zhijia.tree.models import Post

pytestmark = pytest.mark.django_db
ASKED_ON = date(2025, 1, 10)
PAID_ON = date(2025, 1, 20)
YEAR = Period.year(2025)
PAYMENT = {"paid_on": PAID_ON, "pay_way": "bank"}


def asked(
    cast: Cast, worker: str = "wang", org: str = "gas", by: str = "gas.officer", **values: Any
) -> Relief:
    given = {
        "org": cast.orgs[org],
        "worker": cast.people[worker],
        "reason": "illness",
        "amount": 100_000,
        "happened_on": ASKED_ON,
        "note": "住院费用单据已看",
        **values,
    }
    return services.add(Relief.register, given, by=cast.actor(by))


def step(cast: Cast, relief: Relief, key: str, by: str, **given: Any) -> Relief:
    current = Relief.objects.get(pk=relief.pk)
    return services.move(current, key, by=cast.actor(by), version=current.version, **given)


def paid(
    cast: Cast, *, approver: str = "gas.chair", by: str = "gas.officer", on: date = PAID_ON, **given: Any
) -> Relief:
    relief = asked(cast, by=by, **given)
    step(cast, relief, "approve", approver)
    return step(cast, relief, "pay", by, values={"paid_on": on, "pay_way": "bank"})


def settled(cast: Cast, relief: Relief, *names: str) -> Relief:
    """The gates as the room evidence sets them."""
    values: dict[str, Any] = {name: timezone.now() for name in names}
    if "confirmed_at" in names:
        values["state"] = "received"
    return services.stamp(relief, values, by=cast.actor("city.auditor"), verb="stamp")


def counted(cast: Cast, org: str = "city", key: str = "aid_living", period: Period = YEAR) -> tuple[int, int]:
    found = figure(key, cast.orgs[org].pk, period)
    return found.counted, found.claimed


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    before = list(Relief.objects.order_by("pk").values())
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert list(Relief.objects.order_by("pk").values()) == before
    return caught.value.messages


def test_from_asking_to_receiving(cast: Cast) -> None:
    relief = asked(cast)
    assert relief.state == "asked" and relief.path == cast.orgs["gas"].path
    assert step(cast, relief, "approve", "gas.chair").state == "approved"
    relief = step(cast, relief, "pay", "gas.finance", values=PAYMENT)
    assert (relief.state, relief.paid_on, relief.pay_way) == ("paid", PAID_ON, "bank")
    assert settled(cast, relief, "confirmed_at").state == "received"


def test_every_state_is_reached_by_some_step() -> None:
    flow = Relief.register.flow
    reached = {flow.start}
    for _ in flow.moves:
        reached |= {move.target for move in flow.moves if reached & set(move.source)}
    assert reached == set(flow.states)


def test_whoever_recorded_it_does_not_approve_it(cast: Cast) -> None:
    relief = asked(cast, worker="chen", org="site", by="liu")
    with pytest.raises(Forbidden):
        step(cast, relief, "approve", "liu")
    assert step(cast, relief, "approve", "river.leader").state == "approved"


def test_an_officer_above_approves_where_the_only_chair_is_the_recorder(cast: Cast) -> None:
    relief = asked(cast, worker="chen", org="site", by="liu")
    assert step(cast, relief, "approve", "river.officer").state == "approved"
    assert step(cast, relief, "pay", "liu", values=PAYMENT).state == "paid"


def test_an_officer_above_who_recorded_it_does_not_approve_it_either(cast: Cast) -> None:
    relief = asked(cast, by="river.officer")
    with pytest.raises(Forbidden):
        step(cast, relief, "approve", "river.officer")
    assert step(cast, relief, "approve", "city.officer").state == "approved"


@pytest.mark.parametrize(
    "by", ["gas.officer", "gas.finance", "gas.caseworker", "hill.officer", "farm.officer", "wang"]
)
def test_approval_is_for_chairs_and_for_the_union_above(cast: Cast, by: str) -> None:
    relief = asked(cast, by="gas.caseworker")
    with pytest.raises(Forbidden):
        step(cast, relief, "approve", by)


def test_nothing_is_paid_before_approval(cast: Cast) -> None:
    relief = asked(cast)
    assert refusal(step, cast, relief, "pay", "gas.officer", values=PAYMENT)
    with pytest.raises(Refused):
        asked(cast, happened_on=date(2025, 1, 11), **PAYMENT)


def test_a_returned_relief_is_mended_and_asked_for_again(cast: Cast) -> None:
    relief = asked(cast)
    assert "reason" in refusal(step, cast, relief, "return", "gas.chair")
    relief = step(cast, relief, "return", "gas.chair", reason="金额请核实")
    relief = services.change(relief, {"amount": 80_000}, by=cast.actor("gas.officer"), version=relief.version)
    assert step(cast, relief, "resubmit", "gas.officer").state == "asked"
    assert step(cast, relief, "approve", "gas.chair").amount == 80_000


def test_a_refused_relief_stands_with_its_reason_and_may_be_asked_for_anew(cast: Cast) -> None:
    relief = step(cast, asked(cast), "refuse", "gas.chair", reason="不符合标准")
    assert relief.state == "refused"
    assert asked(cast).pk != relief.pk


def test_payment_asks_for_day_and_way(cast: Cast) -> None:
    relief = step(cast, asked(cast), "approve", "gas.chair")
    assert set(refusal(step, cast, relief, "pay", "gas.officer", values={})) == {"paid_on", "pay_way"}
    early = {"paid_on": ASKED_ON - timedelta(days=1), "pay_way": "cash"}
    (said,) = refusal(step, cast, relief, "pay", "gas.officer", values=early)["paid_on"]
    assert "2025-01-09" in said and "2025-01-10" in said
    ahead = {"paid_on": today() + timedelta(days=1), "pay_way": "cash"}
    assert "paid_on" in refusal(step, cast, relief, "pay", "gas.officer", values=ahead)


@pytest.mark.parametrize(
    ("name", "value"),
    [("amount", 1), ("kind", "medical"), ("happened_on", date(2025, 1, 9)), ("worker", "gao")],
)
def test_what_was_approved_stays(cast: Cast, name: str, value: Any) -> None:
    relief = step(cast, asked(cast), "approve", "gas.chair")
    value = cast.people[value] if name == "worker" else value
    by = cast.actor("gas.officer")
    assert list(refusal(services.change, relief, {name: value}, by=by, version=relief.version)) == [name]
    assert services.change(relief, {"note": "补充"}, by=by, version=relief.version).note == "补充"


def test_nobody_handles_relief_for_themselves(cast: Cast) -> None:
    for role in ("officer", "chair"):
        Post.objects.create(user=cast.users["wang"], org=cast.orgs["gas"], role=role, valid_from=ASKED_ON)
    assert "worker" in refusal(asked, cast, by="wang")
    relief = asked(cast)
    assert "worker" in refusal(step, cast, relief, "approve", "wang")
    step(cast, relief, "approve", "gas.chair")
    assert "worker" in refusal(step, cast, relief, "pay", "wang", values=PAYMENT)


def test_the_same_worker_twice_on_a_day_is_refused(cast: Cast) -> None:
    relief = asked(cast)
    assert refusal(asked, cast)
    assert asked(cast, kind="medical").pk and asked(cast, happened_on=date(2025, 1, 11)).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Relief(org=relief.org, worker=relief.worker, amount=1, happened_on=ASKED_ON, state="asked").save()


def test_an_amount_above_the_ceiling_is_refused_with_both_numbers(cast: Cast, settings: Any) -> None:
    (said,) = refusal(asked, cast, amount=DEFAULT + 1)["amount"]
    assert "20,000.00" in said and "20,000.01" in said
    assert asked(cast, amount=DEFAULT).pk
    settings.RELIEF_CEILINGS = {"YC00": 300_000, "YC01": 500_000}
    assert (ceiling(cast.orgs["gas"]), ceiling(cast.orgs["mill"])) == (500_000, 300_000)
    assert "amount" in refusal(asked, cast, amount=500_001, happened_on=date(2025, 1, 12))


@pytest.mark.parametrize("amount", [0, -100])
def test_an_amount_is_more_than_nothing(cast: Cast, amount: int) -> None:
    assert "amount" in refusal(asked, cast, amount=amount)


def test_a_worker_out_of_sight_is_as_unknown(cast: Cast) -> None:
    assert "worker" in refusal(asked, cast, worker="li")
    with pytest.raises(Forbidden):
        asked(cast, worker="li", org="mill")


def test_somebody_on_file_who_is_no_member_may_be_helped(cast: Cast) -> None:
    held = cast.memberships["chen"]
    directory.leave(held, on=ASKED_ON, kind="left_job", by=cast.actor("liu"), reason="补记")
    assert asked(cast, worker="chen", org="site", by="liu").pk


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


def test_only_what_nobody_approved_is_removed(cast: Cast) -> None:
    by = cast.actor("gas.officer")
    relief = step(cast, asked(cast), "approve", "gas.chair")
    with pytest.raises(Forbidden):
        services.remove(relief, by=by, reason="录错了")
    relief = step(cast, relief, "return", "gas.chair", reason="录错了")
    services.remove(relief, by=by, reason="录错了")
    assert not Relief.objects.exists()


def test_the_form_for_a_new_relief_does_not_ask_for_the_payment(cast: Cast) -> None:
    form = Relief.register.form_class
    actor = cast.actor("gas.officer")
    assert not {"paid_on", "pay_way"} & set(form(Relief.register, actor).fields)
    assert {"paid_on", "pay_way"} <= set(form(Relief.register, actor, entry=paid(cast)).fields)
