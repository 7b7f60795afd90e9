"""A rule that is asked of suspects only refuses in a list exactly what it refuses one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.cast import FOUNDED_ON, JOINED_ON, SINCE, Cast, credit_code, id_number
from zhijia.directory import sheets
from zhijia.directory.models import Coverage, Membership, Person, Union, Unit, UnitFact
from zhijia.directory.queries import person_by_number
from zhijia.directory.registers.person.rules import with_number
from zhijia.registry.bulk import RowErrors, add_many
from zhijia.registry.errors import Refused
from zhijia.registry.register import REGISTERS, register_of
from zhijia.registry.services import add
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db
LIST = {"by": SYSTEM, "source": "list.xlsx", "source_digest": "0" * 64}


def known_person(cast: Cast) -> tuple[Any, dict[str, Any]]:
    return Person, {"org": cast.orgs["farm"], "name": "别人", "id_number": cast.people["gao"].id_number}


def overlapping_membership(cast: Cast) -> tuple[Any, dict[str, Any]]:
    return Membership, {
        "org": cast.orgs["mill"],
        "person": cast.people["gao"],
        "valid_from": date(2025, 1, 1),
    }


def second_union(cast: Cast) -> tuple[Any, dict[str, Any]]:
    return Coverage, {"org": cast.orgs["market"], "unit": cast.units["mill"], "valid_from": date(2025, 1, 1)}


def second_employer(cast: Cast) -> tuple[Any, dict[str, Any]]:
    return Coverage, {"org": cast.orgs["mill"], "unit": cast.units["hotel"], "valid_from": date(2025, 1, 1)}


def facts_before_known_ones(cast: Cast) -> tuple[Any, dict[str, Any]]:
    values = {"unit": cast.units["mill"], "staff": 5, "ownership": "private", "valid_from": date(2023, 1, 1)}
    return UnitFact, values


WRONG = (known_person, overlapping_membership, second_union, second_employer, facts_before_known_ones)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_a_list_refuses_what_one_entry_is_refused(cast: Cast, wrong: Any) -> None:
    model, values = wrong(cast)
    with pytest.raises(Refused) as alone:
        add(register_of(model), values, by=SYSTEM)
    count = model.objects.count()
    with pytest.raises(RowErrors) as listed:
        add_many(register_of(model), [values], **LIST)
    told = [(name, str(text)) for name, texts in alone.value.messages.items() for text in texts]
    assert [(error.column, str(error.reason)) for error in listed.value.errors] == told
    assert model.objects.count() == count


def test_every_register_names_suspects_of_its_own_rules_only() -> None:
    named = {register.key for register in REGISTERS.values() if register.suspects}
    assert {"directory.person", "directory.membership", "directory.coverage", "directory.unitfact"} <= named
    for register in REGISTERS.values():
        assert set(register.suspects) <= set(register.refuses)


def test_two_rows_of_one_list_that_overlap_are_refused(cast: Cast) -> None:
    person = add(
        register_of(Person),
        {"org": cast.orgs["farm"], "name": "新人", "id_number": id_number(date(1990, 2, 2), 21)},
        by=SYSTEM,
    )
    row = {"org": cast.orgs["farm"], "person": person, "valid_from": JOINED_ON}
    ended = {"valid_to": date(2025, 6, 1), "left_kind": "retired", "left_reason": "补录"}
    with pytest.raises(RowErrors):
        add_many(register_of(Membership), [row | ended, {**row, "valid_from": date(2025, 5, 1)}], **LIST)
    assert (
        add_many(register_of(Membership), [row | ended, {**row, "valid_from": date(2025, 6, 1)}], **LIST) == 2
    )


def test_newer_facts_in_a_list_end_the_older_ones(cast: Cast) -> None:
    unit = cast.units["mill"]
    row = {"unit": unit, "staff": 510, "ownership": "private", "valid_from": date(2025, 3, 1)}
    add_many(register_of(UnitFact), [row], **LIST)
    assert UnitFact.objects.get(unit=unit, valid_from=SINCE).valid_to == date(2025, 3, 1)


def test_a_list_costs_no_query_for_each_row(cast: Cast, django_assert_max_num_queries: Any) -> None:
    rows = [
        {"org": cast.orgs["farm"], "name": "会员", "id_number": id_number(date(1970, 1, 1 + n % 28), 100 + n)}
        for n in range(300)
    ]
    with django_assert_max_num_queries(40):
        add_many(register_of(Person), rows, **LIST)
    people = list(Person.objects.filter(name="会员").select_related("org"))
    stays = [{"org": one.org, "person": one, "valid_from": JOINED_ON} for one in people]
    with django_assert_max_num_queries(40):
        add_many(register_of(Membership), stays, **LIST)
    units = [
        {"org": cast.orgs["hill"], "name": f"单位{n}", "social_credit_code": credit_code(900 + n)}
        for n in range(100)
    ]
    add_many(register_of(Unit), units, **LIST)
    covers = [
        {"org": cast.orgs["market"], "unit": unit, "valid_from": SINCE}
        for unit in Unit.objects.filter(name__startswith="单位").select_related("org")
    ]
    with django_assert_max_num_queries(40):
        add_many(register_of(Coverage), covers, **LIST)


def test_unions_of_one_leader_come_in_one_list(cast: Cast) -> None:
    rows = [
        {"code": f"YC01{n:02}9", "name": f"临江{n}厂工会", "kind": "grassroots", "approved_by": "YC01"}
        | {"founded_on": FOUNDED_ON}
        for n in range(10, 14)
    ]
    assert sheets.make_unions(rows, numbers=[2, 3, 4, 5], **LIST) == 4
    assert Union.objects.filter(name__endswith="厂工会", approved_by=cast.orgs["river"]).count() == 4


def test_a_number_is_found_through_its_index(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by statistics: a table this small is read whole")
    plan = with_number(Person, id_kind="resident", id_hash="ab").explain()
    assert "one_record_of_a_person" in plan
    assert person_by_number(SYSTEM, cast.people["gao"].id_number) == cast.people["gao"]
