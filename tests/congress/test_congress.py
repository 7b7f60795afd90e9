"""Congresses: one term at a time, delegates as the rule asks, vouched for by a delegate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.congress.makings import FIRST, change, congress, refusal, session
from zhijia.congress.models import Congress
from zhijia.congress.quotas import due
from zhijia.directory import services as directory
from zhijia.registry.errors import Forbidden

pytestmark = pytest.mark.django_db


def test_the_span_ends_on_the_day_after_the_last(cast: Cast) -> None:
    found = congress(cast)
    assert (found.valid_from, found.valid_to) == (FIRST, date(2027, 3, 1))
    assert "3" in str(found) and cast.units["mill"].name in str(found)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last_on": date(2029, 3, 1)}, "last_on"),
        ({"last_on": date(2026, 2, 28)}, "ended_early"),
        ({"last_on": date(2024, 2, 1)}, "last_on"),
        ({"ended_early": "企业合并"}, "ended_early"),
        ({"managers": 13}, "managers"),
        ({"women": 61}, "women"),
        ({"front_line": 50, "managers": 11}, "managers"),
        ({"dispatched": 61}, "dispatched"),
        ({"delegates": 29, "front_line": 20, "managers": 2, "women": 9}, "delegates"),
        ({"delegates": 501}, "delegates"),
        ({"unit": None}, "unit"),
        ({"area": "城关镇"}, "area"),
        ({"number": 0}, "number"),
    ],
)
def test_a_congress_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refusal(congress, cast, **values)


def test_a_term_of_exactly_five_years_and_one_cut_short_stand(cast: Cast) -> None:
    assert congress(cast, last_on=date(2029, 2, 28)).pk
    Congress.objects.all().delete()
    assert congress(cast, last_on=date(2025, 8, 31), ended_early="企业合并重组").pk


def test_two_terms_of_one_employer_do_not_overlap(cast: Cast) -> None:
    first = congress(cast)
    next_one = {"valid_from": date(2026, 6, 1), "last_on": date(2029, 5, 31)}
    (said,) = refusal(congress, cast, number=4, **next_one)["valid_from"]
    assert "2024-03-01 – 2027-02-28" in said and str(first) in said
    later = {"valid_from": date(2025, 6, 1), "last_on": date(2028, 5, 31)}
    change(cast, first, last_on=date(2025, 5, 31), ended_early="提前换届")
    assert "number" in refusal(congress, cast, number=2, **later), "the numbers follow the terms"
    assert congress(cast, number=4, **later).pk


def test_only_an_employer_of_this_union_has_a_congress_there(cast: Cast) -> None:
    said = refusal(congress, cast, by="city.officer", unit=cast.units["gas"], number=9)
    assert "unit" in said, "covered by another union"
    assert "unit" in refusal(congress, cast, by="city.officer", unit=cast.units["hotel"]), "covered by nobody"
    assert congress(cast, by="hill.officer", org=cast.orgs["hill"]).pk, (
        "recorded by the county for a union below"
    )


def test_an_uncovered_employer_counts_from_the_day_a_union_covers_it(cast: Cast) -> None:
    given = {"unit": cast.units["hotel"], "org": cast.orgs["market"], "delegate": None}
    given |= {"delegates": 30, "front_line": 20, "managers": 6, "women": 10}
    assert "unit" in refusal(congress, cast, by="city.officer", **given)
    from zhijia.directory.models import Coverage
    from zhijia.registry import services

    covered = {"org": cast.orgs["market"], "unit": cast.units["hotel"], "valid_from": date(2025, 1, 1)}
    services.add(Coverage.register, covered, by=cast.actor("city.officer"))
    assert congress(cast, by="city.officer", **given).pk


def test_a_regional_congress_names_its_region_and_half_are_front_line(cast: Cast) -> None:
    given: dict[str, Any] = {"scope": "regional", "unit": None, "area": "商贸城", "org": cast.orgs["market"]}
    given |= {"delegates": 30, "front_line": 15, "managers": 9, "women": 10, "delegate": None}
    by = "hill.officer"
    assert "area" in refusal(congress, cast, by=by, **given | {"area": " "})
    assert "front_line" in refusal(congress, cast, by=by, **given | {"front_line": 14})
    assert "managers" in refusal(congress, cast, by=by, **given | {"managers": 10})
    assert "org" in refusal(congress, cast, by=by, **given | {"org": cast.orgs["mill"]})
    assert congress(cast, by=by, **given).pk
    assert "valid_from" in refusal(congress, cast, by=by, **given | {"number": 4})


def test_a_place_has_its_own_rules_and_says_so(cast: Cast, settings: Any) -> None:
    settings.JURISDICTIONS = {"YC02": "cn-31"}
    # Shanghai: 30 for the first hundred workers and 5 for every hundred more
    wanted = due(cast.orgs["mill"], staff=500, on=FIRST)
    assert (wanted.number, "上海市职工代表大会条例" in wanted.source) == (50, True)
    (said,) = refusal(congress, cast, delegates=49, managers=9)["delegates"]
    assert "上海市职工代表大会条例" in said and "第21条" in said
    settings.JURISDICTIONS = {"YC00": "cn-33-01"}
    # Zhejiang: 40 and 7 for every hundred more
    assert due(cast.orgs["mill"], staff=500, on=FIRST).number == 68
    assert due(cast.orgs["mill"], staff=3500, on=FIRST).number == 140
    assert due(cast.orgs["mill"], staff=9000, on=FIRST).number == 200
    settings.JURISDICTIONS = {"YC02": "cn-41"}
    (said,) = refusal(congress, cast, last_on=date(2026, 2, 28))["ended_early"]
    assert "河南省" in said and "3" in said


@pytest.mark.parametrize(
    ("staff", "least"), [(None, 30), (12, 12), (90, 30), (600, 30), (900, 45), (2000, 100), (9000, 100)]
)
def test_elsewhere_the_federation_sets_how_many_delegates_there_are(
    cast: Cast, staff: int | None, least: int
) -> None:
    wanted = due(cast.orgs["gas"], staff=staff, on=FIRST)
    assert wanted.number == least and "条例" not in wanted.source


def test_a_federation_may_set_its_own_standard(cast: Cast, settings: Any) -> None:
    settings.CONGRESS_STANDARDS = {"congress_managers": 10}
    assert "managers" in refusal(congress, cast)


def test_a_delegate_works_there_and_did_not_record_it(cast: Cast) -> None:
    (said,) = refusal(congress, cast, by="city.officer", delegate=cast.people["gao"])["delegate"]
    assert cast.people["gao"].name in said
    directory.give_account(cast.people["li"], cast.users["mill.officer"], by=cast.actor("hill.officer"))
    li = type(cast.people["li"]).objects.get(pk=cast.people["li"].pk)
    assert "delegate" in refusal(congress, cast, delegate=li)
    found = congress(cast, delegate=None)
    assert "delegate" in refusal(change, cast, found, by="hill.officer", delegate=li)


def test_a_term_is_not_cut_where_a_session_was_held(cast: Cast) -> None:
    found = congress(cast)
    held = session(cast, found)
    cut = held.happened_on - timedelta(days=1)
    assert "last_on" in refusal(change, cast, found, last_on=cut, ended_early="重组")
    assert change(cast, found, last_on=held.happened_on, ended_early="重组").pk


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("mill.officer", True),
        ("hill.officer", True),
        ("city.leader", True),
        ("river.officer", False),
        ("gas.officer", False),
        ("stranger", False),
    ],
)
def test_who_sees_a_congress(cast: Cast, key: str, sees: bool) -> None:
    congress(cast)
    assert Congress.register.visible(cast.actor(key)).exists() is sees


def test_only_officers_record(cast: Cast) -> None:
    for by in ("gas.chair", "river.leader", "stranger"):
        given = {"org": cast.orgs["gas"], "unit": cast.units["gas"], "delegate": None}
        with pytest.raises(Forbidden):
            congress(cast, by=by, **given)
