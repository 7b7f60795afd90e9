"""Figures and the entries beneath them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from zhijia.facilities.models import ReadingRoom
from zhijia.registry.services import add
from zhijia.tally import services as tally
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(cast: Cast) -> Cast:
    values = {
        "org": cast.orgs["gas"],
        "name": "职工书屋",
        "address": "解放路1号",
        "happened_on": date(2026, 3, 2),
    }
    add(ReadingRoom.register, values, by=SYSTEM)
    tally.refresh()
    return cast


def test_everything_counted_is_listed(cast: Cast, program: Any) -> None:
    keys = {one["key"] for one in program("stranger").get("/figures").json()}
    assert keys == set(INDICATORS) | set(RATIOS)


def test_a_figure_says_what_counts_what_is_claimed_and_of_what_base(counted: Cast, program: Any) -> None:
    city = program("city.officer")
    rooms = city.get("/figures/read_new", period="2026").json()
    assert (rooms["counted"], rooms["claimed"], rooms["node"]["code"], rooms["period"]) == (
        0,
        1,
        "YC00",
        "Y2026",
    )
    rate = city.get("/figures/mem_rate_unionised", node="YC0102", period="2026-06").json()
    assert rate["base"] == 320 and rate["counted"] == 2 and rate["percent"] == pytest.approx(2 / 3.2)
    assert city.get("/figures/mem_rate_unionised", node="YC0101").json()["state"] in ("no_base", "recounting")


def test_the_facts_beneath_name_their_entries_and_what_they_lack(counted: Cast, program: Any) -> None:
    page = program("gas.officer").get("/figures/read_new/facts", period="2026-03").json()
    (fact,) = page["items"]
    assert fact["entry"] == str(ReadingRoom.objects.get().uid) and fact["org"] == "YC0102"
    assert fact["missing"] == ["evidenced", "confirmed"] and fact["counted"] is False
    assert program("gas.officer").get("/figures/read_new/facts", period="2026-04").json()["items"] == []
    ratio = program("gas.officer").get("/figures/mem_rate_unionised/facts")
    assert ratio.status_code == 400 and "mem_count" in ratio.content.decode()


def test_a_union_out_of_reach_and_an_unknown_key_answer_alike(counted: Cast, program: Any) -> None:
    mill = program("mill.officer")
    answers = [
        mill.get("/figures/read_new", node="YC0102"),
        mill.get("/figures/read_new", node="XX99"),
        mill.get("/figures/shoes"),
        program("stranger").get("/figures/read_new"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"period": "0000"},
        {"period": "10000"},
        {"period": "9999"},
        {"period": "1948"},
        {"period": "2026-13"},
        {"period": "P2026-01-01..9999-12-31"},
        {"period": "P2026-03-01..2026-01-01"},
        {"period": "abc"},
        {"period": "２０２６"},
        {"as_of": "2026-02-30"},
        {"as_of": "0001-01-01"},
        {"as_of": "9999-12-31"},
        {"year": "2026"},
        {"node": "\0"},
    ],
)
def test_periods_and_days_that_are_none_are_400(counted: Cast, program: Any, query: Any) -> None:
    answer = program("city.officer").get("/figures/read_new", **query)
    assert answer.status_code == 400 and answer.json()["detail"][0]["msg"]


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "x"}, {"size": "1000"}])
def test_pages_of_facts_have_their_limits(counted: Cast, program: Any, query: Any) -> None:
    assert program("city.officer").get("/figures/read_new/facts", **query).status_code == 400
