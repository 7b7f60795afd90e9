"""Bad input in addresses: pages, filters, searches, ids and fields nobody asked for.

The numbers are those of the catalogue of bad inputs the house is built against (9, 19 to 24).
"""

from __future__ import annotations

import random
import re
import uuid
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.contract.every import HAN, address
from tests.contract.factories import PERSON, RELIEF
from tests.contract.sending import RIGHT, rows, typed
from tests.lanes import SEED, draws
from zhijia.registry.register import registers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body", ['{"name": "\\ud800"}', '{"name": "程\\udfff", "org": "YC0102"}', '{"name": "\\u0000"}']
)
def test_half_a_character_or_none_in_json_is_a_bad_request(cast: Cast, body: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    before = rows(PERSON)
    answer = browser.post("/api/v1/directory/person", body, content_type="application/json")
    assert answer.status_code == 400
    assert HAN.search(str(answer.json())) and rows(PERSON) == before


@pytest.mark.parametrize("number", ["0", "-1", "10000000000000000000", "abc", "１", "1.5", "", "\0", "٣"])
def test_a_page_that_is_none_is_the_first_or_the_last(cast: Cast, number: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.get(address(PERSON, "list"), {"page": number})
    assert answer.status_code == 200
    assert "王桂兰" in answer.content.decode()


QUERIES = [
    (20, {"sort": "password"}, "name"),
    (20, {"sort": "-id_hash"}, "name"),
    (20, {"sort": "id_number"}, "name"),
    (20, {"year": "0"}, "sex"),
    (20, {"year": "10000"}, "sex"),
    (22, {"id_number": RIGHT}, "sex"),
    (22, {"phone": "13800000001"}, "sex"),
    (22, {"id_hash__startswith": "a"}, "sex"),
    (22, {"user__password__startswith": "p"}, "sex"),
    (22, {"sex": "other"}, "female"),
    (22, {"slot": "migrant"}, "sex"),
    (9, {"org": "\0"}, "统计编码"),
    (22, {"org": "YC9999"}, "统计编码"),
]


@pytest.mark.parametrize(("number", "query", "allowed"), QUERIES)
def test_a_list_says_what_it_can_be_asked(
    cast: Cast, number: int, query: dict[str, str], allowed: str, client: Any
) -> None:
    browser = cast.login(client, "gas.officer")
    for url in (address(PERSON, "list"), reverse("sheets:export", args=["directory", "person"])):
        answer = browser.get(url, query)
        text = unescape(answer.content.decode())
        assert answer.status_code == 400, url
        assert allowed in text and HAN.search(text)
        assert "王桂兰" not in text


@pytest.mark.parametrize(
    "query", [{"happened_on_from": "2011-02-30"}, {"happened_on_to": "0"}, {"paid_on_from": "\0"}]
)
def test_a_filter_by_a_day_that_is_none(cast: Cast, query: dict[str, str], client: Any) -> None:
    answer = cast.login(client, "gas.officer").get(address(RELIEF, "list"), query)
    assert answer.status_code == 400 and "2026-03-31" in answer.content.decode()


@pytest.mark.parametrize(
    "query", [{"as_of": "10000-01-01"}, {"as_of": "0000-00-00"}, {"as_of": "2199-01-01"}]
)
def test_a_scoreboard_of_a_day_that_is_none(cast: Cast, query: dict[str, str], client: Any) -> None:
    answer = cast.login(client, "city.officer").get(reverse("desks:board"), query)
    assert answer.status_code == 400 and "1949" in answer.content.decode()


NODES = ["\0", "YC9999", "YC0201", "程", "9" * 99]


@pytest.mark.parametrize("code", NODES)
def test_a_scoreboard_of_a_union_that_is_none(cast: Cast, code: str, client: Any) -> None:
    browser = cast.login(client, "river.officer")
    assert browser.get(reverse("desks:board"), {"node": code}).status_code == 404
    assert browser.get("/api/v1/figures/read_new", {"node": code}).status_code in (400, 404)


@pytest.mark.drawn
@pytest.mark.parametrize(
    "query", ["程\0", "\0", "'", '"', "%", "\\", "NEAR(", "a AND", "程" * 500, "*", "🐟", "-", "(" * 99]
)
def test_any_search_is_answered(cast: Cast, query: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    every = registers()
    for register in random.Random(f"{SEED} {query}").sample(every, min(draws(4), len(every))):
        url = reverse("registry:list", args=[register.room, register.noun])
        assert browser.get(url, {"q": query}).status_code in (200, 404), register.key
    found = browser.get(address(RELIEF, "pick", name="worker"), {"worker_typed": query})
    assert found.status_code == 200


IDS = ["99999999999999999999", "abc", "00000000-0000-0000-0000-000000000000", "١٢٣"]


@pytest.mark.parametrize("text", IDS)
def test_an_id_that_is_none_answers_as_one_out_of_sight(cast: Cast, text: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    theirs = browser.get(address(PERSON, "detail", uid=cast.people["li"].uid))
    answer = browser.get(f"/r/directory/person/{text}/")
    assert answer.status_code == theirs.status_code == 404
    assert same(answer, text) == same(theirs, str(cast.people["li"].uid))


def same(response: Any, asked: str) -> str:
    """A page without the address asked for and the marks of its forms."""
    text = unquote(unescape(response.content.decode())).replace(asked, "ID")
    return re.sub(r"[A-Za-z0-9]{64}|\b[0-9a-f]{16}\b", "", text)


def test_an_id_of_another_union_in_a_form_is_as_unknown(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    before = rows(RELIEF)
    said = []
    for worker in (str(cast.people["li"].uid), str(uuid.uuid4()), "99999999999999999999"):
        answer = browser.post(address(RELIEF, "new"), typed(RELIEF, cast, worker=worker))
        assert answer.status_code == 422 and "李秀英" not in answer.content.decode()
        said.append(" ".join(answer.context["form"].errors["worker"]).replace(worker, ""))
    assert len(set(said)) == 1 and rows(RELIEF) == before


def test_a_union_of_another_county_in_a_form_is_as_unknown(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    before = rows(RELIEF)
    for org in (str(cast.orgs["mill"].uid), str(uuid.uuid4()), "abc"):
        answer = browser.post(address(RELIEF, "new"), typed(RELIEF, cast, org=org))
        assert answer.status_code == 422 and answer.context["form"].errors["org"]
    assert rows(RELIEF) == before


EXTRA = {"state": "received", "path": "00", "version": "99", "recorded_by": "1", "evidenced_at": "2025-01-01"}


def test_fields_nobody_asked_for_are_named_by_the_interface(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    before = rows(RELIEF)
    for name, value in EXTRA.items():
        body = typed(RELIEF, cast) | {"org": "YC0102", "amount": "1000.00", name: value}
        answer = browser.post("/api/v1/assistance/relief", body, content_type="application/json")
        assert answer.status_code == 422 and name in str(answer.json())
    assert rows(RELIEF) == before


def test_fields_nobody_asked_for_change_nothing_in_a_form(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    assert browser.post(address(RELIEF, "new"), typed(RELIEF, cast) | EXTRA).status_code == 302
    relief = RELIEF.register.model._default_manager.get()
    assert (relief.state, relief.version, relief.evidenced_at) == ("asked", 1, None)
    assert relief.path == cast.orgs["gas"].path
    assert relief.recorded_by == cast.users["gas.officer"]
