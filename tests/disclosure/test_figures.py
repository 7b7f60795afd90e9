"""Figures of disclosure: alive by a posting within a year, at the covering union, never above the base."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.cast import Cast
from tests.disclosure.makings import (
    POSTED_ON,
    change,
    counted,
    disclosed,
    participant,
    posting,
    rate,
    settled,
    system,
)
from zhijia.directory import services as directory
from zhijia.directory.models import Coverage
from zhijia.disclosure.models import Participant, Posting
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.tally import services as tally
from zhijia.tally.queries import figure

pytestmark = pytest.mark.django_db
RATE, AT_SCALE = "open_adoption_rate", "open_adoption_rate_nonpublic_scale"


def by_hand(day: date) -> int:
    """Covered enterprises and institutions with a posting that counts, by plain SQL."""
    text = """
        SELECT COUNT(DISTINCT a.unit_id) FROM disclosure_posting p
        JOIN disclosure_system s ON s.id = p.system_id
         AND s.valid_from <= %s AND (s.last_on IS NULL OR s.last_on >= %s)
        JOIN disclosure_participant a ON a.system_id = s.id
         AND a.valid_from <= %s AND (a.last_on IS NULL OR a.last_on >= %s)
        JOIN directory_unit u ON u.id = a.unit_id AND u.legal_person
        JOIN directory_coverage v ON v.unit_id = u.id
         AND v.valid_from <= %s AND (v.valid_to IS NULL OR v.valid_to > %s)
        JOIN directory_unitfact f ON f.unit_id = u.id AND f.ownership <> 'organ'
         AND f.valid_from <= %s AND (f.valid_to IS NULL OR f.valid_to > %s)
        WHERE p.happened_on <= %s AND p.fresh_until > %s
          AND p.evidenced_at IS NOT NULL AND p.confirmed_at IS NOT NULL
    """
    with connection.cursor() as cursor:
        cursor.execute(text, [day] * 10)
        return int(cursor.fetchone()[0])


def test_a_paper_counts_nobody_and_a_posting_does(cast: Cast) -> None:
    board = system(cast)
    participant(cast, board)
    settled(cast, board, "evidenced_at")
    assert counted(cast, "open_systems") == (1, 1)
    assert counted(cast, "open_units") == (0, 0), "a system on paper"
    found = posting(cast, board)
    assert counted(cast, "open_units") == (0, 1)
    found = settled(cast, found, "evidenced_at")
    assert counted(cast, "open_units") == (0, 1)
    settled(cast, found, "confirmed_at")
    assert counted(cast, "open_units") == counted(cast, "open_units", "mill") == (1, 1)
    assert counted(cast, "open_units", "river") == (0, 0)
    assert rate(cast, RATE) == (1, 5, 20.0) and by_hand(POSTED_ON) == 1


def test_a_board_nobody_posts_on_drops_out_after_a_year(cast: Cast) -> None:
    settled(cast, disclosed(cast))
    days = [POSTED_ON - timedelta(days=1), POSTED_ON, date(2026, 3, 9), date(2026, 3, 10)]
    assert [counted(cast, "open_units", day=day)[0] for day in days] == [0, 1, 1, 0]
    assert [by_hand(day) for day in days] == [0, 1, 1, 0]


def test_two_postings_are_one_employer_and_two_matters(cast: Cast) -> None:
    first = settled(cast, disclosed(cast))
    settled(cast, posting(cast, first.system, subject="业务招待费"))
    posting(cast, first.system, subject="没有照片的公开")
    assert counted(cast, "open_units") == (1, 1)
    year = figure("open_postings", cast.orgs["city"].pk, Period.year(2025))
    assert (year.counted, year.claimed) == (2, 3)


def test_one_board_counts_every_employer_listed(cast: Cast) -> None:
    board = system(cast, org="market", title="商贸城公开栏")
    settled(cast, posting(cast, board, reader=None))
    assert counted(cast, "open_units") == (0, 0), "nobody is listed"
    participant(cast, board, "shop")
    assert counted(cast, "open_units") == (1, 1)
    participant(cast, board, "clinic")
    assert counted(cast, "open_units") == counted(cast, "open_units", "market") == (2, 2)
    assert by_hand(POSTED_ON) == 2 and not tally.check()


def test_who_leaves_the_board_or_gives_it_up_counts_no_more(cast: Cast) -> None:
    found = settled(cast, disclosed(cast))
    row = Participant.objects.get()
    change(cast, row, last_on=date(2025, 4, 30))
    assert [counted(cast, "open_units", day=day)[0] for day in (date(2025, 4, 30), date(2025, 5, 1))] == [
        1,
        0,
    ]
    change(cast, row, last_on=None)
    change(cast, found.system, last_on=date(2025, 6, 30))
    assert [counted(cast, "open_units", day=day)[0] for day in (date(2025, 6, 30), date(2025, 7, 1))] == [
        1,
        0,
    ]


def test_both_bases_of_the_plan_stand(cast: Cast) -> None:
    settled(cast, disclosed(cast))
    assert rate(cast, AT_SCALE) == (0, None, None), "nobody is above scale: no base, not 0 %"
    directory.unit_facts(
        cast.units["mill"], on=date(2025, 1, 1), by=cast.actor("hill.officer"), above_scale=True
    )
    assert rate(cast, AT_SCALE) == (1, 1, 100.0)
    assert rate(cast, RATE) == (1, 5, 20.0)
    by = cast.actor("hill.officer")
    directory.unit_facts(cast.units["mill"], on=date(2025, 2, 1), by=by, ownership="organ")
    assert rate(cast, AT_SCALE) == (0, None, None) and rate(cast, RATE) == (0, 4, 0.0), (
        "an organ is in no base"
    )


def test_it_counts_at_the_union_that_covers_the_employer(cast: Cast) -> None:
    settled(cast, disclosed(cast))
    coverage = Coverage.objects.get(unit=cast.units["mill"])
    by = cast.actor("city.officer")
    services.change(coverage, {"valid_to": date(2025, 2, 1)}, by=by, version=coverage.version)
    assert rate(cast, RATE) == (0, 4, 0.0), "without a union neither counts"
    again = {"org": cast.orgs["river"], "unit": cast.units["mill"], "valid_from": date(2025, 3, 1)}
    services.add(Coverage.register, again, by=by)
    assert rate(cast, RATE, "hill")[0] == 0
    assert rate(cast, RATE, "river") == (1, 3, pytest.approx(33.33, abs=0.01))
    assert not tally.check()


def test_a_changed_posting_is_confirmed_anew(cast: Cast) -> None:
    found = settled(cast, disclosed(cast))
    assert change(cast, found, opinions=3).confirmed_at is not None
    assert change(cast, found, place="二号门").confirmed_at is None
    assert counted(cast, "open_units") == (0, 1)
    assert Posting.objects.get(pk=found.pk).fresh_until == date(2026, 3, 10)
