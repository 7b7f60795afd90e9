"""What contracts reach: each enterprise once, where it is unionised, as it was on the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.cast import SINCE, Cast
from tests.contracts.deeds import changed, counting, filed, listed, numbers, on, settled
from zhijia.contracts.models import Contract, Covered
from zhijia.directory import services as directory
from zhijia.directory.models import Coverage, Unit
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.tally import engines, queries
from zhijia.tally import services as tally
from zhijia.tree import services as tree
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db
MARCH, DECEMBER, NEW_YEAR = date(2025, 3, 1), date(2025, 12, 31), date(2026, 1, 1)
RATES = ("cb_general_rate", "cb_wage_rate", "cb_safety_rate_state", "cb_safety_rate_nonpublic")
PLAIN = """
    SELECT COUNT(DISTINCT c.unit_id) FROM contracts_covered c
    JOIN contracts_contract k ON k.id = c.contract_id
    JOIN directory_unit u ON u.id = c.unit_id
    JOIN directory_coverage g ON g.unit_id = u.id
    JOIN directory_unitfact f ON f.unit_id = u.id
    JOIN tree_orgspan s ON s.org_id = g.org_id
    WHERE s.ancestor_id = %(node)s AND s.valid_from <= %(day)s AND s.valid_to > %(day)s
    AND k.kind = 'wage' AND k.filed_on IS NOT NULL AND k.evidenced_at IS NOT NULL AND k.confirmed_at IS NOT NULL
    AND k.state IN ('signed', 'filed', 'confirmed', 'terminated') AND u.legal_person
    AND k.valid_from <= %(day)s AND k.valid_to > %(day)s
    AND c.valid_from <= %(day)s AND (c.valid_to IS NULL OR c.valid_to > %(day)s)
    AND g.valid_from <= %(day)s AND (g.valid_to IS NULL OR g.valid_to > %(day)s)
    AND f.valid_from <= %(day)s AND (f.valid_to IS NULL OR f.valid_to > %(day)s)
    AND f.ownership IN ('state', 'collective', 'private', 'hkmt', 'foreign')
"""


def plainly(cast: Cast, day: date, org: str = "city") -> int:
    """The enterprises under wage contracts by a query that shares nothing with the engine."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, {"node": cast.orgs[org].pk, "day": day.isoformat()})
        return int(cursor.fetchone()[0])


def test_an_entry_made_moves_the_figure_by_one(cast: Cast) -> None:
    assert numbers(cast, "cb_wage_units", MARCH) == (0, 0)
    contract = filed(cast)
    assert numbers(cast, "cb_wage_units", MARCH) == (0, 0), "it lists nobody yet"
    listed(cast, contract, "gas")
    assert numbers(cast, "cb_wage_units", MARCH) == (0, 1)
    settled(cast, contract)
    for org in ("gas", "river", "city"):
        assert numbers(cast, "cb_wage_units", MARCH, org) == (1, 1), org
    assert numbers(cast, "cb_wage_units", MARCH, "hill") == (0, 0)
    assert on(cast, "cb_wage_rate", MARCH, "gas").percent == 100


@pytest.mark.parametrize("lacking", ["evidenced_at", "confirmed_at", "filed_on"])
def test_what_the_contract_lacks_its_employers_lack(cast: Cast, lacking: str) -> None:
    values: dict[str, Any] = {"filed_on": None, "number": ""} if lacking == "filed_on" else {}
    contract = filed(cast, **values)
    listed(cast, contract, "gas")
    settled(cast, contract, *({"evidenced_at", "confirmed_at"} - {lacking}))
    assert numbers(cast, "cb_wage_units", MARCH) == (0, 1)
    (gate,) = queries.missing("cb_wage_units", cast.orgs["gas"].pk, Period.day(MARCH), as_of=MARCH)
    assert gate[0].key == lacking.removesuffix("_at").removesuffix("_on") and gate[1] == 1


def test_one_under_its_own_and_a_regional_contract_counts_once(cast: Cast) -> None:
    counting(cast, "mill", "mill")
    counting(cast, "hill", "mill", "shop", level="regional")
    assert numbers(cast, "cb_wage_units", MARCH) == (2, 2)
    assert numbers(cast, "cb_wage_units", MARCH, "mill") == (1, 1)
    assert numbers(cast, "cb_enterprises", MARCH) == (2, 2)
    assert numbers(cast, "cb_workers", MARCH) == (512, 512), "500 and 12, each once"
    assert numbers(cast, "cb_contracts", MARCH) == (2, 2)


