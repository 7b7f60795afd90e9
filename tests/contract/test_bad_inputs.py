"""Bad input in the forms of the registers: refused in the reader's language, kept in the form, nothing saved.

The numbers are those of the catalogue of bad inputs the house is built against (1 to 8, 12, 16 to 18, 25).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from tests.cast import Cast
from tests.contract.every import HAN, address
from tests.contract.factories import MEMBERSHIP, PERSON, RELIEF, Example
from tests.contract.sending import RIGHT, rows, typed
from zhijia.directory.models import Person
from zhijia.kernel.day import today

pytestmark = pytest.mark.django_db


WRONG = RIGHT[:-1] + ("1" if RIGHT[-1] != "1" else "2")


OLD = "990101910203123"


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
    answer = browser.post(address(bad.example, "new"), sent)
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
    answer = browser.post(address(PERSON, "new"), typed(PERSON, cast, id_number=text), follow=True)
    assert answer.status_code == 200
    person = Person.objects.get(name="程小一")
    assert person.id_number == stored
    notices = [str(message) for message in answer.context["messages"]]
    assert len(notices) > 1, "what was done to the text is said"


def test_an_old_number_of_15_digits_is_converted_with_a_notice(cast: Cast, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(address(PERSON, "new"), typed(PERSON, cast, id_number=OLD), follow=True)
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
    answer = browser.post(address(PERSON, "new"), sent)
    said = " ".join(answer.context["form"].errors["id_number"])
    assert answer.status_code == 422 and rows(PERSON) == before
    assert (cast.orgs["gas"].name in said) is names_the_other
    assert ("王桂兰" in said) is names_the_other
    assert "转" in said or names_the_other


NAMES = ["程", "程" * 120, "买买提·吐尔逊", "买买提・吐尔逊", "买买提•吐尔逊", "𠮷田", "程\ue000"]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_people_have_is_accepted(cast: Cast, name: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(address(PERSON, "new"), typed(PERSON, cast, name=name), follow=True)
    stored = Person.objects.filter(id_hash=Person.objects.order_by("-pk").first().id_hash).get()
    assert stored.name == name and name in answer.content.decode()
    if name.endswith("\ue000"):
        assert any("E000" in str(message) for message in answer.context["messages"]), "a private font is told"


@pytest.mark.parametrize("text", ["１２.５", "1,000.00", " 250 ", "３００"])
def test_amounts_as_people_write_them_are_read_and_shown_back(cast: Cast, text: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    answer = browser.post(address(RELIEF, "new"), typed(RELIEF, cast, amount=text), follow=True)
    wanted = {"１２.５": 1_250, "1,000.00": 100_000, " 250 ": 25_000, "３００": 30_000}[text]
    assert RELIEF.register.model._default_manager.get().amount == wanted
    assert f"{wanted / 100:,.2f}" in answer.content.decode()


@pytest.mark.parametrize("text", ["\0", "无此人", "'", "%", "99999999999999999999"])
def test_a_person_nobody_knows_is_asked_for_again(cast: Cast, text: str, client: Any) -> None:
    browser = cast.login(client, "gas.officer")
    sent = typed(RELIEF, cast, worker="", worker_typed=text)
    before = rows(RELIEF)
    answer = browser.post(address(RELIEF, "new"), sent)
    assert answer.status_code == 422 and answer.context["form"].errors["worker"]
    assert rows(RELIEF) == before


def test_spans_that_overlap_are_both_shown(cast: Cast, client: Any) -> None:
    """Catalogue number 18, at its register."""
    browser = cast.login(client, "gas.officer")
    sent = typed(MEMBERSHIP, cast, person=str(cast.people["gao"].uid))
    before = rows(MEMBERSHIP)
    answer = browser.post(address(MEMBERSHIP, "new"), sent)
    said = " ".join(answer.context["form"].errors["valid_from"])
    assert answer.status_code == 422 and rows(MEMBERSHIP) == before
    assert "2025-04-01" in said and "2024-03-01" in said
    ended = typed(MEMBERSHIP, cast, 1, valid_to="2025-03-31", left_kind="retired", left_reason="补记")
    answer = browser.post(address(MEMBERSHIP, "new"), ended)
    said = " ".join(answer.context["form"].errors["valid_to"])
    assert "2025-03-31" in said and "2025-04-01" in said
