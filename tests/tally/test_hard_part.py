"""The hard part first: what moves a figure, what must not, and that nothing drifts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.cast import Cast
from tests.tally.conftest import YEAR, relief
from zhijia.assistance.models import Relief
from zhijia.directory.models import Denominator, Membership, UnitFact
from zhijia.kernel.period import Period
from zhijia.tally import engines, marking, queries, services
from zhijia.tally.models import Definition, Mark, NodeTally
from zhijia.tree import services as tree
from zhijia.tree.actor import SYSTEM

THIS_YEAR = Period.year(YEAR)


def counted(cast: Cast, key: str, org: str, period: Period = THIS_YEAR) -> int:
    return queries.figure(key, cast.orgs[org].pk, period).counted


def cell(cast: Cast, key: str, org: str, period: str) -> int:
    node = cast.orgs[org].pk
    return queries.cells([key], [node], [period]).get((key, node, period), queries.Cell()).counted


def settled() -> None:
    services.refresh()
    assert services.waiting() == 0
    assert services.check() == []


def test_every_trigger_stands(year: Cast) -> None:
    assert marking.missing() == []
    assert len(marking.triggers()) > 20


def test_a_raise_of_staff_moves_the_rate_of_the_union_that_covers(year: Cast) -> None:
    before = queries.figure("mem_rate_unionised", year.orgs["gas"].pk, THIS_YEAR)
    UnitFact.objects.filter(unit=year.units["gas"]).update(staff=640)
    settled()
    after = queries.figure("mem_rate_unionised", year.orgs["gas"].pk, THIS_YEAR)
    assert (before.base, after.base) == (320, 640)
    assert after.percent == pytest.approx((before.percent or 0) / 2)


def test_a_back_dated_leave_changes_nine_months_of_a_stock(year: Cast) -> None:
    before = [cell(year, "mem_count", "city", f"M{YEAR}-{month:02}") for month in range(1, 13)]
    Membership.objects.filter(pk=year.memberships["gao"].pk).update(valid_to=date(YEAR, 4, 1))
    settled()
    after = [cell(year, "mem_count", "city", f"M{YEAR}-{month:02}") for month in range(1, 13)]
    assert [one - other for one, other in zip(before, after, strict=True)] == [0, 0, 0, *[1] * 9]


def test_one_person_helped_by_two_unions_counts_once_above_and_once_in_each(year: Cast) -> None:
    relief(year, "gas", "wang", date(YEAR, 3, 5))
    relief(year, "mill", "wang", date(YEAR, 3, 9))
    relief(year, "gas", "wang", date(YEAR, 7, 9))
    settled()
    assert [counted(year, "aid_living", org) for org in ("gas", "mill", "river", "hill", "city")] == [1] * 5
    assert counted(year, "aid_living_times", "city") == 3
    assert cell(year, "aid_living", "city", f"M{YEAR}-03") == 1
    Relief.objects.filter(org=year.orgs["mill"]).delete()
    settled()
    assert counted(year, "aid_living", "hill") == 0
    assert counted(year, "aid_living", "city") == 1


def test_a_person_confirmed_at_one_union_only_counts_once_and_is_claimed_once(year: Cast) -> None:
    relief(year, "gas", "wang", date(YEAR, 3, 5), confirmed_at=None)
    relief(year, "mill", "wang", date(YEAR, 3, 9))
    settled()
    city = queries.figure("aid_living", year.orgs["city"].pk, THIS_YEAR)
    gas = queries.figure("aid_living", year.orgs["gas"].pk, THIS_YEAR)
    assert (city.counted, city.claimed) == (1, 1)
    assert (gas.counted, gas.claimed, gas.not_counted) == (0, 1, 1)


def test_a_county_merges_into_another_in_june_and_last_year_stays_to_the_digit(year: Cast) -> None:
    for org, worker, day in [
        ("gas", "wang", date(YEAR - 1, 5, 5)),
        ("mill", "li", date(YEAR - 1, 8, 1)),
        ("mill", "li", date(YEAR, 2, 1)),
        ("mill", "wang", date(YEAR, 9, 1)),
        ("gas", "wang", date(YEAR, 9, 2)),
    ]:
        relief(year, org, worker, day)
    settled()
    last_year = engines.kept_periods(YEAR - 1) - engines.kept_periods(YEAR)
    before = sorted(cell for cell in engines.database_cells(last_year))
    kept_before = sorted(NodeTally.objects.filter(period__in=last_year).values_list())
    tree.merge(year.orgs["hill"], into=year.orgs["river"], on=date(YEAR, 6, 1), by=SYSTEM)
    settled()
    assert sorted(engines.database_cells(last_year)) == before
    kept_after = NodeTally.objects.filter(period__in=last_year).values_list(
        "indicator", "period", "node_id", "counted", "claimed"
    )
    assert sorted(kept_after) == before
    assert len(kept_before) == len(before)
    # this year: February's relief stays with the old county, September's counts in the new one, the person once
    assert counted(year, "aid_living", "hill") == 1
    assert counted(year, "aid_living", "river") == 1
    assert counted(year, "aid_living_times", "river") == 2
    assert counted(year, "aid_living", "city") == 2
    assert cell(year, "mem_count", "river", f"M{YEAR}-05") + 1 == cell(
        year, "mem_count", "river", f"M{YEAR}-06"
    )
    assert cell(year, "mem_count", "hill", f"M{YEAR}-06") == 0


def test_removing_a_denominator_leaves_no_base(year: Cast) -> None:
    river = year.orgs["river"].pk
    assert queries.figure("mem_rate_all", river, THIS_YEAR).percent is not None
    assert queries.figure("mem_rate_all", year.orgs["city"].pk, THIS_YEAR).percent is not None
    Denominator.objects.filter(org=river, kind="workers").delete()
    settled()
    gone = queries.figure("mem_rate_all", river, THIS_YEAR)
    assert gone.percent is None and gone.has_no_base and gone.base is None
    city = queries.figure("mem_rate_all", year.orgs["city"].pk, THIS_YEAR)
    assert city.percent is None and city.lacking == (river,)


def test_a_changed_definition_is_counted_anew(year: Cast) -> None:
    relief(year, "gas", "wang", date(YEAR, 3, 5))
    settled()
    Definition.objects.filter(indicator="aid_living").update(digest="older")
    NodeTally.objects.filter(indicator="aid_living").update(counted=99)
    services.refresh()
    assert counted(year, "aid_living", "city") == 1
    assert services.check() == []


def test_figures_of_any_day_come_from_facts_and_agree_with_cells(year: Cast) -> None:
    relief(year, "gas", "wang", date(YEAR, 3, 5))
    relief(year, "gas", "gao", date(YEAR, 3, 31))
    settled()
    city = year.orgs["city"].pk
    assert queries.figure("aid_living", city, THIS_YEAR, as_of=date(YEAR, 3, 30)).counted == 1
    assert queries.figure("aid_living", city, THIS_YEAR, as_of=date(YEAR, 3, 31)).counted == 2
    march = queries.figure("mem_count", city, THIS_YEAR, as_of=date(YEAR, 3, 31)).counted
    assert march == cell(year, "mem_count", "city", f"M{YEAR}-03")
    assert queries.figure("mem_count", city, THIS_YEAR, as_of=date(YEAR, 3, 30)).counted == march


def test_todays_stock_is_kept_and_yesterdays_is_let_go(year: Cast) -> None:
    services.ensure_today()
    assert NodeTally.objects.filter(period=f"D{YEAR}-11-20", indicator="mem_count").exists()
    assert not NodeTally.objects.filter(period=f"D{YEAR}-11-20", indicator="aid_living").exists()
    from zhijia.kernel.day import frozen

    with frozen(date(YEAR, 11, 21)):
        services.ensure_today()
    assert not NodeTally.objects.filter(period=f"D{YEAR}-11-20").exists()
    assert services.check() == []


def test_the_refresher_deletes_only_the_marks_it_read(year: Cast) -> None:
    relief(year, "gas", "wang", date(YEAR, 3, 5))
    assert Mark.objects.count() > 0
    assert services.refresh() > 0
    assert Mark.objects.count() == 0
    assert services.refresh() == 0


def test_triggers_come_back_after_a_table_is_rebuilt(year: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite drops triggers when a table is rebuilt")
    with connection.cursor() as cursor:
        for name, _table in marking.existing():
            cursor.execute(f"DROP TRIGGER {name}")
    assert marking.missing()
    marking.install()
    assert marking.missing() == []


def test_facts_explain_each_entry(year: Cast) -> None:
    relief(year, "gas", "wang", date(YEAR, 3, 5), confirmed_at=None, evidenced_at=None)
    settled()
    city = year.orgs["city"].pk
    (fact,) = queries.facts("aid_living", city, THIS_YEAR, counted=False)
    assert [gate.key for gate in queries.gates_missing("aid_living", fact.missing)] == [
        "evidenced",
        "confirmed",
    ]
    assert queries.facts("aid_living", city, THIS_YEAR, counted=True) == []
    assert [(gate.key, n) for gate, n in queries.missing("aid_living", city, THIS_YEAR)] == [
        ("evidenced", 1),
        ("confirmed", 1),
    ]


def test_plain_sql_gives_the_same(year: Cast) -> None:
    """An independent query in plain SQL, sharing nothing with the tally."""
    relief(year, "gas", "wang", date(YEAR, 3, 5))
    relief(year, "mill", "wang", date(YEAR, 3, 6))
    relief(year, "mill", "li", date(YEAR, 3, 6), confirmed_at=None)
    settled()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(DISTINCT worker_id) FROM assistance_relief WHERE kind = 'living'"
            " AND state IN ('paid', 'received') AND evidenced_at IS NOT NULL AND confirmed_at IS NOT NULL"
            f" AND paid_on BETWEEN '{YEAR}-01-01' AND '{YEAR}-12-31'"
        )
        aid = cursor.fetchone()[0]
        cursor.execute(
            "SELECT COUNT(*) FROM directory_membership WHERE valid_from <= '2026-11-20'"
            " AND (valid_to IS NULL OR valid_to > '2026-11-20')"
        )
        members = cursor.fetchone()[0]
        cursor.execute(
            "SELECT SUM(f.staff) FROM directory_coverage c JOIN directory_unitfact f ON f.unit_id = c.unit_id"
            " WHERE c.valid_from <= '2026-11-20' AND (c.valid_to IS NULL OR c.valid_to > '2026-11-20')"
            " AND f.valid_from <= '2026-11-20' AND (f.valid_to IS NULL OR f.valid_to > '2026-11-20')"
        )
        staff = cursor.fetchone()[0]
    rate = queries.figure("mem_rate_unionised", year.orgs["city"].pk, THIS_YEAR)
    assert counted(year, "aid_living", "city") == aid == 1
    assert (rate.counted, rate.base) == (members, staff)
    assert rate.percent == pytest.approx(members * 100 / staff)


def test_duckdb_gives_the_same_checksum(committed_year: Cast) -> None:
    relief(committed_year, "gas", "wang", date(YEAR, 3, 5))
    relief(committed_year, "mill", "wang", date(YEAR, 3, 9), confirmed_at=None)
    tree.merge(committed_year.orgs["hill"], into=committed_year.orgs["river"], on=date(YEAR, 6, 1), by=SYSTEM)
    services.refresh()
    database, duck = engines.database_cells(), engines.duckdb_cells()
    assert len(database) > 100
    assert engines.checksum(database) == engines.checksum(duck)
    kept = NodeTally.objects.values_list("indicator", "period", "node_id", "counted", "claimed")
    assert engines.checksum(kept) == engines.checksum(duck)