def test_contracts_of_several_kinds_reach_an_enterprise_once(cast: Cast) -> None:
    for kind in ("general", "wage", "safety", "women"):
        counting(cast, "gas", "gas", kind=kind)
    assert numbers(cast, "cb_contracts", MARCH) == (4, 4)
    assert numbers(cast, "cb_enterprises", MARCH) == (1, 1)
    assert numbers(cast, "cb_workers", MARCH) == (320, 320)
    for key in ("cb_general_units", "cb_wage_units", "cb_women_units", "cb_safety_state"):
        assert numbers(cast, key, MARCH) == (1, 1), key
    assert numbers(cast, "cb_safety_nonpublic", MARCH) == (0, 0)


def test_a_regional_contract_counts_where_its_enterprises_are_unionised(cast: Cast) -> None:
    counting(cast, "hill", "mill", "shop", "clinic", level="regional")
    found = {org: numbers(cast, "cb_wage_units", MARCH, org) for org in ("mill", "market", "hill", "city")}
    assert found == {"mill": (1, 1), "market": (2, 2), "hill": (3, 3), "city": (3, 3)}
    assert on(cast, "cb_wage_rate", MARCH, "market").percent == 100
    assert on(cast, "cb_wage_rate", MARCH, "river").percent == 0


def test_a_contract_that_ended_on_the_last_of_december_does_not_count_at_new_year(cast: Cast) -> None:
    counting(cast, "gas", "gas")
    assert numbers(cast, "cb_wage_units", DECEMBER) == (1, 1)
    assert numbers(cast, "cb_wage_units", NEW_YEAR) == numbers(cast, "cb_workers", NEW_YEAR) == (0, 0)
    assert on(cast, "cb_wage_rate", NEW_YEAR, "gas").percent == 0


def test_an_enterprise_that_leaves_a_regional_contract_leaves_the_figure(cast: Cast) -> None:
    contract = counting(cast, "hill", "mill", "shop", level="regional")
    row = Covered.objects.get(contract=contract, unit=cast.units["shop"])
    changed(cast, row, last_on=date(2025, 5, 31))
    assert numbers(cast, "cb_wage_units", date(2025, 5, 31)) == (2, 2)
    assert numbers(cast, "cb_wage_units", date(2025, 6, 1)) == (1, 1)


def test_one_no_longer_unionised_leaves_part_and_whole(cast: Cast) -> None:
    counting(cast, "mill", "mill")
    before = on(cast, "cb_wage_rate", MARCH, "hill")
    assert (before.counted, before.base) == (1, 3)
    coverage = Coverage.objects.get(unit=cast.units["mill"])
    changed(cast, coverage, valid_to=date(2025, 7, 1))
    assert on(cast, "cb_wage_rate", date(2025, 6, 30), "hill").percent == before.percent
    after = on(cast, "cb_wage_rate", date(2025, 7, 1), "hill")
    assert (after.counted, after.base, after.percent) == (0, 2, 0)


def test_one_covered_by_another_union_from_a_day_on_counts_there(cast: Cast) -> None:
    counting(cast, "hill", "mill", level="regional")
    coverage = Coverage.objects.get(unit=cast.units["mill"])
    changed(cast, coverage, valid_to=date(2025, 7, 1))
    values = {"org": cast.orgs["market"], "unit": cast.units["mill"], "valid_from": date(2025, 7, 1)}
    services.add(Coverage.register, values, by=SYSTEM)
    assert numbers(cast, "cb_wage_units", date(2025, 6, 30), "market") == (0, 0)
    assert numbers(cast, "cb_wage_units", date(2025, 7, 1), "market") == (1, 1)
    assert numbers(cast, "cb_wage_units", date(2025, 7, 1), "mill") == (0, 0)
    assert numbers(cast, "cb_wage_units", date(2025, 7, 1)) == (1, 1)


def test_ownership_is_that_of_the_day(cast: Cast) -> None:
    counting(cast, "gas", "gas", kind="safety")
    sold_on = date(2025, 7, 1)
    directory.unit_facts(cast.units["gas"], on=sold_on, by=SYSTEM, ownership="private")
    eve = sold_on - timedelta(days=1)
    assert on(cast, "cb_safety_rate_state", eve, "river").percent == 100
    assert on(cast, "cb_safety_rate_nonpublic", eve, "river").percent is None
    assert on(cast, "cb_safety_rate_state", sold_on, "river").percent is None, "no base is no 0 %"
    assert on(cast, "cb_safety_rate_nonpublic", sold_on, "river").percent == 100


