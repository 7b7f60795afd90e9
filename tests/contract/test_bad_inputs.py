"""Bad input at the pages of the registers: refused in the reader's language, kept in the form, nothing saved.

The numbers are those of the catalogue of bad inputs the house is built against (1 to 8, 12, 16, 17, 19 to 25, 27).
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, id_number
from tests.contract.factories import EXAMPLES, Example
from zhijia.directory.models import Person
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.registry.fields import MoneyField
from zhijia.registry.register import registers

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[一-鿿]")
PERSON, RELIEF, MEMBERSHIP = (
    EXAMPLES[key] for key in ("directory.person", "assistance.relief", "directory.membership")
)
RIGHT = id_number(date(1991, 2, 3), 77)
WRONG = RIGHT[:-1] + ("1" if RIGHT[-1] != "1" else "2")
OLD = "990101910203123"


def page(example: Example, kind: str, **more: Any) -> str:
    register = example.register
    return reverse(f"registry:{kind}", kwargs={"room": register.room, "noun": register.noun, **more})


def typed(example: Example, cast: Cast, number: int = 0, **changed: str) -> dict[str, str]:
    """A right form as a browser sends it, some fields typed otherwise."""
    found = {}
    for name, value in example.values(cast, number).items():
        if isinstance(value, models.Model):
            found[name] = str(value.uid)  # type: ignore[attr-defined]
        elif isinstance(example.register.field(name), MoneyField):
            found[name] = f"{value / 100:.2f}"
        else:
            found[name] = "" if value is False else str(value)
    return found | changed


def rows(example: Example) -> tuple[int, int]:
    """How much is stored: entries and acts."""
    return example.register.model._default_manager.count(), JournalEvent.objects.count()


@dataclass(frozen=True)
class Bad:
    """Something typed that cannot stand, the field that says so, and what it says in both languages."""

    number: int
    example: Example
    field: str
    text: str
    chinese: str
    english: str

    def __str__(self) -> str:
        return f"{self.number}-{self.field}-{self.text[:12] or 'empty'}"


AMOUNTS = {
    "1E5": ("科学计数", "exponent"),
    "-0": ("正号或负号", "sign"),
    "壹佰": ("数字", "digits"),
    "1,00.00": ("千", "Commas"),
    "0": ("大于", "more than 0"),
    "12.345": ("小数", "decimals"),
    "99999999999999999999": ("低于|小于", "below"),
}
DAYS = {
    "2011-02-30": ("日期", "date"),
    "0001-01-01": ("1949-01-01", "1949-01-01"),
    "9999-12-31": ("1949-01-01", "1949-01-01"),
    "昨天": ("日期", "date"),
}
BAD = [
    Bad(1, PERSON, "id_number", WRONG, "校验码", "check digit"),
    Bad(3, PERSON, "id_number", "99010191023", "18", "18 characters"),
    Bad(5, PERSON, "birth_on", "1991-02-09", "1991-02-03.*1991-02-09", "1991-02-03.*1991-02-09"),
    Bad(6, PERSON, "name", "程" * 121, "120", "120"),
    Bad(6, PERSON, "name", "   ", "填|必", "required"),
    *(Bad(12, RELIEF, "amount", text, *said) for text, said in AMOUNTS.items()),
    *(Bad(16, RELIEF, "happened_on", text, *said) for text, said in DAYS.items()),
    Bad(17, RELIEF, "happened_on", (today() + timedelta(days=1)).isoformat(), "1949-01-01", "1949-01-01"),
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("bad", BAD, ids=str)
def test_what_cannot_stand_is_refused_beside_its_field(
    cast: Cast, bad: Bad, language: str, client: Any
) -> None:
    browser = cast.login(client, bad.example.by)
    browser.cookies["django_language"] = language
    sent = typed(bad.example, cast, **{bad.field: bad.text})
    before = rows(bad.example)
    answer = browser.post(page(bad.example, "new"), sent)
    assert answer.status_code == 422
    said = " ".join(map(str, answer.context["form"].errors[bad.field]))
    assert re.search(bad.chinese if language == "zh-hans" else bad.english, said), said
    assert bool(HAN.search(said.replace(bad.text, ""))) is (language == "zh-hans"), said
    text = unescape(answer.content.decode())
    assert said.split("%")[0][:20] in text
    for name, value in sent.items():
        if value.strip() and name not in ("org",):
            assert value in text, f"{name} was typed and is gone"
    assert rows(bad.example) == before


WRITTEN_OTHERWISE = [
    (2, RIGHT[:-1].replace("9", "９") + RIGHT[-1].lower(), RIGHT),
    (2, f" {RIGHT[:6]} {RIGHT[6:14]}-{RIGHT[14:].lower()} ", RIGHT),
]


@pytest.mark.parametrize(("number", "text", "stored"), WRITTEN_OTHERWISE)
def test_a_number_written_otherwise_is_stored_in_its_one_form(
    cast: Cast, number: int, text: str, stored: str, client: Any
) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(page(PERSON, "new"), typed(PERSON, cast, id_number=text), follow=True)
    assert answer.status_code == 200
    person = Person.objects.get(name="程小一")
    assert person.id_number == stored
    notices = [str(message) for message in answer.context["messages"]]
    assert len(notices) > 1, "what was done to the text is said"


def test_an_old_number_of_15_digits_is_converted_with_a_notice(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(page(PERSON, "new"), typed(PERSON, cast, id_number=OLD), follow=True)
    person = Person.objects.get(name="程小一")
    assert len(person.id_number) == 18 and person.id_number.startswith("99010119910203123")
    assert any("15" in str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("by", "names_the_other"), [("liu", False), ("farm.officer", False), ("river.officer", True)]
)
def test_a_number_on_file_elsewhere_is_not_told_to_the_base(
    cast: Cast, by: str, names_the_other: bool, client: Any
) -> None:
    browser = cast.login(client, by)
    org = {"liu": "site", "farm.officer": "farm", "river.officer": "farm"}[by]
    known = cast.people["wang"]
    sent = typed(PERSON, cast, id_number=known.id_number, org=str(cast.orgs[org].uid))
    before = rows(PERSON)
    answer = browser.post(page(PERSON, "new"), sent)
    said = " ".join(answer.context["form"].errors["id_number"])
    assert answer.status_code == 422 and rows(PERSON) == before
    assert (cast.orgs["gas"].name in said) is names_the_other
    assert ("王桂兰" in said) is names_the_other
    assert "转" in said or names_the_other


NAMES = ["程", "程" * 120, "买买提·吐尔逊", "买买提・吐尔逊", "买买提•吐尔逊", "𠮷田", "程\ue000"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_people_have_is_accepted(cast: Cast, name: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(page(PERSON, "new"), typed(PERSON, cast, name=name), follow=True)
    stored = Person.objects.filter(id_hash=Person.objects.order_by("-pk").first().id_hash).get()
    assert stored.name == name and name in answer.content.decode()
    if name.endswith("\ue000"):
        assert any("E000" in str(message) for message in answer.context["messages"]), "a private font is told"


@pytest.mark.parametrize(
    "body", ['{"name": "\\ud800"}', '{"name": "程\\udfff", "org": "YC0102"}', '{"name": "\\u0000"}']
)
def test_half_a_character_or_none_in_json_is_a_bad_request(cast: Cast, body: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    before = rows(PERSON)
    answer = browser.post("/api/v1/directory/person", body, content_type="application/json")
    assert answer.status_code == 400
    assert HAN.search(str(answer.json())) and rows(PERSON) == before


@pytest.mark.parametrize("text", ["１２.５", "1,000.00", " 250 ", "３００"])
def test_amounts_as_people_write_them_are_read_and_shown_back(cast: Cast, text: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(page(RELIEF, "new"), typed(RELIEF, cast, amount=text), follow=True)
    wanted = {"１２.５": 1_250, "1,000.00": 100_000, " 250 ": 25_000, "３００": 30_000}[text]
    assert RELIEF.register.model._default_manager.get().amount == wanted
    assert f"{wanted / 100:,.2f}" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "10000000000000000000", "abc", "１", "1.5", "", "\0", "٣"])
def test_a_page_that_is_none_is_the_first_or_the_last(cast: Cast, number: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.get(page(PERSON, "list"), {"page": number})
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
    (22, {"migrant_worker": "maybe"}, "1"),
    (9, {"org": "\0"}, "统计编码"),
    (22, {"org": "YC9999"}, "统计编码"),
]


@pytest.mark.parametrize(("number", "query", "allowed"), QUERIES)
def test_a_list_says_what_it_can_be_asked(
    cast: Cast, number: int, query: dict[str, str], allowed: str, client: Any
) -> None:
    browser = cast.login(client, "gas.officer")
    for url in (page(PERSON, "list"), reverse("sheets:export", args=["directory", "person"])):
        answer = browser.get(url, query)
        text = unescape(answer.content.decode())
        assert answer.status_code == 400, url
        assert allowed in text and HAN.search(text)
        assert "王桂兰" not in text


@pytest.mark.parametrize(
    "query", [{"happened_on_from": "2011-02-30"}, {"happened_on_to": "0"}, {"paid_on_from": "\0"}]
)
def test_a_filter_by_a_day_that_is_none(cast: Cast, query: dict[str, str], client: Any) -> None:
    answer = cast.login(client, "gas.officer").get(page(RELIEF, "list"), query)
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


@pytest.mark.parametrize(
    "query", ["程\0", "\0", "'", '"', "%", "\\", "NEAR(", "a AND", "程" * 500, "*", "🐟", "-", "(" * 99]
)
def test_any_search_is_answered(cast: Cast, query: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    for register in registers():
        url = reverse("registry:list", args=[register.room, register.noun])
        assert browser.get(url, {"q": query}).status_code in (200, 404), register.key
    found = browser.get(page(RELIEF, "pick", name="worker"), {"worker_typed": query})
    assert found.status_code == 200


@pytest.mark.parametrize("text", ["\0", "无此人", "'", "%", "99999999999999999999"])
def test_a_person_nobody_knows_is_asked_for_again(cast: Cast, text: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    sent = typed(RELIEF, cast, worker="", worker_typed=text)
    before = rows(RELIEF)
    answer = browser.post(page(RELIEF, "new"), sent)
    assert answer.status_code == 422 and answer.context["form"].errors["worker"]
    assert rows(RELIEF) == before


IDS = ["99999999999999999999", "abc", "00000000-0000-0000-0000-000000000000", "١٢٣"]


@pytest.mark.parametrize("text", IDS)
def test_an_id_that_is_none_answers_as_one_out_of_sight(cast: Cast, text: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    theirs = browser.get(page(PERSON, "detail", uid=cast.people["li"].uid))
    answer = browser.get(f"/r/directory/person/{text}/")
    assert answer.status_code == theirs.status_code == 404
    assert same(answer, text) == same(theirs, str(cast.people["li"].uid))


def same(response: Any, address: str) -> str:
    """A page without the address asked for and the marks of its forms."""
    text = unquote(unescape(response.content.decode())).replace(address, "ID")
    return re.sub(r"[A-Za-z0-9]{64}|\b[0-9a-f]{16}\b", "", text)


def test_an_id_of_another_union_in_a_form_is_as_unknown(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    before = rows(RELIEF)
    said = []
    for worker in (str(cast.people["li"].uid), str(uuid.uuid4()), "99999999999999999999"):
        answer = browser.post(page(RELIEF, "new"), typed(RELIEF, cast, worker=worker))
        assert answer.status_code == 422 and "李秀英" not in answer.content.decode()
        said.append(" ".join(answer.context["form"].errors["worker"]).replace(worker, ""))
    assert len(set(said)) == 1 and rows(RELIEF) == before


def test_a_union_of_another_county_in_a_form_is_as_unknown(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    before = rows(RELIEF)
    for org in (str(cast.orgs["mill"].uid), str(uuid.uuid4()), "abc"):
        answer = browser.post(page(RELIEF, "new"), typed(RELIEF, cast, org=org))
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
    assert browser.post(page(RELIEF, "new"), typed(RELIEF, cast) | EXTRA).status_code == 302
    relief = RELIEF.register.model._default_manager.get()
    assert (relief.state, relief.version, relief.evidenced_at) == ("asked", 1, None)
    assert relief.path == cast.orgs["gas"].path
    assert relief.recorded_by == cast.users["gas.officer"]


@pytest.mark.parametrize("mark", [None, "x" * 64])
def test_a_form_without_its_mark_is_refused_and_says_what_to_do(cast: Cast, mark: str | None) -> None:
    browser = Client(enforce_csrf_checks=True)
    cast.login(browser, "gas.officer")
    sent = typed(RELIEF, cast) | ({"csrfmiddlewaretoken": mark} if mark else {})
    before = rows(RELIEF)
    answer = browser.post(page(RELIEF, "new"), sent)
    assert answer.status_code == 403 and rows(RELIEF) == before
    assert "没有保存" in answer.content.decode() or "未保存" in answer.content.decode()


def test_a_form_sent_after_the_session_ended_leads_to_log_in_and_back(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    browser.session.flush()
    before = rows(RELIEF)
    form = f"http://testserver{page(RELIEF, 'new')}"
    answer = browser.post(page(RELIEF, "new"), typed(RELIEF, cast), headers={"referer": form})
    assert answer.status_code == 302
    assert unquote(answer["Location"]) == f"/accounts/login/?next={page(RELIEF, 'new')}"
    told = [str(message) for message in browser.get(answer["Location"]).context["messages"]]
    assert told and HAN.search(told[0]) and rows(RELIEF) == before


def test_sent_twice_is_recorded_once(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    sent = typed(RELIEF, cast, uid=str(uuid.uuid4()))
    first = browser.post(page(RELIEF, "new"), sent)
    count = rows(RELIEF)
    again = browser.post(page(RELIEF, "new"), sent)
    assert first.status_code == again.status_code == 302 and first["Location"] == again["Location"]
    assert rows(RELIEF) == count


def test_sent_again_with_other_values_is_not_taken_for_the_first(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    sent = typed(RELIEF, cast, uid=str(uuid.uuid4()))
    browser.post(page(RELIEF, "new"), sent)
    count = rows(RELIEF)
    answer = browser.post(page(RELIEF, "new"), sent | {"amount": "77.00"})
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    assert "77.00" in answer.content.decode() and rows(RELIEF) == count


def test_the_uid_of_somebody_else_s_entry_is_of_no_use(cast: Cast, client: Any) -> None:
    theirs = EXAMPLES["assistance.relief"].add(
        cast, by="mill.officer", org=cast.orgs["mill"], worker=cast.people["li"]
    )
    browser = cast.login(client, "gas.officer")
    count = rows(RELIEF)
    answer = browser.post(page(RELIEF, "new"), typed(RELIEF, cast, uid=str(theirs.uid)))
    assert answer.status_code == 422 and "李秀英" not in answer.content.decode()
    assert answer.context["form"].non_field_errors() and rows(RELIEF) == count


def test_a_step_taken_twice_is_taken_once(cast: Cast, client: Any) -> None:
    relief = RELIEF.add(cast)
    browser = cast.login(client, "gas.chair")
    url = page(RELIEF, "move", uid=relief.uid, key="approve")
    first = browser.post(url, {"version": relief.version})
    count = rows(RELIEF)
    again = browser.post(url, {"version": relief.version})
    assert first.status_code == again.status_code == 302 and rows(RELIEF) == count
    relief.refresh_from_db()
    assert (relief.state, relief.version) == ("approved", 2)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_whoever_saves_second_sees_both_texts_and_may_go_on(cast: Cast, language: str, client: Any) -> None:
    relief = RELIEF.add(cast)
    mine, theirs = cast.login(Client(), "gas.officer"), cast.login(Client(), "gas.caseworker")
    mine.cookies["django_language"] = language
    url = page(RELIEF, "edit", uid=relief.uid)
    base = typed(RELIEF, cast, version=str(relief.version))
    assert theirs.post(url, base | {"amount": "2222.00"}).status_code == 302
    count = rows(RELIEF)
    late = mine.post(url, base | {"amount": "3333.00"})
    text = late.content.decode()
    assert late.status_code == 409 and rows(RELIEF) == count
    assert "2,222.00" in text and "3333.00" in text
    assert bool(HAN.search(re.search(r"<title>(.*?)</title>", text, re.DOTALL).group(1).split("·")[0])) is (
        language == "zh-hans"
    )
    again = mine.post(url, base | {"amount": "3333.00", "version": late.context["form"]["version"].value()})
    relief.refresh_from_db()
    assert again.status_code == 302 and (relief.amount, relief.version) == (333_300, 3)


@pytest.mark.parametrize("version", ["0", "-1", "abc", "", "99", "9" * 30, "1.5"])
def test_a_version_that_never_was(cast: Cast, version: str, client: Any) -> None:
    relief = RELIEF.add(cast)
    browser = cast.login(client, "gas.officer")
    count = rows(RELIEF)
    for url in (page(RELIEF, "edit", uid=relief.uid), page(RELIEF, "remove", uid=relief.uid)):
        sent = typed(RELIEF, cast, version=version, reason="illness")
        assert browser.post(url, sent).status_code in (409, 422)
    assert browser.post(
        page(RELIEF, "move", uid=relief.uid, key="return"), {"version": version}
    ).status_code in (
        403,
        409,
        422,
    )
    assert rows(RELIEF) == count


def test_spans_that_overlap_are_both_shown(cast: Cast, client: Any) -> None:
    """Catalogue number 18, at its register."""
    browser = cast.login(client, "gas.officer")
    sent = typed(MEMBERSHIP, cast, person=str(cast.people["gao"].uid))
    before = rows(MEMBERSHIP)
    answer = browser.post(page(MEMBERSHIP, "new"), sent)
    said = " ".join(answer.context["form"].errors["valid_from"])
    assert answer.status_code == 422 and rows(MEMBERSHIP) == before
    assert "2025-04-01" in said and "2024-03-01" in said
    ended = typed(MEMBERSHIP, cast, 1, valid_to="2025-03-31", left_kind="retired", left_reason="补记")
    answer = browser.post(page(MEMBERSHIP, "new"), ended)
    said = " ".join(answer.context["form"].errors["valid_to"])
    assert "2025-03-31" in said and "2025-04-01" in said
