"""A collective contract: its steps, its days, and who may confirm it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.contracts.deeds import changed, drafted, filed, listed, numbers, refusal, settled, step
from zhijia.contracts.models import Contract, Covered
from zhijia.contracts.registers.contract.standing import standing
from zhijia.contracts.terms import Term
from zhijia.evidence import services as evidence
from zhijia.evidence.models import Request
from zhijia.kernel import day as clock
from zhijia.registry import services
from zhijia.registry.errors import Forbidden

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 1)


def test_from_the_draft_to_the_labour_office(cast: Cast) -> None:
    contract = drafted(cast)
    assert contract.state == "drafted" and standing(contract) == "未签订"
    votes = {"passed_on": date(2024, 11, 20), "delegates_all": 60, "delegates_for": 31}
    assert step(cast, contract, "pass", values=votes).state == "passed"
    signed = {"signed_on": date(2024, 12, 1), "chief_workers": "杨建国", "chief_employer": "钱总"}
    assert step(cast, contract, "sign", values=signed).state == "signed"
    assert numbers(cast, "cb_contracts", MARCH) == (0, 1), "signed, and so it claims"
    filing = {"number": "集审1号", "filed_on": date(2024, 12, 10)}
    contract = step(cast, contract, "file", values=filing)
    assert (contract.state, contract.valid_from, contract.valid_to) == (
        "filed",
        date(2025, 1, 1),
        date(2026, 1, 1),
    )


def test_a_draft_claims_nothing(cast: Cast) -> None:
    drafted(cast)
    assert numbers(cast, "cb_contracts", MARCH) == (0, 0)


@pytest.mark.parametrize("lacking", ["evidenced_at", "confirmed_at"])
def test_proof_and_the_word_of_the_workers_side_are_both_needed(cast: Cast, lacking: str) -> None:
    contract = filed(cast)
    settled(cast, contract, *({"evidenced_at", "confirmed_at"} - {lacking}))
    assert numbers(cast, "cb_contracts", MARCH) == (0, 1)
    settled(cast, contract, lacking)
    assert numbers(cast, "cb_contracts", MARCH) == (1, 1)


def test_a_contract_not_filed_does_not_count_whatever_else_it_has(cast: Cast) -> None:
    contract = filed(cast, filed_on=None, number="")
    settled(cast, contract)
    assert contract.state == "signed" and numbers(cast, "cb_contracts", MARCH) == (0, 1)


def test_it_takes_effect_when_the_labour_office_has_been_silent_for_fifteen_days(cast: Cast) -> None:
    contract = filed(cast, filed_on=date(2025, 3, 10))
    assert contract.valid_from == date(2025, 3, 26), "the fifteenth day is the office's last"
    settled(cast, contract)
    assert numbers(cast, "cb_contracts", date(2025, 3, 25)) == (0, 0)
    assert numbers(cast, "cb_contracts", date(2025, 3, 26)) == (1, 1)


def test_an_opinion_of_the_labour_office_is_quicker_than_its_silence(cast: Cast) -> None:
    contract = filed(cast, filed_on=date(2025, 3, 10), reviewed_on=date(2025, 3, 14))
    assert contract.valid_from == date(2025, 3, 14)
    assert "reviewed_on" in refusal(filed, cast, filed_on=None, number="", reviewed_on=date(2025, 3, 14))


def test_before_the_law_gave_days_a_contract_holds_from_its_filing(cast: Cast) -> None:
    days = {
        "consulted_on": None,
        "passed_on": date(2003, 3, 1),
        "signed_on": date(2003, 3, 2),
        "filed_on": date(2003, 3, 10),
        "starts_on": date(2003, 3, 1),
        "last_on": date(2004, 2, 28),
    }
    assert "signed_on" in refusal(filed, cast, **days), "the union was founded later"


def test_it_ends_with_its_last_day(cast: Cast) -> None:
    contract = settled(cast, filed(cast))
    assert contract.valid_to == date(2026, 1, 1)
    assert numbers(cast, "cb_contracts", date(2025, 12, 31)) == (1, 1)
    assert numbers(cast, "cb_contracts", date(2026, 1, 1)) == (0, 0)
    with clock.frozen(date(2025, 12, 31)):
        assert standing(contract) == "生效中"
    with clock.frozen(date(2026, 1, 1)):
        assert standing(contract) == "2026-01-01 起失效"
    with clock.frozen(date(2024, 12, 31)):
        assert standing(contract) == "2025-01-01 起生效"


def test_an_early_end_stops_it_and_leaves_the_days_before(cast: Cast) -> None:
    contract = settled(cast, filed(cast), state="confirmed")
    ended = {"values": {"terminated_on": date(2025, 6, 30)}, "reason": "企业关闭"}
    contract = step(cast, contract, "terminate", **ended)
    assert contract.state == "terminated" and contract.confirmed_at is not None
    assert numbers(cast, "cb_contracts", date(2025, 6, 30)) == (1, 1)
    assert numbers(cast, "cb_contracts", date(2025, 7, 1)) == (0, 0)


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 12, 31), date(2026, 2, 1)])
def test_an_early_end_lies_within_the_term(cast: Cast, day: date) -> None:
    contract = filed(cast)
    ended = {"values": {"terminated_on": day}, "reason": "企业关闭"}
    assert "terminated_on" in refusal(step, cast, contract, "terminate", **ended)


@pytest.mark.parametrize(("votes", "passed"), [(30, False), (31, True), (60, True), (61, False), (0, False)])
def test_more_than_half_of_all_delegates(cast: Cast, votes: int, passed: bool) -> None:
    contract = drafted(cast)
    given = {"passed_on": date(2024, 11, 20), "delegates_all": 60, "delegates_for": votes}
    if passed:
        assert step(cast, contract, "pass", values=given).state == "passed"
    else:
        assert "delegates_for" in refusal(step, cast, contract, "pass", values=given)


@pytest.mark.parametrize(
    ("kind", "last_on", "stands"),
    [
        ("wage", date(2025, 12, 31), True),
        ("wage", date(2026, 1, 1), False),
        ("wage", date(2025, 3, 31), True),
        ("general", date(2025, 12, 31), True),
        ("general", date(2025, 12, 30), False),
        ("general", date(2027, 12, 31), True),
        ("general", date(2028, 1, 1), False),
        ("safety", date(2027, 12, 31), True),
        ("women", date(2024, 12, 31), False),
    ],
)
def test_the_term_by_kind(cast: Cast, kind: str, last_on: date, stands: bool) -> None:
    if stands:
        assert filed(cast, kind=kind, last_on=last_on).pk
    else:
        assert set(refusal(filed, cast, kind=kind, last_on=last_on)) == {"last_on"}


def test_the_term_is_a_setting(cast: Cast, settings: Any) -> None:
    settings.CONTRACT_TERMS = {"wage": Term(0, 24)}
    assert filed(cast, last_on=date(2026, 12, 31)).pk
    assert "last_on" in refusal(filed, cast, last_on=date(2027, 1, 1))


@pytest.mark.parametrize("gone", ["passed_on", "signed_on"])
def test_no_step_is_left_out(cast: Cast, gone: str) -> None:
    assert set(refusal(filed, cast, **{gone: None})) == {gone}


@pytest.mark.parametrize("name", ["chief_workers", "chief_employer", "number"])
def test_both_sides_are_named_and_what_is_filed_has_a_number(cast: Cast, name: str) -> None:
    assert set(refusal(filed, cast, **{name: ""})) == {name}


def test_a_day_of_a_later_step_is_not_filled_in_beforehand(cast: Cast) -> None:
    contract = drafted(cast)
    assert "filed_on" in refusal(changed, cast, contract, filed_on=date(2025, 1, 5))


def test_a_number_is_given_once(cast: Cast) -> None:
    filed(cast, number="集审〔2024〕8号")
    assert refusal(filed, cast, kind="general", number="集审〔2024〕8号")


def test_one_filed_after_its_end_is_refused_with_the_day(cast: Cast) -> None:
    messages = refusal(filed, cast, filed_on=date(2025, 12, 28))
    assert "2026-01-13" in str(messages["filed_on"][0])


def test_a_contract_for_many_is_not_the_city_s_nor_an_enterprise_union_s(cast: Cast) -> None:
    assert "level" in refusal(filed, cast, "gas", level="regional")
    city = {"delegate": None, "level": "regional"}
    by_city = {**city, "org": cast.orgs["city"]}
    with pytest.raises(Forbidden):
        drafted(cast, "city", **city)
    given = {**by_city, "kind": "wage", "starts_on": date(2025, 1, 1), "last_on": date(2025, 12, 31)}
    assert "level" in refusal(services.add, Contract.register, given, by=cast.actor("city.officer"))
    assert filed(cast, "hill", level="regional", employers_named=3).pk


def test_the_workers_side_confirms_and_a_change_takes_it_back(cast: Cast) -> None:
    contract = filed(cast, delegate=cast.people["wang"])
    moved = step(cast, contract, "confirm", by="wang")
    assert moved.state == "confirmed" and moved.confirmed_at is not None
    moved = changed(cast, moved, by="gas.officer", lowest_wage=2300)
    assert moved.state == "confirmed", "what the word does not rest on may be mended"
    moved = changed(cast, moved, by="gas.officer", last_on=date(2025, 11, 30))
    assert (moved.state, moved.confirmed_at) == ("filed", None)


def test_nobody_is_asked_about_a_draft(cast: Cast) -> None:
    contract = drafted(cast, delegate=cast.people["wang"])
    assert evidence.why_not_ask(contract, cast.actor("gas.officer")) is not None
    with pytest.raises(Forbidden):
        step(cast, filed(cast, delegate=cast.people["wang"]), "confirm", by="gas.officer")
    request = evidence.ask(Contract.objects.get(state="filed"), by=cast.actor("gas.officer"))
    assert isinstance(request, Request)


def test_whoever_recorded_it_or_works_elsewhere_vouches_for_nothing(cast: Cast) -> None:
    cast.people["gao"].user = cast.users["gas.officer"]
    cast.people["gao"].save()
    assert "delegate" in refusal(filed, cast)
    assert filed(cast, delegate=cast.people["wang"]).pk


def test_more_employers_in_the_contract_need_a_new_word(cast: Cast) -> None:
    contract = filed(cast, "hill", level="regional", employers_named=1)
    listed(cast, contract, "mill")
    settled(cast, contract, state="confirmed")
    contract = changed(cast, contract, employers_named=2)
    assert (contract.state, contract.confirmed_at) == ("filed", None)
    listed(cast, contract, "shop")
    assert "employers_named" in refusal(changed, cast, contract, employers_named=1)


def test_the_list_begins_with_its_contract(cast: Cast) -> None:
    contract = filed(cast)
    row = listed(cast, contract, "gas")
    assert (row.valid_from, row.valid_to, row.workers) == (date(2025, 1, 1), None, 320)
    changed(cast, contract, starts_on=date(2025, 2, 1))
    row = Covered.objects.get(pk=row.pk)
    assert (row.valid_from, row.version) == (date(2025, 2, 1), 2)


def test_neither_another_county_nor_a_stranger_writes(cast: Cast) -> None:
    contract = filed(cast)
    for key in ("hill.officer", "mill.officer", "gas.chair", "stranger"):
        with pytest.raises(Forbidden):
            services.change(contract, {"lowest_wage": 1}, by=cast.actor(key), version=contract.version)


def test_those_below_read_the_contract_that_covers_them(cast: Cast) -> None:
    contract = filed(cast, "hill", level="regional", employers_named=3)
    for key, sees in {"mill.officer": True, "gas.officer": False, "city.leader": True}.items():
        rows = Contract.register.visible(cast.actor(key))
        assert rows.filter(pk=contract.pk).exists() == sees, key
