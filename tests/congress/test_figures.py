"""Figures of congresses: at the union that covers the employer, with the staff of the day, never above the base."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import Cast
from tests.congress.makings import FIRST, HELD_ON, change, congress, counted, facts, rate, settled
from zhijia.congress.models import Congress
from zhijia.directory.models import Coverage
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.tally import services as tally

pytestmark = pytest.mark.django_db
RATE = "cong_adoption_rate_200"


def by_hand(day: date) -> int:
    """Non-public enterprises of 200 with a congress that counts, by plain SQL."""
    text = """
        SELECT COUNT(DISTINCT c.unit_id) FROM congress_congress c
        JOIN directory_unit u ON u.id = c.unit_id AND u.legal_person
        JOIN directory_coverage v ON v.unit_id = u.id
         AND v.valid_from <= %s AND (v.valid_to IS NULL OR v.valid_to > %s)
        JOIN directory_unitfact f ON f.unit_id = u.id
         AND f.valid_from <= %s AND (f.valid_to IS NULL OR f.valid_to > %s)
        WHERE c.valid_from <= %s AND c.valid_to > %s AND f.staff >= 200
          AND f.ownership IN ('private', 'hkmt', 'foreign')
          AND c.evidenced_at IS NOT NULL AND c.confirmed_at IS NOT NULL
    """
    with connection.cursor() as cursor:
        cursor.execute(text, [day] * 6)
        return int(cursor.fetchone()[0])


def test_a_congress_counts_with_proof_and_confirmation(cast: Cast) -> None:
    found = congress(cast)
    assert counted(cast, "cong_units") == (0, 1)
    found = settled(cast, found, "evidenced_at")
    assert counted(cast, "cong_units") == (0, 1)
    settled(cast, found, "confirmed_at")
    assert counted(cast, "cong_units") == counted(cast, "cong_units", "mill") == (1, 1)
    assert counted(cast, "cong_units", "river") == (0, 0)
    assert by_hand(HELD_ON) == 1
    assert rate(cast, RATE) == (1, 1, 100.0)
    assert counted(cast, "cong_delegates") == (60, 60) and counted(cast, "cong_delegates_women") == (30, 30)
    assert rate(cast, "cong_women_rate")[2] == 50.0


def test_it_counts_while_its_term_lasts(cast: Cast) -> None:
    last = date(2026, 6, 30)
    settled(cast, congress(cast, last_on=last, ended_early="提前换届"))
    days = (FIRST - timedelta(days=1), FIRST, last, last + timedelta(days=1))
    assert [counted(cast, "cong_units", period=Period.day(day))[0] for day in days] == [0, 1, 1, 0]
    assert [by_hand(day) for day in days] == [0, 1, 1, 0]


def test_the_state_s_own_and_the_small_are_not_in_the_plan_s_rate(cast: Cast) -> None:
    settled(
        cast, congress(cast, by="city.officer", org=cast.orgs["gas"], unit=cast.units["gas"], delegate=None)
    )
    assert counted(cast, "cong_units") == (0, 0) and counted(cast, "cong_units_all") == (1, 1)
    assert rate(cast, RATE) == (0, 1, 0.0)
    part, base, _percent = rate(cast, "cong_adoption_rate")
    assert (part, base) == (1, 5)


def test_staff_raised_past_200_moves_part_and_base(cast: Cast) -> None:
    small = {"org": cast.orgs["market"], "unit": cast.units["shop"], "delegate": None, "number": 1}
    small |= {"delegates": 12, "front_line": 8, "managers": 2, "women": 5}
    settled(cast, congress(cast, by="hill.officer", **small))
    assert rate(cast, RATE) == (0, 1, 0.0), "12 workers: neither in the part nor in the base"
    grown_on = date(2025, 2, 1)
    facts(cast, "shop", grown_on, staff=200)
    assert rate(cast, RATE) == (1, 2, 50.0)
    assert rate(cast, RATE, grown_on - timedelta(days=1)) == (0, 1, 0.0), "the days before stay as they were"
    facts(cast, "shop", date(2025, 3, 1), staff=199)
    assert rate(cast, RATE) == (0, 1, 0.0)
    assert not tally.check()


def test_part_and_base_follow_the_covering_union(cast: Cast) -> None:
    settled(cast, congress(cast))
    assert rate(cast, RATE, org="hill") == (1, 1, 100.0)
    coverage = Coverage.objects.get(unit=cast.units["mill"])
    by = cast.actor("city.officer")
    services.change(coverage, {"valid_to": date(2025, 2, 1)}, by=by, version=coverage.version)
    assert rate(cast, RATE, org="hill") == (0, None, None), "without a union neither counts"
    again = {"org": cast.orgs["river"], "unit": cast.units["mill"], "valid_from": date(2025, 3, 1)}
    services.add(Coverage.register, again, by=by)
    assert rate(cast, RATE, org="river") == rate(cast, RATE) == (1, 1, 100.0), "never above its base"
    assert rate(cast, RATE, date(2025, 1, 15), org="hill") == (1, 1, 100.0)
    assert by_hand(HELD_ON) == 1 and not tally.check()


def test_two_terms_in_a_row_are_one_employer(cast: Cast) -> None:
    first = congress(cast, valid_from=date(2024, 1, 1), last_on=date(2025, 2, 28), ended_early="提前换届")
    settled(cast, first)
    settled(cast, congress(cast, number=4, valid_from=date(2025, 3, 1), last_on=date(2030, 2, 28)))
    assert counted(cast, "cong_units_all") == (1, 1)
    assert not tally.check()


def test_a_regional_congress_counts_for_itself_only(cast: Cast) -> None:
    given = {"scope": "sector", "unit": None, "area": "餐饮业", "org": cast.orgs["market"], "delegate": None}
    given |= {"delegates": 30, "front_line": 20, "managers": 6, "women": 18}
    settled(cast, congress(cast, by="hill.officer", **given))
    assert counted(cast, "cong_regional") == (1, 1)
    assert counted(cast, "cong_units_all") == (0, 0)
    assert counted(cast, "cong_delegates") == (30, 30)


def test_a_changed_number_of_delegates_asks_the_delegate_again(cast: Cast) -> None:
    found = settled(cast, congress(cast))
    assert change(cast, found, women=31).confirmed_at is not None
    assert change(cast, found, delegates=62).confirmed_at is None
    assert counted(cast, "cong_units") == (0, 1)
    assert Congress.objects.get(pk=found.pk).evidenced_at is not None
