"""Many entries at once: the same refusals as one by one, all or none, every row in the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, id_number
from zhijia.assistance.models import Relief
from zhijia.directory.models import Membership, Person, UnitFact
from zhijia.journal.models import JournalEvent
from zhijia.registry.bulk import RowErrors, add_many
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db

ASKED_ON = date(2026, 3, 2)


def many(register: Any, rows: list[dict[str, Any]], by: Any = SYSTEM) -> int:
    return add_many(register, rows, by=by, source="list.xlsx", source_digest="d" * 64)


def faults(register: Any, rows: list[dict[str, Any]], by: Any = SYSTEM) -> list[tuple[int, str, str]]:
    before = register.model.objects.count()
    with pytest.raises(RowErrors) as caught:
        many(register, rows, by)
    assert register.model.objects.count() == before
    return [(error.row, error.column, str(error.reason)) for error in caught.value.errors]


def people(cast: Cast, count: int, org: str = "gas") -> list[dict[str, Any]]:
    return [
        {
            "org": cast.orgs[org],
            "name": f"新会员{number}",
            "id_number": id_number(date(1980, 1, 1), 100 + number),
        }
        for number in range(count)
    ]


def relief(cast: Cast, worker: str, **more: Any) -> dict[str, Any]:
    values = {
        "org": cast.orgs["gas"],
        "worker": cast.people[worker],
        "kind": "living",
        "reason": "illness",
        "amount": 100_000,
        "happened_on": ASKED_ON,
    }
    return values | more


def test_rows_become_entries_like_those_of_a_form(cast: Cast) -> None:
    assert many(Person.register, people(cast, 3), cast.actor("gas.officer")) == 3
    made = Person.objects.get(name="新会员1")
    assert made.birth_on == date(1980, 1, 1) and made.id_hash and made.name_key.startswith("xin")
    assert made.path == cast.orgs["gas"].path and made.recorded_by == cast.users["gas.officer"]
    assert made.version == 1 and "新会" in made.words


def test_the_journal_tells_of_the_list_and_of_every_row(cast: Cast) -> None:
    many(Person.register, people(cast, 3), cast.actor("gas.officer"))
    events = list(JournalEvent.objects.filter(verb="import").order_by("id"))
    assert len(events) == 4
    assert events[3].after == {"source": "list.xlsx", "source_digest": "d" * 64, "rows": 3}
    assert events[3].org == cast.orgs["gas"]
    person = Person.objects.get(name="新会员2")
    own = JournalEvent.objects.get(entry_uid=person.uid)
    assert own.version == 1 and own.row_digest and person.id_number not in own.after_text


def test_the_journal_verifies_after_a_list(cast: Cast) -> None:
    from zhijia.registry.watching import changed_behind_the_journal

    many(Person.register, people(cast, 3), cast.actor("gas.officer"))
    many(Relief.register, [relief(cast, "wang")], cast.actor("gas.officer"))
    assert list(changed_behind_the_journal()) == []


def test_every_fault_of_every_row_is_named_and_nothing_stands(cast: Cast) -> None:
    rows = people(cast, 4)
    rows[1]["id_number"] = rows[1]["id_number"][:-1] + ("0" if rows[1]["id_number"][-1] != "0" else "1")
    rows[2] |= {"name": "", "phone": "12"}
    rows[3]["org"] = None
    found = faults(Person.register, rows, cast.actor("gas.officer"))
    assert {(row, column) for row, column, _text in found} == {
        (2, "id_number"),
        (3, "name"),
        (3, "phone"),
        (4, "org"),
    }


def test_the_numbers_of_the_list_are_used(cast: Cast) -> None:
    rows = people(cast, 2)
    rows[1]["name"] = ""
    with pytest.raises(RowErrors) as caught:
        add_many(Person.register, rows, by=SYSTEM, source="", source_digest="", numbers=[7, 9])
    assert {error.row for error in caught.value.errors} == {9}


def test_the_same_person_twice_in_a_list_is_refused(cast: Cast) -> None:
    rows = people(cast, 3)
    rows[2]["id_number"] = rows[0]["id_number"].lower()
    ((row, _column, text),) = faults(Person.register, rows)
    assert row == 3 and "1" in text


def test_a_person_on_file_elsewhere_is_refused_by_the_rule_without_naming_the_union(cast: Cast) -> None:
    row = {"org": cast.orgs["mill"], "name": "高师傅", "id_number": cast.people["gao"].id_number}
    ((number, column, text),) = faults(Person.register, [row], cast.actor("mill.officer"))
    assert (number, column) == (1, "id_number") and "燃气" not in text


def test_entries_out_of_sight_cannot_be_chosen(cast: Cast) -> None:
    ((row, column, _text),) = faults(Relief.register, [relief(cast, "li")], cast.actor("gas.officer"))
    assert (row, column) == (1, "worker")


def test_a_union_out_of_reach_is_refused_for_each_of_its_rows(cast: Cast) -> None:
    rows = people(cast, 2) + people(cast, 1, "mill")
    rows[2]["id_number"] = id_number(date(1981, 1, 1), 7)
    ((row, column, _text),) = faults(Person.register, rows, cast.actor("gas.officer"))
    assert (row, column) == (3, "org")


def test_uniqueness_is_asked_of_the_list_and_of_the_database(cast: Cast) -> None:
    many(Relief.register, [relief(cast, "wang")])
    rows = [relief(cast, "gao"), relief(cast, "wang"), relief(cast, "gao")]
    assert [(row, column) for row, column, _text in faults(Relief.register, rows)] == [
        (2, "happened_on"),
        (3, "happened_on"),
    ]


def test_dates_and_check_constraints_hold_for_lists_too(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.people["tian"].pk)
    rows = [
        relief(cast, "wang", happened_on=date(2099, 1, 1)),
        relief(cast, "gao", amount=0),
        {"org": cast.orgs["farm"], "person": person},
    ]
    found = faults(Relief.register, rows[:2])
    assert (1, "happened_on") in {(row, column) for row, column, _text in found}
    assert (2, "amount") in {(row, column) for row, column, _text in found}
    span = rows[2] | {"valid_from": date(2020, 5, 1), "valid_to": date(2020, 4, 1), "left_kind": "retired"}
    assert faults(Membership.register, [span | {"left_reason": "早已退休"}])


def test_two_rows_about_one_person_are_seen_by_the_rules(cast: Cast) -> None:
    many(Person.register, people(cast, 1))
    person = Person.objects.get(name="新会员0")
    first = {"org": cast.orgs["gas"], "person": person, "valid_from": date(2020, 1, 1), "join_kind": "new"}
    first |= {"valid_to": date(2022, 1, 1), "left_kind": "retired", "left_reason": "补录"}
    second = {
        "org": cast.orgs["farm"],
        "person": person,
        "valid_from": date(2021, 1, 1),
        "join_kind": "returned",
    }
    found = faults(Membership.register, [first, second])
    assert {row for row, _column, _text in found} == {1, 2}
    assert many(Membership.register, [first, second | {"valid_from": date(2022, 1, 1)}]) == 2


def test_a_rule_that_ends_the_older_row_still_does(cast: Cast) -> None:
    unit = cast.units["mill"]
    row = {"unit": unit, "valid_from": date(2025, 1, 1), "staff": 450, "ownership": "private"}
    assert many(UnitFact.register, [row]) == 1
    assert [(one.staff, one.valid_to) for one in unit.facts.order_by("valid_from")] == [
        (500, date(2025, 1, 1)),
        (450, None),
    ]


def test_a_union_of_a_list_is_founded_in_the_tree(cast: Cast) -> None:
    from zhijia.directory.models import Union
    from zhijia.tree.models import Org

    row = {
        "code": "YC0301",
        "name": "临江纸业工会",
        "kind": "grassroots",
        "approved_by": cast.orgs["river"],
        "founded_on": date(2025, 5, 1),
    }
    assert many(Union.register, [row], cast.actor("river.officer")) == 1
    assert Org.objects.get(code="YC0301").parent == cast.orgs["river"]


def test_more_rows_ask_no_more_of_the_database_than_their_rules_do(cast: Cast) -> None:
    def queries(count: int, start: int) -> int:
        rows = [
            {
                "org": cast.orgs["river"],
                "name": f"企业{start + n}",
                "legal_person": False,
                "place_kind": "market",
            }
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as caught:
            many(cast.units["gas"].register, rows)
        return len(caught)

    assert queries(2, 0) == queries(30, 100)
