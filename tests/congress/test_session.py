"""Sessions and items: two thirds of all delegates to decide, more than half of all to pass."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.congress.makings import LAST, change, congress, counted, item, refusal, session, settled
from zhijia.congress.models import Item
from zhijia.congress.standards import is_quorate, passes
from zhijia.kernel.period import Period
from zhijia.registry import services

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


@pytest.mark.parametrize(
    ("present", "delegates", "enough"), [(40, 60, True), (39, 60, False), (41, 61, True), (40, 61, False)]
)
def test_two_thirds_of_all_make_a_quorum(present: int, delegates: int, enough: bool) -> None:
    assert is_quorate(present, delegates) is enough


def test_more_than_half_of_all_pass_not_of_those_present() -> None:
    assert passes(31, 60) and not passes(30, 60)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"happened_on": date(2024, 2, 29)}, "happened_on"),
        ({"present": 61}, "present"),
        ({"papers_sent_on": date(2025, 3, 21)}, "papers_sent_on"),
        ({"published_on": date(2025, 3, 19)}, "published_on"),
        ({"reported_on": date(2025, 3, 19)}, "reported_on"),
        ({"number": 0}, "number"),
    ],
)
def test_a_session_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refusal(session, cast, congress(cast), **values)


def test_delegates_whose_term_is_over_meet_no_more(cast: Cast) -> None:
    early = congress(cast, valid_from=date(2024, 1, 1), last_on=date(2025, 3, 19), ended_early="提前换届")
    assert "happened_on" in refusal(session, cast, early)


def test_the_same_session_is_recorded_once(cast: Cast) -> None:
    found = congress(cast)
    session(cast, found)
    assert refusal(session, cast, found, happened_on=date(2025, 4, 1))
    assert session(cast, found, number=2, happened_on=date(2025, 9, 1)).pk


def test_a_session_counts_with_quorum_proof_and_confirmation(cast: Cast) -> None:
    found = congress(cast)
    thin = settled(cast, session(cast, found, present=39))
    assert not thin.quorate and counted(cast, "cong_held", period=YEAR) == (0, 0), "no quorum"
    held = session(cast, found, number=2)
    assert counted(cast, "cong_held", period=YEAR) == (0, 1)
    held = settled(cast, held, "evidenced_at")
    assert counted(cast, "cong_held", period=YEAR) == (0, 1)
    settled(cast, held, "confirmed_at")
    assert counted(cast, "cong_held", period=YEAR) == counted(cast, "cong_held", "mill", YEAR) == (1, 1)
    settled(cast, session(cast, found, number=3, happened_on=date(2025, 10, 1)))
    assert counted(cast, "cong_held", period=YEAR) == (1, 1), "an employer that met twice is one employer"
    assert counted(cast, "cong_sessions", period=YEAR) == (2, 2)
    assert counted(cast, "cong_held", period=Period.year(2024)) == (0, 0)


def test_an_item_passes_with_more_than_half_of_all(cast: Cast) -> None:
    held = settled(cast, session(cast, congress(cast)))
    assert item(cast, held).passed
    assert not item(cast, held, subject="食堂承包方案", votes_for=30).passed, "30 of 60"
    assert counted(cast, "cong_items_passed", period=YEAR) == (1, 1)


def test_an_item_counts_only_with_its_session(cast: Cast) -> None:
    held = session(cast, congress(cast))
    item(cast, held)
    assert counted(cast, "cong_items_passed", period=YEAR) == (0, 1)
    settled(cast, held, "evidenced_at")
    assert counted(cast, "cong_items_passed", period=YEAR) == (0, 1)
    settled(cast, held, "confirmed_at")
    assert counted(cast, "cong_items_passed", period=YEAR) == (1, 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"votes_for": 32}, "votes_for"),
        ({"secret": False}, "secret"),
        ({"right": "elect", "secret": False}, "secret"),
        ({"published_on": date(2025, 3, 19)}, "published_on"),
        ({"subject": " \u200b"}, "subject"),
        ({"votes_for": -1}, "votes_for"),
    ],
)
def test_an_item_that_cannot_be_is_refused(cast: Cast, values: dict[str, Any], field: str) -> None:
    assert field in refusal(item, cast, session(cast, congress(cast)), **values)


def test_without_a_quorum_nothing_is_voted_on(cast: Cast) -> None:
    thin = session(cast, congress(cast), present=39)
    (said,) = refusal(item, cast, thin, votes_for=39, votes_against=0, abstained=0)["session"]
    assert "39" in said and "60" in said


def test_what_was_voted_on_stays_as_it_was_voted(cast: Cast) -> None:
    found = congress(cast)
    held = session(cast, found)
    done = item(cast, held)
    assert "present" in refusal(change, cast, held, present=45)
    assert "happened_on" in refusal(change, cast, held, happened_on=date(2025, 4, 1))
    assert change(cast, held, resolution="通过工资专项集体合同草案").pk
    change(cast, found, delegates=55, managers=10)
    assert "present" in refusal(change, cast, held, place="别处"), "the votes were of 60 delegates"
    services.remove(Item.objects.get(pk=done.pk), by=cast.actor("mill.officer"), reason="登错了")
    assert change(cast, held, place="别处").delegates == 55


def test_a_discussion_needs_no_secret_ballot(cast: Cast) -> None:
    held = session(cast, congress(cast))
    assert item(cast, held, right="deliberate", secret=False, subject="年度生产计划").passed
    assert held.happened_on < LAST
