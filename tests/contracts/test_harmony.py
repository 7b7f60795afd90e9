"""Enterprises of the programme: pledged where they are unionised, assessed after a visit, commended by others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import Cast
from tests.contracts.deeds import changed, settled, step
from tests.contracts.programme import counted, enrolled, refused, sector, seen, visit
from zhijia.contracts.models import Harmony, Sector
from zhijia.directory import services as directory
from zhijia.directory.models import Coverage
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Forbidden
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_an_enrolment_moves_the_figure_by_one_with_pledge_and_word(cast: Cast) -> None:
    entry = enrolled(cast, delegate=cast.people["li"])
    assert entry.org == cast.orgs["mill"], "it stands at the union that covers the enterprise"
    assert counted(cast, "harmony_units") == (0, 1)
    settled(cast, entry, "evidenced_at")
    assert counted(cast, "harmony_units") == (0, 1)
    settled(cast, entry, "confirmed_at")
    for org in ("mill", "hill", "city"):
        assert counted(cast, "harmony_units", org) == (1, 1), org
    assert counted(cast, "harmony_units", "river") == (0, 0)
    assert counted(cast, "harmony_units", period=Period.month(2025, 4)) == (0, 0)


def test_one_that_withdrew_does_not_count_and_may_come_back(cast: Cast) -> None:
    entry = settled(cast, enrolled(cast))
    step(cast, entry, "withdraw", by="city.officer", reason="停产")
    assert counted(cast, "harmony_units") == (0, 0)
    settled(cast, enrolled(cast, happened_on=date(2025, 6, 1)))
    assert counted(cast, "harmony_units") == (1, 1)


def test_an_enterprise_takes_part_once_a_year(cast: Cast) -> None:
    enrolled(cast)
    sector(cast, "化工")
    assert refused(enrolled, cast, happened_on=date(2025, 5, 1), sector=Sector.objects.get(name="化工"))


def test_many_enterprises_of_one_industry_are_one_industry(cast: Cast) -> None:
    sector(cast)
    trade = sector(cast, "商贸流通")
    for unit, kind in (("mill", None), ("shop", trade), ("clinic", trade)):
        settled(cast, enrolled(cast, unit, **({"sector": kind} if kind else {})))
    assert counted(cast, "harmony_units") == (3, 3)
    assert counted(cast, "harmony_industries") == counted(cast, "harmony_industries", "hill") == (2, 2)
    assert counted(cast, "harmony_industries", "market") == (1, 1)


def test_it_equals_an_independent_query(cast: Cast) -> None:
    for unit in ("mill", "shop"):
        settled(cast, enrolled(cast, unit))
    enrolled(cast, "clinic")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(DISTINCT h.unit_id) FROM contracts_harmony h JOIN tree_orgspan s ON s.org_id = h.org_id"
            " WHERE s.ancestor_id = %s AND h.happened_on BETWEEN '2025-01-01' AND '2025-12-31'"
            " AND s.valid_from <= h.happened_on AND s.valid_to > h.happened_on AND h.state <> 'withdrawn'"
            " AND h.evidenced_at IS NOT NULL AND h.confirmed_at IS NOT NULL",
            [cast.orgs["city"].pk],
        )
        assert cursor.fetchone()[0] == counted(cast, "harmony_units")[0] == 2


def test_who_may_take_part(cast: Cast) -> None:
    sector(cast)
    assert refused(enrolled, cast, "hotel") == {"unit"}
    assert refused(enrolled, cast, year=2024) == {"happened_on"}
    directory.unit_facts(cast.units["shop"], on=date(2025, 2, 1), by=SYSTEM, ownership="organ")
    assert refused(enrolled, cast, "shop") == {"unit"}
    assert refused(enrolled, cast, sector=sector(cast, "旅游", "river")) == {"sector"}
    assert refused(enrolled, cast, delegate=cast.people["gao"]) == {"delegate"}
    with pytest.raises(Forbidden):
        enrolled(cast, by="hill.officer", unit="gas")


def test_the_day_of_the_pledge_stays_with_the_union_that_covered_then(cast: Cast) -> None:
    entry = enrolled(cast)
    coverage = Coverage.objects.get(unit=cast.units["mill"])
    changed(cast, coverage, valid_to=date(2025, 4, 1))
    values = {"org": cast.orgs["market"], "unit": cast.units["mill"], "valid_from": date(2025, 4, 1)}
    services.add(Coverage.register, values, by=SYSTEM)
    assert refused(changed, cast, entry, happened_on=date(2025, 4, 2)) == {"happened_on"}
    assert changed(cast, entry, happened_on=date(2025, 3, 30)).org == cast.orgs["mill"]


def test_a_pasted_list_enrols_many(cast: Cast, client: Any) -> None:
    kind = sector(cast)
    browser = cast.login(client, "hill.officer")
    sent = {
        "people": "北山纺织有限公司\n北山日杂商行",
        "year": "2025",
        "sector": str(kind.uid),
        "happened_on": "2025-03-03",
    }
    answer = browser.post(reverse("sheets:names", args=["contracts", "harmony"]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert browser.post(answer["Location"]).status_code == 302
    assert {row.org for row in Harmony.objects.all()} == {cast.orgs["mill"], cast.orgs["market"]}


def test_assessed_after_a_visit_and_commended_by_a_second_person(cast: Cast) -> None:
    entry = enrolled(cast)
    result = {"values": {"assessed_on": date(2025, 11, 1), "score": 93}}
    assert refused(step, cast, entry, "assess", by="city.officer", **result) == {"assessed_on"}
    seen(cast, visit(cast))
    early = {"values": {"assessed_on": date(2025, 4, 9), "score": 93}}
    assert refused(step, cast, entry, "assess", by="city.officer", **early) == {"assessed_on"}
    step(cast, entry, "assess", by="city.officer", **result)
    honour = {"values": {"commended_on": date(2025, 12, 1)}}
    with pytest.raises(Forbidden):
        step(cast, entry, "commend", by="city.officer", **honour)
    assert step(cast, entry, "commend", by="hill.officer", **honour).state == "commended"


@pytest.mark.parametrize(("score", "mark", "stands"), [(89, 90, False), (90, 90, True), (80, 75, True)])
def test_the_mark_for_a_commendation_is_a_setting(
    cast: Cast, settings: Any, score: int, mark: int, stands: bool
) -> None:
    settings.HARMONY_PASS_MARK = mark
    entry = enrolled(cast)
    seen(cast, visit(cast))
    result = {"assessed_on": date(2025, 11, 1), "score": score}
    step(cast, entry, "assess", by="city.officer", values=result)
    honour = {"values": {"commended_on": date(2025, 12, 1)}}
    if stands:
        assert step(cast, entry, "commend", by="hill.officer", **honour).state == "commended"
    else:
        assert refused(step, cast, entry, "commend", by="hill.officer", **honour) == {"score"}


def test_a_key_industry_is_listed_once_in_a_line_of_unions(cast: Cast) -> None:
    sector(cast)
    assert refused(sector, cast, "纺织 服装", "hill") == {"name"}
    assert refused(sector, cast, "化工", "gas") == {"org"}
    assert sector(cast, "旅游", "hill").pk and sector(cast, "旅游", "river").pk
    assert refused(sector, cast, "旅游", "city") == {"name"}
