"""Registers by JSON: the same rules as the pages, every fault with its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast, id_number
from tests.contract.factories import EXAMPLES, Example
from zhijia.assistance.models import Relief
from zhijia.directory.models import Person
from zhijia.journal.models import JournalEvent
from zhijia.registry.services import add
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db

RELIEF = "/assistance/relief"
PERSON = "/directory/person"
NOWHERE = "00000000-0000-7000-8000-000000000000"


def sent(cast: Cast, worker: str = "wang", **more: Any) -> dict[str, Any]:
    values = {"org": "YC0102", "worker": str(cast.people[worker].uid), "kind": "living", "reason": "illness"}
    return values | {"amount": "1234.50", "happened_on": "2026-03-02"} | more


def relief(cast: Cast, worker: str = "wang", **more: Any) -> Relief:
    values = {"org": cast.orgs["gas"], "worker": cast.people[worker], "reason": "illness", "amount": 50_000}
    return add(
        Relief.register, values | {"kind": "living", "happened_on": date(2026, 3, 2)} | more, by=SYSTEM
    )


def places(answer: Any) -> list[list[Any]]:
    return [fault["loc"] for fault in answer.json()["detail"]]


def test_an_entry_is_made_read_changed_and_listed(cast: Cast, program: Any) -> None:
    gas = program("gas.officer")
    made = gas.post(RELIEF, sent(cast))
    assert made.status_code == 201, made.content
    entry = made.json()
    assert entry["amount"] == "1234.50" and entry["state"] == "asked" and entry["org"]["code"] == "YC0102"
    assert (
        entry["worker"] == {"uid": str(cast.people["wang"].uid), "name": "王桂兰"} and made["ETag"] == '"1"'
    )
    assert (
        Relief.objects.get().amount == 123_450
        and Relief.objects.get().recorded_by == cast.users["gas.officer"]
    )
    changed = gas.patch(f"{RELIEF}/{entry['uid']}", {"amount": "99"}, If_Match='"1"')
    assert changed.status_code == 200 and changed.json()["amount"] == "99.00" and changed["ETag"] == '"2"'
    assert gas.get(f"{RELIEF}/{entry['uid']}").json()["version"] == 2
    page = gas.get(RELIEF).json()
    assert page["count"] == 1 and page["items"][0]["uid"] == entry["uid"]
    assert [e.channel for e in JournalEvent.objects.filter(entry_uid=entry["uid"])] == ["api", "api"]


def test_steps_are_taken_with_what_they_ask_for(cast: Cast, program: Any) -> None:
    made = relief(cast)
    chair, gas = program("gas.chair"), program("gas.officer")
    path = f"{RELIEF}/{made.uid}/moves"
    assert chair.get(f"{RELIEF}/{made.uid}").json()["moves"]
    assert gas.post(f"{path}/approve", {}, If_Match="1").status_code == 403
    assert chair.post(f"{path}/approve", {}, If_Match="9").status_code == 412
    assert chair.post(f"{path}/approve", {}).status_code == 428
    assert chair.post(f"{path}/approve", {}, If_Match="1").json()["state"] == "approved"
    short = gas.post(f"{path}/pay", {"paid_on": "2026-03-09"}, If_Match="2")
    assert short.status_code == 422 and places(short) == [["body", "pay_way"]]
    paid = gas.post(f"{path}/pay", {"paid_on": "2026-03-09", "pay_way": "bank"}, If_Match="2")
    assert paid.json()["state"] == "paid" and paid.json()["paid_on"] == "2026-03-09"
    assert gas.post(f"{path}/fly", {}, If_Match="3").status_code == 404


def test_extra_fields_are_named(cast: Cast, program: Any) -> None:
    answer = program("gas.officer").post(
        RELIEF, sent(cast, state="received", score=9, evidenced_at="2026-01-01")
    )
    assert answer.status_code == 422
    assert places(answer) == [["body", "state"], ["body", "score"], ["body", "evidenced_at"]]
    made = relief(cast)
    answer = program("gas.officer").patch(
        f"{RELIEF}/{made.uid}", {"org": "YC0101", "status": "x"}, If_Match="1"
    )
    assert answer.status_code == 422 and places(answer) == [["body", "org"], ["body", "status"]]
    assert Relief.objects.get().version == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "1E5"),
        ("amount", 12.5),
        ("amount", "0"),
        ("amount", "-5"),
        ("happened_on", "2026-02-30"),
        ("happened_on", 20260302),
        ("happened_on", "0001-01-01"),
        ("happened_on", "2099-01-01"),
        ("kind", "lottery"),
        ("worker", NOWHERE),
        ("worker", 7),
        ("org", "XX99"),
        ("org", "YC0201"),
        ("note", "长" * 501),
        ("uid", "1"),
    ],
)
def test_bad_values_are_422_with_their_place(cast: Cast, program: Any, field: str, value: Any) -> None:
    answer = program("gas.officer").post(RELIEF, sent(cast) | {field: value})
    assert answer.status_code == 422 and places(answer)[0] == ["body", field]
    assert not Relief.objects.exists()


def test_people_out_of_sight_cannot_be_named(cast: Cast, program: Any) -> None:
    answer = program("gas.officer").post(RELIEF, sent(cast, "li"))
    unknown = program("gas.officer").post(RELIEF, sent(cast) | {"worker": NOWHERE})
    assert answer.status_code == 422 and answer.json() == unknown.json()


@pytest.mark.parametrize("uid", [NOWHERE, "99999999999999999999", "abc", "%00", "..%2f"])
def test_absent_forbidden_and_senseless_entries_answer_alike(cast: Cast, program: Any, uid: str) -> None:
    made = relief(cast)
    stranger, mill = program("stranger"), program("mill.officer")
    hidden = mill.get(f"{RELIEF}/{made.uid}")
    assert hidden.status_code == 404
    absent = mill.get(f"{RELIEF}/{uid}")
    assert absent.status_code == 404
    if "%" not in uid:
        assert absent.json() == hidden.json()
    for answer in (
        mill.patch(f"{RELIEF}/{made.uid}", {"amount": "1"}, If_Match="1"),
        mill.post(f"{RELIEF}/{made.uid}/moves/approve", {}, If_Match="1"),
        stranger.get(f"{RELIEF}/{made.uid}"),
    ):
        assert answer.status_code == 404 and answer.json() == hidden.json()


def test_a_stale_version_changes_nothing_and_tells_the_newest(cast: Cast, program: Any) -> None:
    made, gas = relief(cast), program("gas.officer")
    path = f"{RELIEF}/{made.uid}"
    assert gas.patch(path, {"amount": "2"}, If_Match='W/"1"').status_code == 200
    lost = gas.patch(path, {"amount": "3"}, If_Match="1")
    assert lost.status_code == 412 and lost["ETag"] == '"2"' and Relief.objects.get().amount == 200
    assert gas.patch(path, {"amount": "3"}).status_code == 428
    for text in ("abc", "*", "1" * 15, "²"):
        assert gas.patch(path, {"amount": "3"}, If_Match=text).status_code == 400


def test_the_same_key_gives_the_same_entry_and_another_body_is_refused(cast: Cast, program: Any) -> None:
    gas = program("gas.officer")
    first = gas.post(RELIEF, sent(cast), Idempotency_Key="k-1")
    again = gas.post(RELIEF, sent(cast), Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    other = gas.post(RELIEF, sent(cast, amount="7"), Idempotency_Key="k-1")
    assert other.status_code == 422 and places(other) == [["header", "Idempotency-Key"]]
    assert Relief.objects.get().amount == 123_450
    assert gas.post(RELIEF, sent(cast), Idempotency_Key="k" * 101).status_code == 422
    elsewhere = program("river.officer").post(RELIEF, sent(cast, "gao"), Idempotency_Key="k-1")
    assert elsewhere.status_code == 201


def test_a_uid_of_ones_own_is_kept_and_stands_for_one_entry(cast: Cast, program: Any) -> None:
    uid, gas = "01890a5d-ac96-774b-bcce-b302099a8057", program("gas.officer")
    assert gas.post(RELIEF, sent(cast, uid=uid)).json()["uid"] == uid
    assert gas.post(RELIEF, sent(cast, uid=uid)).status_code == 200
    assert gas.post(RELIEF, sent(cast, uid=uid, amount="7")).status_code == 422
    assert program("river.officer").post(RELIEF, sent(cast, uid=uid)).status_code == 422
    assert Relief.objects.count() == 1


def test_protected_values_arrive_masked(cast: Cast, program: Any) -> None:
    number = cast.people["gao"].id_number
    answer = program("river.officer").get(f"{PERSON}/{cast.people['gao'].uid}")
    entry = answer.json()
    assert number not in answer.content.decode() and "13800000002" not in answer.content.decode()
    assert (
        set(entry["masked"]) == {"id_number", "phone", "birth_on"} and entry["id_number"][-4:] == number[-4:]
    )
    listed = program("river.officer").get(PERSON).content.decode()
    assert number not in listed


def test_who_may_see_may_not_always_add(cast: Cast, program: Any) -> None:
    assert program("gas.chair").post(RELIEF, sent(cast)).status_code == 403
    assert program("stranger").get(RELIEF).status_code in (200, 404)
    assert program("administrator").post(RELIEF, sent(cast)).status_code in (403, 404)


def test_filters_words_order_and_pages(cast: Cast, program: Any) -> None:
    relief(cast)
    relief(cast, "gao", amount=70_000, happened_on=date(2026, 4, 2))
    gas = program("gas.officer")

    def names(**query: Any) -> list[str]:
        return [item["worker"]["name"] for item in gas.get(RELIEF, **query).json()["items"]]

    assert names(happened_on_from="2026-04-01") == ["高师傅"] and names(q="桂兰") == ["王桂兰"]
    assert names(sort="amount") == ["王桂兰", "高师傅"] and names(sort="-amount") == ["高师傅", "王桂兰"]
    assert names(size=1, page=2) == ["王桂兰"] and names(page=3) == [] and names(state="paid") == []


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "1" + "0" * 19},
        {"page": "abc"},
        {"page": "²"},
        {"size": "201"},
        {"size": "0"},
        {"year": "0"},
        {"year": "10000"},
        {"sort": "password"},
        {"reason": "illness"},
        {"state": "rich"},
        {"happened_on_from": "2026-02-30"},
        {"org": "nowhere"},
        {"org": "\0"},
        {"q": "\0"},
        {"\0": "1"},
    ],
)
def test_addresses_that_make_no_sense_are_400_with_what_is_allowed(
    cast: Cast, program: Any, query: Any
) -> None:
    answer = program("gas.officer").get(RELIEF, **query)
    assert answer.status_code == 400 and answer.json()["detail"][0]["loc"] == ["query"]


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "",
        "[]",
        "null",
        '"x"',
        "NaN",
        '{"amount": NaN}',
        '{"amount": 1e999}',
        '{"note": "\\ud800"}',
        '{"note": "a\\u0000b"}',
        '{"\\u0000": 1}',
        b"\xff\xfe{",
        "[" * 100_000,
        '{"a":' * 60 + "1" + "}" * 60,
        b'{"note": "\xed\xa0\x80"}',
        '{"amount": ' + "9" * 5000 + "}",
    ],
)
def test_bodies_that_are_no_json_object_are_400(cast: Cast, program: Any, body: Any) -> None:
    answer = program("gas.officer").post(RELIEF, body)
    assert answer.status_code == (422 if body == "" else 400) and answer.json()["detail"][0]["msg"]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=list(EXAMPLES))
def test_an_entry_of_every_register_is_answered_with_all_its_fields(
    cast: Cast, program: Any, example: Example
) -> None:
    entry, register = example.add(cast), example.register
    answer = program(example.by).get(f"/{register.room}/{register.noun}/{entry.uid}")
    assert answer.status_code == 200 and set(register.fields) <= set(answer.json())
    listed = program(example.by).get(f"/{register.room}/{register.noun}").json()
    assert str(entry.uid) in [item["uid"] for item in listed["items"]]


def test_every_register_answers_and_makes_no_query_for_each_row(cast: Cast, program: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from zhijia.registry.register import registers

    city = program("city.officer")
    for register in registers():
        answer = city.get(f"/{register.room}/{register.noun}")
        assert answer.status_code in (200, 404), register.key
    relief(cast)
    with CaptureQueriesContext(connection) as one:
        city.get(RELIEF)
    for day in range(3, 8):
        relief(cast, "gao", happened_on=date(2026, 3, day))
    with CaptureQueriesContext(connection) as six:
        assert city.get(RELIEF).json()["count"] == 6
    assert len(six) <= len(one)


def test_persons_are_made_with_the_same_refusals(cast: Cast, program: Any) -> None:
    gas = program("gas.officer")
    good = {"org": "YC0102", "name": "新人", "id_number": id_number(date(1991, 4, 4), 11)}
    made = gas.post(PERSON, good)
    assert made.status_code == 201 and Person.objects.get(name="新人").birth_on == date(1991, 4, 4)
    wrong = gas.post(PERSON, good | {"id_number": "110101199001011230"})
    assert wrong.status_code == 422 and places(wrong) == [["body", "id_number"]]
    assert gas.post(PERSON, good | {"id_number": cast.people["li"].id_number}).status_code == 422
