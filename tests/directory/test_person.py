"""One human, one record: numbers, names, conflicts, who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NO_NUMBER, Cast, id_number
from zhijia.directory import queries, services
from zhijia.directory.models import Person
from zhijia.directory.registers.person.register import notice_texts
from zhijia.kernel.identity import parse_id_number
from zhijia.registry.cells import cell
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.services import add, change

pytestmark = pytest.mark.django_db
BORN_ON = date(1985, 3, 2)
NUMBER = id_number(BORN_ON, 20)


def record(cast: Cast, by: str = "gas.officer", org: str = "gas", **values: Any) -> Person:
    given = {"org": cast.orgs[org], "name": "赵工", "id_number": NUMBER, **values}
    return add(Person.register, given, by=cast.actor(by))


def refusal(cast: Cast, **values: Any) -> dict[str, list[Any]]:
    count = Person.objects.count()
    with pytest.raises(Refused) as caught:
        record(cast, **values)
    assert Person.objects.count() == count
    return caught.value.messages


def test_a_number_gives_birth_date_and_sex(cast: Cast) -> None:
    person = record(cast)
    assert (person.birth_on, person.sex) == (BORN_ON, "female")
    assert person.name_key == "zhao gong"


def test_a_wrong_check_digit_is_named_and_nothing_stored(cast: Cast) -> None:
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    (said,) = refusal(cast, id_number=wrong)["id_number"]
    assert wrong not in said and (wrong[-1] in said)


@pytest.mark.parametrize("typed", ["full", "spaced", "lower"])
def test_a_number_is_brought_into_its_one_form_with_a_notice(cast: Cast, typed: str) -> None:
    ends_in_x = next(n for n in range(900) if id_number(BORN_ON, n)[-1] == "X")
    number = id_number(BORN_ON, ends_in_x)
    forms = {
        "full": "".join(chr(ord(c) + 0xFEE0) for c in number),
        "spaced": f" {number[:6]} {number[6:14]} {number[14:]}",
        "lower": number.lower(),
    }
    person = record(cast, id_number=forms[typed], sex="")
    assert person.id_number == number
    assert len(notice_texts(person)) >= 1


def test_an_old_number_is_converted_with_a_notice(cast: Cast) -> None:
    person = record(cast, id_number="990101850302020")
    assert person.id_number == parse_id_number("990101850302020").number
    assert person.birth_on == BORN_ON
    assert notice_texts(person)


@pytest.mark.parametrize("by", ["gas.officer", "mill.officer", "city.officer"])
def test_one_human_has_one_record_and_another_union_is_not_named(cast: Cast, by: str) -> None:
    org = {"gas.officer": "gas", "mill.officer": "mill", "city.officer": "mill"}[by]
    known = cast.people["wang"]
    (said,) = refusal(cast, by=by, org=org, name="王桂兰", id_number=known.id_number)["id_number"]
    assert (known.org.name in said) == (by != "mill.officer")


def test_the_same_number_as_another_kind_of_document_is_another_document(cast: Cast) -> None:
    record(cast)
    assert record(cast, id_kind="passport", id_number=NUMBER, birth_on=BORN_ON).pk


def test_two_writers_at_once_leave_one_record(cast: Cast) -> None:
    kept = record(cast)
    twin = Person(org=kept.org, name="赵工", id_kind=kept.id_kind, id_number=NUMBER, id_hash=kept.id_hash)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_birth_date_unlike_the_number_shows_both_and_keeps_neither(cast: Cast) -> None:
    (said,) = refusal(cast, birth_on=date(1985, 3, 20))["birth_on"]
    assert "1985-03-02" in said and "1985-03-20" in said
    assert refusal(cast, sex="male")["sex"]
    assert record(cast, birth_on=None, sex="").birth_on == BORN_ON


@pytest.mark.parametrize("name", ["于", "阿依古丽·买买提", "阿依古丽・买买提", "𠮷田", "欧" * 100])
def test_names_of_every_length_and_dot_are_taken(cast: Cast, name: str) -> None:
    assert record(cast, name=name).name == name


def test_characters_that_cannot_be_seen_are_taken_out_of_a_name_with_a_notice(cast: Cast) -> None:
    person = record(cast, name="赵\u202e工\u200b")
    assert person.name == "赵工"
    assert notice_texts(person)


def test_a_name_too_long_or_empty_is_refused(cast: Cast) -> None:
    assert refusal(cast, name="欧" * 121)["name"]
    assert refusal(cast, name="\u200b \u202e")["name"]


@pytest.mark.parametrize(
    ("typed", "kept"), [("+86 138-0000-0009", "13800000009"), ("0712 2345678", "0712-2345678")]
)
def test_telephones_are_brought_into_one_form(cast: Cast, typed: str, kept: str) -> None:
    assert record(cast, phone=typed).phone == kept


def test_a_telephone_of_ten_digits_is_refused(cast: Cast) -> None:
    assert refusal(cast, phone="1380000000")["phone"]


def test_without_a_number_a_reason_is_asked_for(cast: Cast) -> None:
    assert refusal(cast, id_number="")["id_number"]
    person = record(cast, **NO_NUMBER, phone="13800000011")
    assert (person.id_hash, person.no_id_reason) == ("", "not_told")
    assert record(cast, name="钱工", **NO_NUMBER).pk, "many people may have no number"


def test_a_second_one_of_the_name_without_anything_else_is_refused(cast: Cast) -> None:
    record(cast, **NO_NUMBER)
    assert refusal(cast, **NO_NUMBER)["phone"]
    assert record(cast, **NO_NUMBER, phone="13800000012").pk


def test_a_reason_for_no_number_goes_when_a_number_comes(cast: Cast) -> None:
    person = record(cast, **NO_NUMBER)
    values = {"id_number": NUMBER}
    changed = change(person, values, by=cast.actor("gas.officer"), version=person.version)
    assert changed.no_id_reason == "" and changed.id_hash


def test_the_number_is_not_in_the_database_in_clear(cast: Cast) -> None:
    person = record(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, id_hash, words FROM directory_person WHERE id = %s", [person.pk])
        row = " ".join(map(str, cursor.fetchone()))
    assert NUMBER not in row and NUMBER[6:14] not in row
    assert Person.objects.get(pk=person.pk).id_number == NUMBER


@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("gas.officer", {"wang", "gao"}),
        ("gas.chair", {"wang", "gao"}),
        ("gas.caseworker", {"wang", "gao"}),
        ("gas.finance", set()),
        ("river.officer", {"wang", "gao", "chen", "tian"}),
        ("city.leader", {"wang", "gao", "chen", "tian", "li"}),
        ("hill.officer", {"li"}),
        ("liu", {"chen"}),
        ("wang", {"wang"}),
        ("administrator", set()),
        ("stranger", set()),
    ],
)
def test_people_are_seen_by_their_unions_officers_and_themselves(
    cast: Cast, key: str, sees: set[str]
) -> None:
    visible = set(Person.register.visible(cast.actor(key)).values_list("pk", flat=True))
    assert visible == {cast.people[name].pk for name in sees}


def test_a_union_sees_members_kept_elsewhere_until_they_leave(cast: Cast) -> None:
    gao, mill = cast.people["gao"], cast.actor("mill.officer")
    system = cast.actor("city.officer")
    services.leave(cast.memberships["gao"], on=date(2024, 6, 1), kind="left_job", by=system, reason="补记")
    held = services.join(gao, union=cast.orgs["mill"], on=date(2024, 6, 1), by=system, kind="returned")
    assert Person.register.visible(mill).filter(pk=gao.pk).count() == 1
    services.leave(held, on=date(2024, 9, 1), kind="left_job", by=system, reason="补记")
    assert not Person.register.visible(mill).filter(pk=gao.pk).exists()
    assert Person.register.policy.view.test(cast.actor("gas.officer"), gao)


def test_a_list_has_everybody_once_whatever_memberships_there_were(cast: Cast) -> None:
    officer = cast.actor("river.officer")
    services.transfer(
        cast.memberships["gao"], to=cast.orgs["farm"], on=date(2025, 2, 1), by=officer, reason="调动"
    )
    people = list(Person.register.visible(officer).values_list("pk", flat=True))
    assert len(people) == len(set(people)) == 4


def test_numbers_are_masked_for_everybody_but_the_person(cast: Cast) -> None:
    wang = cast.people["wang"]
    officer, above, herself = (cast.actor(key) for key in ("gas.officer", "river.officer", "wang"))
    shown = cell(Person.register, wang, "id_number", officer)
    assert shown.masked and wang.id_number not in shown.text and wang.id_number[6:14] not in shown.text
    assert cell(Person.register, wang, "phone", officer).text == "13800000001"
    assert cell(Person.register, wang, "phone", above).text == "138****0001"
    assert cell(Person.register, wang, "birth_on", above).text == "1978-**-**"
    assert cell(Person.register, wang, "id_number", herself).text == wang.id_number


def test_an_officer_writes_at_their_own_union_only(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        record(cast, by="mill.officer", org="gas")
    with pytest.raises(Forbidden):
        change(cast.people["wang"], {"phone": ""}, by=cast.actor("gas.chair"), version=2)
    with pytest.raises(Refused) as caught:
        wang = cast.people["wang"]
        change(wang, {"org": cast.orgs["farm"]}, by=cast.actor("city.officer"), version=wang.version)
    assert "org" in caught.value.messages


def test_an_account_belongs_to_one_person(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.give_account(cast.people["gao"], cast.users["wang"], by=cast.actor("gas.officer"))
    assert cast.users["wang"].person == cast.people["wang"]


@pytest.mark.parametrize(
    ("by", "text", "found"),
    [
        ("gas.officer", "桂兰", ["wang"]),
        ("gas.officer", "wang", ["wang"]),
        ("gas.officer", "0002", ["gao"]),
        ("gas.officer", "number", ["wang"]),
        ("mill.officer", "number", []),
        ("mill.officer", "桂兰", []),
        ("river.officer", "0003", ["chen"]),
        ("gas.officer", "003", []),
        ("gas.officer", " \0", []),
        ("stranger", "王", []),
    ],
)
def test_a_picker_finds_people_within_sight(cast: Cast, by: str, text: str, found: list[str]) -> None:
    text = cast.people["wang"].id_number if text == "number" else text
    assert queries.people_in(cast.actor(by), text) == [cast.people[key] for key in found]
    if len(text) == 18:
        known = queries.person_by_number(cast.actor(by), text)
        assert ([known] if known else []) == [cast.people[key] for key in found]