def test_public_institutions_and_places_without_a_legal_person_are_no_enterprises(cast: Cast) -> None:
    counting(cast, "gas", "gas")
    directory.unit_facts(cast.units["gas"], on=MARCH, by=SYSTEM, ownership="institution")
    assert numbers(cast, "cb_wage_units", MARCH - timedelta(days=1)) == (1, 1)
    assert numbers(cast, "cb_wage_units", MARCH) == (0, 0)
    counting(cast, "mill", "mill")
    Unit.objects.filter(pk=cast.units["mill"].pk).update(legal_person=False)
    assert numbers(cast, "cb_wage_units", MARCH) == (0, 0)


def test_workers_are_those_on_record_on_the_day(cast: Cast) -> None:
    counting(cast, "gas", "gas")
    directory.unit_facts(cast.units["gas"], on=MARCH, by=SYSTEM, staff=410)
    assert numbers(cast, "cb_workers", MARCH - timedelta(days=1)) == (320, 320)
    assert numbers(cast, "cb_workers", MARCH) == (410, 410)


def everything(cast: Cast) -> None:
    """Contracts of every kind, level and standing."""
    counting(cast, "gas", "gas")
    counting(cast, "mill", "mill")
    counting(cast, "hill", "mill", "shop", "clinic", level="regional")
    counting(cast, "hill", "shop", kind="safety", level="regional")
    counting(cast, "gas", "gas", kind="safety", last_on=date(2026, 12, 31))
    listed(cast, filed(cast, "site"), "builder")


def test_it_equals_an_independent_query_and_no_rate_is_above_a_hundred(cast: Cast) -> None:
    everything(cast)
    coverage = Coverage.objects.get(unit=cast.units["shop"])
    changed(cast, coverage, valid_to=date(2025, 7, 1))
    directory.unit_facts(cast.units["mill"], on=date(2025, 9, 1), by=SYSTEM, ownership="organ")
    days = [date(2024, 12, 31), MARCH, date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 1), NEW_YEAR]
    seen = set()
    for day in days:
        for org in cast.orgs:
            counted = numbers(cast, "cb_wage_units", day, org)[0]
            assert counted == plainly(cast, day, org), (day, org)
            seen.add(counted)
            for key in RATES:
                rate = on(cast, key, day, org)
                assert rate.percent is None or rate.counted <= (rate.base or 0), (key, day, org)
    assert seen >= {0, 1, 2, 3}


def settle() -> None:
    tally.refresh()
    assert tally.waiting() == 0
    assert tally.check() == []


@pytest.mark.parametrize("moved", ["contract", "list", "coverage", "facts", "unit", "tree", "proof"])
def test_cells_follow_whatever_a_figure_rests_on(cast: Cast, moved: str) -> None:
    tally.ensure_year(2025)
    everything(cast)
    settle()
    city = cast.orgs["city"].pk

    def cells() -> list[queries.Cell]:
        keys = ("cb_wage_units", "cb_workers")
        found = queries.cells(keys, [city, cast.orgs["hill"].pk], ["Y2025"])
        return [cell for _key, cell in sorted(found.items())]

    before = cells()
    assert [cell.counted for cell in before] == [4, 3, 852, 532]
    mill = cast.units["mill"]
    changes: dict[str, Any] = {
        "contract": lambda: Contract.objects.update(valid_to=date(2025, 6, 1)),
        "list": lambda: Covered.objects.filter(unit=mill).delete(),
        "coverage": lambda: Coverage.objects.filter(unit=mill).update(valid_to=date(2025, 6, 1)),
        "facts": lambda: mill.facts.update(ownership="organ"),
        "unit": lambda: Unit.objects.filter(pk=mill.pk).update(legal_person=False),
        "tree": lambda: tree.move(
            cast.orgs["mill"], under=cast.orgs["river"], on=date(2025, 6, 1), by=SYSTEM
        ),
        "proof": lambda: Contract.objects.filter(org=cast.orgs["hill"]).update(confirmed_at=None),
    }
    changes[moved]()
    settle()
    assert cells() != before


@pytest.mark.django_db(transaction=True)
def test_a_second_engine_counts_the_same(cast: Cast) -> None:
    tally.ensure_year(2025)
    everything(cast)
    tally.recount_all()
    assert tally.check() == []
    assert engines.checksum(engines.duckdb_cells()) == engines.checksum(engines.database_cells())


def test_covered_since_the_day_of_the_cast(cast: Cast) -> None:
    """An enterprise unionised only after the signature could not have been signed for."""
    assert Coverage.objects.get(unit=cast.units["gas"]).valid_from == SINCE
