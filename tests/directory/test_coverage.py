"""Which union covers an employer, and the rates that follow from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import FOUNDED_ON, SINCE, Cast, credit_code
from tests.directory.employing import DAY, base, counted, cover, percent, refusal
from zhijia.directory import queries, services
from zhijia.directory.models import Coverage, Denominator, Unit
from zhijia.kernel.day import today
from zhijia.registry.errors import Forbidden
from zhijia.registry.services import add, change, move, remove
from zhijia.tree import services as tree


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
        with pytest.raises(Forbidden):
            remove(held, by=cast.actor("hill.officer"), reason="来源有误")
        remove(held, by=cast.actor("city.officer"), reason="来源有误")
        assert percent(cast, "org_establish_rate", "hill") is None
        assert percent(cast, "org_establish_rate", "city") is None, "hill has a part and no base"
        assert percent(cast, "mem_rate_all", "hill") is not None

    def test_a_newer_number_ends_the_older_on_its_first_day(self, cast: Cast) -> None:
        base(cast, "river")
        assert counted(cast, "workers_all", "river", DAY - timedelta(days=1)) == 1000
        assert counted(cast, "workers_all", "river") == 1500
        older = Denominator.objects.get(org=cast.orgs["river"], kind="workers", valid_from=SINCE)
        assert (older.valid_to, older.version) == (DAY, 3)

    @pytest.mark.parametrize(("org", "other"), [("city", "river"), ("town", "river")])
    def test_numbers_at_two_levels_of_one_line_are_refused(self, cast: Cast, org: str, other: str) -> None:
        town = {"kind": "township", "parent": cast.orgs["river"], "opened_on": FOUNDED_ON}
        cast.orgs["town"] = tree.found(code="YC0130", name="柳林镇总工会", **town)
        (said,) = refusal(base, cast, org)["org"]
        assert cast.orgs[other].name in said and "2024-01-01" in said

    def test_numbers_at_two_levels_may_follow_one_another(self, cast: Cast) -> None:
        by = cast.actor("city.leader")
        for held in Denominator.objects.filter(kind="workers"):
            move(held, "end", by=by, version=held.version, values={"valid_to": DAY})
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
