"""Disclosure systems, the employers under them and their postings: what is refused, and who sees it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import Cast
from tests.disclosure.makings import (
    POSTED_ON,
    SET_UP_ON,
    change,
    disclosed,
    participant,
    posting,
    refusal,
    system,
)
from zhijia.directory import services as directory
from zhijia.disclosure.models import Participant, Posting, System
from zhijia.kernel.day import today
from zhijia.registry.errors import Forbidden

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"by_board": False, "by_meeting": False}, "by_board"),
        ({"catalogue": " \n \n"}, "catalogue"),
        ({"title": "\u200b"}, "title"),
        ({"head": ""}, "head"),
        ({"valid_from": date(2009, 1, 1)}, "valid_from"),
        ({"last_on": date(2024, 5, 31)}, "last_on"),
        ({"checked_on": date(2024, 5, 31), "check_result": "合格"}, "checked_on"),
        ({"checked_on": date(2024, 7, 1)}, "check_result"),
        ({"check_result": "合格"}, "checked_on"),
    ],
)
def test_a_system_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refusal(system, cast, **values)


def test_one_board_is_one_system(cast: Cast) -> None:
    first = system(cast)
    assert "title" in refusal(system, cast, title="北山纺织厂 厂务公开")
    assert system(cast, org="market").pk, "another union may have one of the title"
    change(cast, first, last_on=date(2025, 1, 31))
    assert system(cast, valid_from=date(2025, 2, 1)).pk, "after the first was given up"


def test_an_employer_is_under_one_system_at_a_time(cast: Cast) -> None:
    first, second = system(cast), system(cast, title="纺织园区联合公开栏", org="hill")
    row = participant(cast, first)
    assert row.valid_from == SET_UP_ON and row.org == cast.orgs["mill"]
    (said,) = refusal(participant, cast, second)["valid_from"]
    assert "北山纺织厂厂务公开" in said
    change(cast, row, last_on=date(2025, 1, 31))
    assert participant(cast, second, valid_from=date(2025, 2, 1)).pk
    twin = Participant(org=second.org, system=second, unit=cast.units["mill"], valid_from=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_an_employer_without_this_union_does_not_take_part(cast: Cast) -> None:
    found = system(cast)
    for unit in ("gas", "hotel", "shop"):
        assert "unit" in refusal(participant, cast, found, unit, by="city.officer")
    early = SET_UP_ON - timedelta(days=1)
    assert "valid_from" in refusal(participant, cast, found, valid_from=early)


def test_a_joint_board_serves_all_its_employers(cast: Cast) -> None:
    found = system(cast, org="market", title="商贸城公开栏")
    for unit in ("shop", "clinic"):
        assert participant(cast, found, unit).pk
    assert "unit" in refusal(participant, cast, found), "the cotton mill has another union"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"happened_on": SET_UP_ON - timedelta(days=1)}, "happened_on"),
        ({"shown_until": POSTED_ON + timedelta(days=14)}, "shown_until"),
        ({"shown_until": None}, "shown_until"),
        ({"form": "meeting"}, "shown_until"),
        ({"form": "network"}, "form"),
        ({"opinions": 3, "answered": 4}, "answered"),
        ({"subject": " "}, "subject"),
        (
            {"happened_on": today() + timedelta(days=1), "shown_until": today() + timedelta(days=40)},
            "happened_on",
        ),
    ],
)
def test_a_posting_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refusal(posting, cast, system(cast), **values)


def test_a_posting_stays_as_long_as_the_place_asks(cast: Cast, settings: Any) -> None:
    found = system(cast)
    settings.JURISDICTIONS = {"YC02": "cn-37"}
    (said,) = refusal(posting, cast, found, shown_until=date(2025, 3, 24))["shown_until"]
    assert "山东省厂务公开条例" in said and "2025-03-25" in said
    settings.JURISDICTIONS = {"YC02": "cn-41"}
    assert posting(cast, found, shown_until=date(2025, 3, 17)).pk, "seven days in Henan"
    settings.JURISDICTIONS, settings.DISCLOSURE_DAYS = {}, 5
    assert posting(cast, found, subject="招待费", shown_until=date(2025, 3, 15)).pk, "a federation's own"
    (said,) = refusal(posting, cast, found, subject="乙", shown_until=date(2025, 3, 14))["shown_until"]
    assert "条例" not in said


def test_a_meeting_has_no_last_day(cast: Cast) -> None:
    assert posting(cast, system(cast), form="meeting", shown_until=None).pk


def test_whoever_read_it_works_there_and_did_not_record_it(cast: Cast) -> None:
    found = system(cast)
    assert "reader" in refusal(posting, cast, found, by="city.officer", reader=cast.people["gao"])
    directory.give_account(cast.people["li"], cast.users["hill.officer"], by=cast.actor("city.officer"))
    li = type(cast.people["li"]).objects.get(pk=cast.people["li"].pk)
    assert "reader" in refusal(posting, cast, found, reader=li)


def test_a_system_is_not_ended_before_its_last_posting(cast: Cast) -> None:
    found = disclosed(cast).system
    assert "last_on" in refusal(change, cast, found, last_on=POSTED_ON - timedelta(days=1))
    assert "valid_from" in refusal(change, cast, found, valid_from=POSTED_ON + timedelta(days=1))
    assert change(cast, found, last_on=POSTED_ON).valid_to == POSTED_ON + timedelta(days=1)
    assert "happened_on" in refusal(
        posting, cast, System.objects.get(pk=found.pk), happened_on=date(2025, 3, 11)
    )


@pytest.mark.parametrize(
    ("key", "sees"),
    [("mill.officer", True), ("hill.officer", True), ("city.leader", True), ("gas.officer", False)],
)
def test_who_sees_disclosure(cast: Cast, key: str, sees: bool) -> None:
    disclosed(cast)
    for model in (System, Participant, Posting):
        assert model.register.visible(cast.actor(key)).exists() is sees


def test_only_officers_record(cast: Cast) -> None:
    for by in ("city.leader", "gas.chair", "river.officer"):
        with pytest.raises(Forbidden):
            system(cast, by=by)


def test_an_empty_and_a_stale_board_show_as_such(cast: Cast, client: Any) -> None:
    system(cast, title="空着的公开栏")
    disclosed(cast)
    browser = cast.login(client, "hill.officer")
    text = browser.get(reverse("registry:list", args=["disclosure", "system"])).content.decode()
    assert "尚未公开任何内容" in text
    assert "2025-03-10 · 已过期" in text
    browser.cookies["django_language"] = "en"
    text = browser.get(reverse("registry:list", args=["disclosure", "system"])).content.decode()
    assert "nothing posted yet" in text and "2025-03-10 · stale" in text


def form_values(cast: Cast, **values: Any) -> dict[str, Any]:
    given = {"org": cast.orgs["mill"].uid, "title": "北山纺织厂厂务公开", "valid_from": SET_UP_ON.isoformat()}
    return {**given, "head": "钱总", "by_board": "on", "catalogue": "奖金分配", **values}


def test_the_employer_of_a_system_is_listed_with_it(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "hill.officer")
    url = reverse("registry:new", args=["disclosure", "system"])
    sent = browser.post(url, form_values(cast, unit=cast.units["gas"].uid))
    assert sent.status_code in (200, 422) and "unit" in sent.context["form"].errors
    sent = browser.post(url, form_values(cast, unit=cast.units["clinic"].uid))
    assert "unit" in sent.context["form"].errors, "covered by the market's union"
    assert not System.objects.exists(), "nothing is half saved"
    sent = browser.post(url, form_values(cast, unit=cast.units["mill"].uid))
    assert sent.status_code == 302
    assert Participant.objects.get().unit == cast.units["mill"]


def test_the_employer_typed_on_the_form_is_found_under_the_name_the_form_reads(
    cast: Cast, client: Any
) -> None:
    browser = cast.login(client, "hill.officer")
    form = browser.get(reverse("registry:new", args=["disclosure", "system"])).context["form"]
    picked = browser.get(form.fields["unit"].widget.address, {"unit_typed": "纺织"}).content.decode()
    assert f'name="unit" value="{cast.units["mill"].uid}"' in picked


def test_employers_are_listed_by_pasting_their_names(cast: Cast, client: Any) -> None:
    board = system(cast, org="market", title="商贸城公开栏")
    browser = cast.login(client, "hill.officer")
    url = reverse("sheets:names", args=["disclosure", "participant"])
    pasted = "北山日杂商行\n北山惠民诊所\n没有的店"
    sent = browser.post(url, {"system": board.uid, "valid_from": "2024-07-01", "people": pasted}, follow=True)
    text = sent.content.decode()
    assert sent.status_code == 200 and "没有的店" in text
    assert "北山惠民诊所" in text
