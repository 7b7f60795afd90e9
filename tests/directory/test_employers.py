"""Employers: their codes, their facts in time, who keeps them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import SINCE, Cast, credit_code
from tests.directory.employing import DAY, counted, refusal
from zhijia.directory import queries, services
from zhijia.directory.credit_code import BadCreditCode, check_character, parse_credit_code
from zhijia.directory.models import Unit, UnitFact
from zhijia.registry.errors import Forbidden
from zhijia.registry.services import add


def test_a_social_credit_code_has_its_check_character() -> None:
    first = "91990101MA0000001"
    assert parse_credit_code(
        f" {first[:8]} {first[8:].lower()}{check_character(first)}"
    ) == first + check_character(first)
    # the example that is printed wherever the standard is explained
    assert check_character("91350100M000100Y4") == "3"
    for wrong, code in ((first, "length"), (first + "O", "characters"), (first + "?", "characters")):
        with pytest.raises(BadCreditCode) as caught:
            parse_credit_code(wrong)
        assert caught.value.code == code


@pytest.mark.parametrize("place", range(17))
def test_any_one_wrong_character_of_a_code_is_found(place: int) -> None:
    code = credit_code(7)
    other = "7" if code[place] != "7" else "8"
    with pytest.raises(BadCreditCode):
        parse_credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.django_db
class TestEmployers:
    def test_an_employer_is_listed_once_by_a_federation(self, cast: Cast) -> None:
        values = {"org": cast.orgs["hill"], "name": "北山药店", "social_credit_code": credit_code(40)}
        unit = add(Unit.register, values, by=cast.actor("hill.officer"))
        assert unit.name_key.startswith("bei shan")
        assert refusal(add, Unit.register, values | {"name": "又一家"}, by=cast.actor("city.officer"))
        with pytest.raises(Forbidden):
            add(Unit.register, values, by=cast.actor("river.officer"))

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"social_credit_code": ""}, "social_credit_code"),
            ({"social_credit_code": "91990101MA000000!A"}, "social_credit_code"),
            ({"name": "  "}, "name"),
            ({"org": "gas"}, "org"),
        ],
    )
    def test_an_employer_that_cannot_be_is_refused(
        self, cast: Cast, values: dict[str, Any], field: str
    ) -> None:
        given = {"org": "river", "name": "某厂", "social_credit_code": credit_code(41), **values}
        given["org"] = cast.orgs[given["org"]]
        assert field in refusal(add, Unit.register, given, by=cast.actor("city.officer"))

    def test_a_place_without_a_legal_person_needs_no_code(self, cast: Cast) -> None:
        values = {"org": cast.orgs["river"], "name": "城南工地", "legal_person": False, "place_kind": "site"}
        by = cast.actor("river.officer")
        assert (
            add(Unit.register, values, by=by).pk
            and add(Unit.register, values | {"name": "城北工地"}, by=by).pk
        )

    def test_new_facts_end_the_older_row_and_keep_what_is_not_said(self, cast: Cast) -> None:
        gas, by = cast.units["gas"], cast.actor("river.officer")
        new = services.unit_facts(gas, on=DAY, by=by, staff=400)
        older = UnitFact.objects.get(unit=gas, valid_from=SINCE)
        assert (older.valid_to, older.staff) == (DAY, 320)
        assert (new.staff, new.ownership, new.valid_to, new.org) == (400, "state", None, gas.org)
        assert older.version == 2, "ended through the service, so the journal knows"
        assert counted(cast, "staff_covered", "gas", DAY - timedelta(days=1)) == 320
        assert counted(cast, "staff_covered", "gas") == 400

    def test_facts_that_overlap_are_refused_with_both_spans(self, cast: Cast) -> None:
        gas, by = cast.units["gas"], cast.actor("river.officer")
        services.unit_facts(gas, on=DAY, by=by, staff=400)
        (said,) = refusal(services.unit_facts, gas, on=date(2024, 6, 1), by=by, staff=390)["valid_from"]
        assert "2024-06-01" in said and "2024-01-01" in said and "2025-03-01" in said
        (said,) = refusal(services.unit_facts, gas, on=DAY, by=by, staff=390)["valid_from"]
        assert UnitFact.objects.filter(unit=gas).count() == 2

    def test_the_database_keeps_one_open_row_of_facts(self, cast: Cast) -> None:
        gas = cast.units["gas"]
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitFact(org=gas.org, unit=gas, valid_from=DAY, staff=1, ownership="state").save()

    @pytest.mark.parametrize(
        ("name", "value"), [("women", 400), ("migrant", 321), ("staff", -1), ("ownership", "x")]
    )
    def test_impossible_facts_are_refused(self, cast: Cast, name: str, value: Any) -> None:
        by = cast.actor("river.officer")
        assert name in refusal(services.unit_facts, cast.units["gas"], on=DAY, by=by, **{name: value})

    def test_only_the_keeper_or_above_writes_facts(self, cast: Cast) -> None:
        for by in ("gas.officer", "hill.officer", "river.leader"):
            with pytest.raises(Forbidden):
                services.unit_facts(cast.units["gas"], on=DAY, by=cast.actor(by), staff=1)

    def test_employers_are_read_by_every_post_below_the_keeper(self, cast: Cast) -> None:
        seen = {
            key: Unit.register.visible(cast.actor(key)).count() for key in ("liu", "gas.finance", "stranger")
        }
        assert seen == {"liu": 2, "gas.finance": 2, "stranger": 0}
        assert Unit.register.visible(cast.actor("mill.officer")).count() == 4

    def test_employers_without_a_union_are_listed(self, cast: Cast) -> None:
        found = list(queries.without_union(cast.actor("hill.officer"), DAY))
        assert [(unit.name, unit.staff) for unit in found] == [("北山迎宾旅馆", 60)]
        assert not queries.without_union(cast.actor("river.officer"), DAY).exists()
        before = queries.without_union(cast.actor("city.officer"), SINCE - timedelta(days=1))
        assert before.count() == 6 and before.first().staff is None
