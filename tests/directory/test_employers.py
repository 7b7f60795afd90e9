"""Employers, their dated facts, coverage, denominators, and the rates that rest on them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import FOUNDED_ON, SINCE, Cast, credit_code
from zhijia.directory import queries, services
from zhijia.directory.credit_code import BadCreditCode, check_character, parse_credit_code
from zhijia.directory.models import Coverage, Denominator, Unit, UnitFact
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.services import add, change, remove
from zhijia.tally.queries import figure
from zhijia.tree import services as tree

DAY = date(2025, 3, 1)


def counted(cast: Cast, key: str, org: str, day: date = DAY) -> int:
    return figure(key, cast.orgs[org].pk, Period.day(day)).counted


def percent(cast: Cast, key: str, org: str, day: date = DAY) -> float | None:
    return figure(key, cast.orgs[org].pk, Period.day(day)).percent


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.messages


def cover(
    cast: Cast, union: str, unit: str, on: date = DAY, by: str = "city.officer", **values: Any
) -> Coverage:
    given = {"org": cast.orgs[union], "unit": cast.units[unit], "valid_from": on, **values}
    return add(Coverage.register, given, by=cast.actor(by))


def base(cast: Cast, org: str, by: str = "city.officer", **values: Any) -> Denominator:
    given = {
        "org": cast.orgs[org],
        "kind": "workers",
        "number": 1500,
        "valid_from": DAY,
        "source": "第五次经济普查公报",
        "source_on": date(2024, 12, 31),
        **values,
    }
    return add(Denominator.register, given, by=cast.actor(by))


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


@pytest.mark.django_db
class TestCoverage:
    def test_a_joint_union_covers_many_and_each_counts_once(self, cast: Cast) -> None:
        assert counted(cast, "units_covered", "market") == 2
        assert counted(cast, "staff_covered", "market") == 32
        assert counted(cast, "units_covered", "city") == 5
        cover(cast, "market", "hotel")
        assert (counted(cast, "units_covered", "hill"), counted(cast, "staff_covered", "hill")) == (4, 592)

    def test_only_enterprises_that_are_legal_persons_count(self, cast: Cast) -> None:
        clinic, by = cast.units["clinic"], cast.actor("hill.officer")
        services.unit_facts(clinic, on=DAY, by=by, ownership="institution")
        assert counted(cast, "units_covered", "hill", DAY - timedelta(days=1)) == 3
        assert counted(cast, "units_covered", "hill") == 2
        assert counted(cast, "staff_covered", "hill") == 532, "its staff count all the same"
        change(cast.units["shop"], {"legal_person": False}, by=by, version=1)
        assert counted(cast, "units_covered", "hill") == 1

    def test_an_employer_is_covered_by_one_union_at_a_time(self, cast: Cast) -> None:
        (said,) = refusal(cover, cast, "market", "mill")["valid_from"]
        assert "2025-03-01" in said and "2024-01-01" in said and cast.orgs["mill"].name in said
        twin = Coverage(org=cast.orgs["market"], unit=cast.units["mill"], valid_from=DAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()

    def test_the_next_union_may_cover_from_the_day_the_first_ends(self, cast: Cast) -> None:
        held = cast.units["mill"].coverages.get()
        change(held, {"valid_to": DAY}, by=cast.actor("mill.officer"), version=1)
        cover(cast, "market", "mill")
        assert counted(cast, "staff_covered", "mill", DAY - timedelta(days=1)) == 500
        assert (counted(cast, "staff_covered", "mill"), counted(cast, "staff_covered", "market")) == (0, 532)

    def test_a_single_union_covers_one_legal_person(self, cast: Cast) -> None:
        (said,) = refusal(cover, cast, "mill", "hotel")["unit"]
        assert cast.units["mill"].name in said
        values = {"org": cast.orgs["hill"], "name": "纺织厂分厂", "legal_person": False}
        branch = add(Unit.register, values, by=cast.actor("hill.officer"))
        values = {"org": cast.orgs["mill"], "unit": branch, "valid_from": DAY}
        assert add(Coverage.register, values, by=cast.actor("mill.officer")).pk

    @pytest.mark.parametrize("on", [FOUNDED_ON - timedelta(days=1), today() + timedelta(days=1)])
    def test_no_coverage_before_founding_or_ahead_of_time(self, cast: Cast, on: date) -> None:
        assert "valid_from" in refusal(cover, cast, "market", "hotel", on=on)

    def test_no_coverage_by_a_branch_or_after_closing(self, cast: Cast) -> None:
        hall = {"kind": "branch", "parent": cast.orgs["market"], "opened_on": SINCE}
        branch = cast.orgs["branch"] = tree.found(code="YC020201", name="南厅分会", **hall)
        assert "org" in refusal(cover, cast, "branch", "hotel")
        tree.close(branch, on=DAY)
        old = tree.found(
            code="YC0209",
            name="旧联合工会",
            kind="joint_grassroots",
            parent=cast.orgs["hill"],
            opened_on=SINCE,
        )
        cast.orgs["old"] = tree.close(old, on=DAY)
        assert "valid_to" in refusal(cover, cast, "old", "hotel", on=SINCE)
        assert cover(cast, "old", "hotel", on=SINCE, valid_to=DAY).pk

    def test_an_employer_out_of_sight_cannot_be_covered(self, cast: Cast) -> None:
        assert "unit" in refusal(cover, cast, "site", "hotel", by="liu")

    def test_an_employer_without_facts_is_covered_but_counts_nothing(self, cast: Cast) -> None:
        values = {"org": cast.orgs["hill"], "name": "北山新店", "social_credit_code": credit_code(44)}
        cast.units["new"] = add(Unit.register, values, by=cast.actor("hill.officer"))
        before = counted(cast, "staff_covered", "hill"), counted(cast, "units_covered", "hill")
        cover(cast, "market", "new")
        assert (counted(cast, "staff_covered", "hill"), counted(cast, "units_covered", "hill")) == before


@pytest.mark.django_db
class TestRates:
    def test_members_by_staff_of_covered_employers(self, cast: Cast) -> None:
        assert percent(cast, "mem_rate_unionised", "gas") == pytest.approx(2 * 100 / 320)
        assert percent(cast, "mem_rate_unionised", "city") == pytest.approx(5 * 100 / 1032)

    def test_members_by_all_workers_and_enterprises_covered(self, cast: Cast) -> None:
        assert percent(cast, "mem_rate_all", "city") == pytest.approx(5 * 100 / 3000)
        assert percent(cast, "org_establish_rate", "river") == pytest.approx(50)
        assert percent(cast, "org_establish_rate", "hill") == pytest.approx(60)

    def test_without_a_base_there_is_no_rate(self, cast: Cast) -> None:
        held = Denominator.objects.get(org=cast.orgs["hill"], kind="enterprises")
        remove(held, by=cast.actor("hill.officer"), reason="来源有误")
        assert percent(cast, "org_establish_rate", "hill") is None
        assert percent(cast, "org_establish_rate", "city") is None, "hill has a part and no base"
        assert percent(cast, "mem_rate_all", "hill") is not None

    def test_a_newer_number_ends_the_older_on_its_first_day(self, cast: Cast) -> None:
        base(cast, "river")
        assert counted(cast, "workers_all", "river", DAY - timedelta(days=1)) == 1000
        assert counted(cast, "workers_all", "river") == 1500
        older = Denominator.objects.get(org=cast.orgs["river"], kind="workers", valid_from=SINCE)
        assert (older.valid_to, older.version) == (DAY, 2)

    @pytest.mark.parametrize(("org", "other"), [("city", "river"), ("town", "river")])
    def test_numbers_at_two_levels_of_one_line_are_refused(self, cast: Cast, org: str, other: str) -> None:
        town = {"kind": "township", "parent": cast.orgs["river"], "opened_on": FOUNDED_ON}
        cast.orgs["town"] = tree.found(code="YC0130", name="柳林镇总工会", **town)
        (said,) = refusal(base, cast, org)["org"]
        assert cast.orgs[other].name in said and "2024-01-01" in said

    def test_numbers_at_two_levels_may_follow_one_another(self, cast: Cast) -> None:
        by = cast.actor("city.officer")
        for held in Denominator.objects.filter(kind="workers"):
            change(held, {"valid_to": DAY}, by=by, version=held.version)
        assert base(cast, "city", number=3300).pk
        assert percent(cast, "mem_rate_all", "city") == pytest.approx(5 * 100 / 3300)
        assert "org" in refusal(base, cast, "river", valid_from=DAY + timedelta(days=30))

    def test_a_base_elsewhere_in_the_tree_of_the_time_does_not_matter(self, cast: Cast) -> None:
        town = {"kind": "township", "parent": cast.orgs["city"], "opened_on": FOUNDED_ON}
        cast.orgs["town"] = tree.found(code="YC0130", name="柳林镇总工会", **town)
        tree.move(cast.orgs["town"], under=cast.orgs["river"], on=DAY)
        assert base(cast, "town", valid_from=SINCE, valid_to=DAY).pk, "it stood beside the county then"
        assert "org" in refusal(base, cast, "town", valid_from=DAY)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"number": 0}, "number"),
            ({"number": -5}, "number"),
            ({"source": " "}, "source"),
            ({"source_on": today() + timedelta(days=1)}, "source_on"),
            ({"kind": "cats"}, "kind"),
            ({"valid_from": date(1, 1, 1)}, "valid_from"),
        ],
    )
    def test_a_number_that_cannot_be_is_refused(self, cast: Cast, values: dict[str, Any], field: str) -> None:
        assert field in refusal(base, cast, "river", **values)

    def test_a_union_at_the_base_has_no_number_of_a_place(self, cast: Cast) -> None:
        assert "org" in refusal(base, cast, "gas", kind="workers")

    def test_bases_name_source_and_day(self, cast: Cast) -> None:
        found = queries.bases(cast.orgs["city"], DAY)
        assert sorted((one.kind, one.number) for one in found) == [
            ("enterprises", 4),
            ("enterprises", 5),
            ("workers", 1000),
            ("workers", 2000),
        ]
        assert {one.source for one in found} == {"县统计局2024年统计年鉴"}
        assert queries.bases(cast.orgs["gas"], DAY) == []
        assert queries.bases(cast.orgs["river"], SINCE - timedelta(days=1)) == []
