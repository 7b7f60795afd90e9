"""Help back into work: work lost, help begun, contract signed, in that order; somebody placed twice is one person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.assistance.deeds import YEAR, counted, person, place, refused, sql, stamped
from tests.cast import Cast
from zhijia.assistance.models import Placement
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.tally.queries import facts, gates_missing

pytestmark = pytest.mark.django_db
PLACED = """
    SELECT COUNT(DISTINCT person_id) FROM assistance_placement
    WHERE evidenced_at IS NOT NULL AND confirmed_at IS NOT NULL
      AND happened_on BETWEEN '2025-01-01' AND '2025-12-31'
"""


def test_a_contract_with_proof_and_word_is_one_person(cast: Cast) -> None:
    entry = place(cast, person(cast, 1))
    assert counted(cast, "place_jobs") == (0, 1)
    (fact,) = facts("place_jobs", cast.orgs["gas"].pk, YEAR)
    assert [gate.key for gate in gates_missing("place_jobs", fact.missing)] == ["evidenced", "confirmed"]
    entry = stamped(entry, "evidenced_at")
    assert counted(cast, "place_jobs") == (0, 1)
    stamped(entry, "confirmed_at")
    assert counted(cast, "place_jobs") == counted(cast, "place_jobs", "gas") == (1, 0)
    assert counted(cast, "place_jobs", period=Period.month(2025, 2)) == (1, 0)
    assert counted(cast, "place_jobs", period=Period.month(2025, 3)) == (0, 0)


def test_somebody_placed_twice_and_by_two_unions_is_one_person(cast: Cast) -> None:
    who = person(cast, 1)
    for union, day in (("gas", date(2025, 2, 20)), ("gas", date(2025, 6, 1)), ("river", date(2025, 9, 1))):
        entry = place(cast, who, union=union, happened_on=day, new_employer=f"{day:%m}月新单位")
        stamped(entry, "evidenced_at", "confirmed_at")
    assert [counted(cast, "place_jobs", key)[0] for key in ("gas", "river", "city")] == [1, 1, 1]
    assert sql(PLACED) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"helped_on": date(2025, 2, 21)}, "happened_on"),
        ({"lost_on": date(2025, 2, 2)}, "lost_on"),
        ({"lost_on": None}, "lost_on"),
        ({"new_employer": "临江第一 棉纺厂"}, "new_employer"),
        ({"contract_until": date(2025, 5, 20)}, "contract_until"),
        ({"contract_until": date(2025, 2, 1)}, "contract_until"),
        ({"checked_on": date(2025, 9, 1)}, "checked_on"),
        ({"new_employer": ""}, "new_employer"),
    ],
)
def test_a_placement_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refused(place, cast, person(cast, 1), **values)
    assert not Placement.objects.exists()


def test_a_migrant_worker_is_one_on_file_and_may_have_lost_no_work(cast: Cast) -> None:
    settled = person(cast, 1, migrant_worker=False)
    assert "standing" in refused(place, cast, settled, standing="migrant", lost_on=None)
    assert place(cast, person(cast, 2), standing="migrant", lost_on=None, former_employer="").pk


def test_the_least_length_of_a_contract_is_a_setting(cast: Cast, settings: Any) -> None:
    assert place(cast, person(cast, 1), contract_until=None).pk, "a contract without end"
    settings.PLACEMENT_LEAST_DAYS = 365
    assert "365" in refused(place, cast, person(cast, 2), contract_until=date(2025, 12, 1))["contract_until"]


def test_whether_somebody_stayed_is_seen_half_a_year_later(cast: Cast) -> None:
    entry = stamped(place(cast, person(cast, 1)), "evidenced_at", "confirmed_at")
    by = cast.actor("gas.officer")

    def look(key: str, day: date, **more: Any) -> Any:
        values = {"checked_on": day}
        return services.move(entry, key, by=by, version=entry.version, values=values, **more)

    assert "2025-08-19" in refused(look, "stay", date(2025, 8, 18))["checked_on"]
    assert look("stay", date(2025, 8, 19)).state == "stayed"
    assert counted(cast, "place_jobs") == (1, 0)


def test_who_has_left_again_was_placed_all_the_same(cast: Cast) -> None:
    entry = stamped(place(cast, person(cast, 1)), "evidenced_at", "confirmed_at")
    given = {"values": {"checked_on": date(2025, 4, 1)}, "reason": "回老家照顾家人"}
    left = services.move(entry, "leave", by=cast.actor("gas.officer"), version=entry.version, **given)
    assert left.state == "left" and counted(cast, "place_jobs") == (1, 0)


def test_a_stranger_to_the_union_is_refused(cast: Cast) -> None:
    who = person(cast, 1, union="mill")
    given = {"org": cast.orgs["gas"], "person": who, "standing": "migrant", "help_kind": "referral"}
    given |= {"helped_on": date(2025, 2, 1), "new_employer": "物流园", "happened_on": date(2025, 2, 20)}
    said = refused(services.add, Placement.register, given, by=cast.actor("city.officer"))
    assert "程助1" in said["person"]
