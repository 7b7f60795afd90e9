"""The list of employers a contract covers: who may stand on it, and how it is entered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.contracts.deeds import changed, drafted, filed, listed, numbers, refusal, settled
from zhijia.contracts.models import Contract, Covered
from zhijia.directory.models import Coverage
from zhijia.registry import services
from zhijia.registry.bulk import RowErrors, add_many
from zhijia.registry.errors import Refused
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db
MARCH = date(2025, 3, 1)
THREE = ("mill", "shop", "clinic")


def regional(cast: Cast, **values: Any) -> Contract:
    return filed(cast, "hill", **{"level": "regional", "employers_named": 3, **values})


def test_an_employer_without_a_union_on_the_day_of_the_signature_is_refused(cast: Cast) -> None:
    contract = regional(cast)
    assert "2024-12-01" in str(refusal(listed, cast, contract, "hotel")["unit"][0])
    values = {"org": cast.orgs["market"], "unit": cast.units["hotel"], "valid_from": date(2024, 12, 2)}
    services.add(Coverage.register, values, by=SYSTEM)
    assert "unit" in refusal(listed, cast, contract, "hotel"), "unionised a day too late"
    assert listed(cast, contract, "hotel", valid_from=date(2025, 2, 1)).pk, "it may join later"


def test_a_union_elsewhere_is_no_union_of_this_contract(cast: Cast) -> None:
    assert "unit" in refusal(listed, cast, regional(cast), "gas")
    assert "unit" in refusal(listed, cast, filed(cast, "gas"), "builder")


def test_another_contract_of_the_same_kind_and_level_is_refused_for_days_they_share(cast: Cast) -> None:
    first = regional(cast)
    listed(cast, first, "shop")
    half = regional(cast, starts_on=date(2025, 7, 1), last_on=date(2026, 6, 30))
    assert first.number and str(first) in str(refusal(listed, cast, half, "shop")["unit"][0])
    assert listed(cast, half, "shop", valid_from=date(2026, 1, 1)).pk, "the day after the first ended"


def test_the_next_year_s_contract_follows_without_a_clash(cast: Cast) -> None:
    listed(cast, regional(cast), "shop")
    following = regional(cast, starts_on=date(2026, 1, 1), last_on=date(2026, 12, 31))
    assert listed(cast, following, "shop").pk
    messages = refusal(changed, cast, following, starts_on=date(2025, 12, 31), last_on=date(2026, 12, 30))
    assert "starts_on" in messages


@pytest.mark.parametrize("other", [{"kind": "safety", "last_on": date(2026, 12, 31)}, {}])
def test_another_kind_or_level_beside_it_is_no_clash(cast: Cast, other: dict[str, Any]) -> None:
    listed(cast, regional(cast), "mill")
    beside = regional(cast, **other) if other else filed(cast, "mill")
    assert listed(cast, beside, "mill").pk


def test_one_line_an_employer(cast: Cast) -> None:
    contract = regional(cast)
    listed(cast, contract, "mill")
    assert refusal(listed, cast, contract, "mill")


def test_no_more_employers_than_the_contract_names(cast: Cast) -> None:
    contract = regional(cast, employers_named=2)
    for unit in ("mill", "shop"):
        listed(cast, contract, unit)
    assert "contract" in refusal(listed, cast, contract, "clinic")


@pytest.mark.parametrize(("workers", "stands"), [(500, True), (501, False), (0, False), (1, True)])
def test_no_more_workers_than_staff(cast: Cast, workers: int, stands: bool) -> None:
    contract = regional(cast)
    if stands:
        assert listed(cast, contract, "mill", workers=workers).workers == workers
    else:
        assert "workers" in refusal(listed, cast, contract, "mill", workers=workers)


def test_without_staff_on_record_the_workers_are_asked_for(cast: Cast) -> None:
    cast.units["mill"].facts.all().delete()
    contract = regional(cast)
    assert "workers" in refusal(listed, cast, contract, "mill")
    assert listed(cast, contract, "mill", workers=40).workers == 40


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"valid_from": date(2024, 12, 31)}, "valid_from"),
        ({"last_on": date(2026, 1, 1)}, "last_on"),
        ({"valid_from": date(2025, 5, 2), "last_on": date(2025, 5, 1)}, "last_on"),
    ],
)
def test_days_within_the_contract(cast: Cast, values: dict[str, Any], name: str) -> None:
    assert set(refusal(listed, cast, regional(cast), "mill", **values)) == {name}


def test_a_draft_has_its_list_too(cast: Cast) -> None:
    contract = drafted(cast, "hill", level="regional", employers_named=3)
    assert listed(cast, contract, "mill").pk
    assert "unit" in refusal(listed, cast, contract, "hotel")


def test_a_long_list_names_every_fault_and_saves_nothing(cast: Cast) -> None:
    contract = regional(cast)
    listed(cast, filed(cast, "hill", level="regional"), "shop")
    rows = [{"contract": contract, "unit": cast.units[key]} for key in ("mill", "hotel", "shop", "clinic")]
    rows[3]["workers"] = 21
    about = {"by": cast.actor("hill.officer"), "source": "名单", "source_digest": "x"}
    with pytest.raises(RowErrors) as caught:
        add_many(Covered.register, rows, **about)
    assert [(one.row, one.column) for one in caught.value.errors] == [
        (2, "unit"),
        (3, "unit"),
        (4, "workers"),
    ]
    assert Covered.objects.filter(contract=contract).count() == 0


def test_a_list_longer_than_the_contract_names_is_refused(cast: Cast) -> None:
    contract = regional(cast, employers_named=2)
    rows = [{"contract": contract, "unit": cast.units[key]} for key in THREE]
    about = {"by": cast.actor("hill.officer"), "source": "名单", "source_digest": "x"}
    with pytest.raises(RowErrors) as caught:
        add_many(Covered.register, rows, **about)
    assert {one.column for one in caught.value.errors} == {"contract"}
    assert not Covered.objects.exists()


def test_one_list_does_not_put_an_employer_under_two_contracts_alike(cast: Cast) -> None:
    rows = [{"contract": regional(cast), "unit": cast.units["mill"]} for _twice in range(2)]
    about = {"by": cast.actor("hill.officer"), "source": "名单", "source_digest": "x"}
    with pytest.raises(RowErrors):
        add_many(Covered.register, rows, **about)
    assert not Covered.objects.exists()


def test_a_pasted_list_of_names_covers_them_all(cast: Cast, client: Any) -> None:
    contract = settled(cast, regional(cast), state="confirmed")
    browser = cast.login(client, "hill.officer")
    address = reverse("sheets:names", args=["contracts", "covered"])
    assert "每行一个" in browser.get(address).content.decode()
    names = "1. 北山纺织有限公司\n北山日杂商行\n没有这家\n北山惠民诊所"
    sent = browser.post(address, {"people": names, "contract": str(contract.uid)})
    assert sent.status_code == 302, sent.context["form"].errors
    shown = browser.get(sent["Location"]).content.decode()
    assert "没有这家" in shown and "zj-error" in shown
    answer = browser.post(sent["Location"], {"leave_out": "1"})
    assert answer.status_code == 302
    assert set(Covered.objects.filter(contract=contract).values_list("unit", "workers")) == {
        (cast.units[key].pk, staff) for key, staff in (("mill", 500), ("shop", 12), ("clinic", 20))
    }
    assert numbers(cast, "cb_wage_units", MARCH) == (3, 3)


def test_faults_of_a_pasted_list_are_shown_by_line(cast: Cast, client: Any) -> None:
    contract = regional(cast)
    browser = cast.login(client, "hill.officer")
    sent = {"people": "北山纺织有限公司\n北山迎宾旅馆", "contract": str(contract.uid)}
    draft = browser.post(reverse("sheets:names", args=["contracts", "covered"]), sent)["Location"]
    answer = browser.post(draft)
    assert answer.status_code == 422 and not Covered.objects.exists()
    wrong = [line for line in answer.context["lines"] if line.fault]
    assert [line.number for line in wrong] == [2] and wrong[0].fault in answer.content.decode()


def enterprise_form(cast: Cast, **values: Any) -> dict[str, Any]:
    """What a browser sends for a contract that exists already."""
    return {
        "org": str(cast.orgs["gas"].uid),
        "kind": "wage",
        "level": "enterprise",
        "starts_on": "2025-01-01",
        "last_on": "2025-12-31",
        "employers_named": "1",
        "passed_on": "2024-11-20",
        "delegates_all": "60",
        "delegates_for": "52",
        "signed_on": "2024-12-01",
        "chief_workers": "杨建国",
        "chief_employer": "钱总",
        "number": "临劳集审〔2024〕9号",
        "filed_on": "2024-12-10",
        "delegate": str(cast.people["gao"].uid),
        "unit": str(cast.units["gas"].uid),
        **values,
    }


def test_one_form_records_an_enterprise_s_contract_and_its_employer(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(reverse("registry:new", args=["contracts", "contract"]), enterprise_form(cast))
    assert answer.status_code == 302, answer.context["form"].errors
    contract = Contract.objects.get()
    assert (contract.state, contract.covers.get().workers) == ("filed", 320)
    settled(cast, contract)
    assert numbers(cast, "cb_wage_units", MARCH) == (1, 1)


def test_the_employer_typed_on_the_form_is_found_under_the_name_the_form_reads(
    cast: Cast, client: Any
) -> None:
    browser = cast.login(client, "gas.officer")
    form = browser.get(reverse("registry:new", args=["contracts", "contract"])).context["form"]
    assert {"unit", "workers"} <= set(form.fields)
    picked = browser.get(form.fields["unit"].widget.address, {"unit_typed": "燃气"}).content.decode()
    assert f'name="unit" value="{cast.units["gas"].uid}"' in picked


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"unit": ""}, "unit"),
        ({"workers": "321"}, "workers"),
        ({"unit": "没有这家"}, "unit"),
        ({"last_on": "2026-01-01"}, "last_on"),
    ],
)
def test_a_form_with_a_fault_saves_neither(
    cast: Cast, client: Any, values: dict[str, str], name: str
) -> None:
    browser = cast.login(client, "gas.officer")
    sent = enterprise_form(cast, **values)
    answer = browser.post(reverse("registry:new", args=["contracts", "contract"]), sent)
    assert answer.status_code == 422 and name in answer.context["form"].errors
    assert not Contract.objects.exists() and not Covered.objects.exists()


def test_a_contract_of_a_region_takes_no_single_employer_on_its_form(cast: Cast, client: Any) -> None:
    sent = enterprise_form(cast, org=str(cast.orgs["river"].uid), level="regional")
    browser = cast.login(client, "river.officer")
    answer = browser.post(reverse("registry:new", args=["contracts", "contract"]), sent)
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"unit"}
    assert not Contract.objects.exists()


def test_an_industry_s_contract_covers_that_industry_only(cast: Cast) -> None:
    shop = cast.units["shop"]
    by = cast.actor("hill.officer")
    services.change(shop, {"industry": "F"}, by=by, version=shop.version)
    cast.units["shop"].refresh_from_db()
    contract = regional(cast, level="industry", industry="H")
    with pytest.raises(Refused) as caught:
        listed(cast, contract, "shop")
    assert "住宿和餐饮业" in str(caught.value.messages["unit"][0])
    assert listed(cast, regional(cast, level="industry", industry="F"), "shop").pk
