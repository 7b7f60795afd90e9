"""No paper unions: four proofs, what they need, what follows from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from zhijia.directory.integrity.check import CHECKS, faulty
from zhijia.directory.life import proofs
from zhijia.directory.life.establishing import established
from zhijia.directory.models import Dues, Membership, Union
from zhijia.kernel.day import today
from zhijia.registry.errors import Forbidden
from zhijia.registry.services import add, change, move
from zhijia.tally import services as tally

NOW = today()
pytestmark = pytest.mark.django_db


def judged(key: str, cast: Cast) -> Any:
    return proofs.judged(NOW).get(org=cast.orgs[key])


def pay(cast: Cast, *, received: bool = True, **values: Any) -> Dues:
    given = {"org": cast.orgs["gas"], "stream": "dues", "for_year": NOW.year, "part": "year"}
    given |= {"amount": 987_654_00, "happened_on": NOW - timedelta(days=3)}
    paid = add(Dues.register, given | values, by=cast.actor("gas.finance"))
    if received:
        paid = move(paid, "receive", by=cast.actor("river.officer"), version=paid.version)
    return paid


def elected(cast: Cast, on: date) -> None:
    union = Union.objects.get(org=cast.orgs["gas"])
    values = {"elected_on": on, "term_years": 3, "chair_name": "杨建国"}
    change(union, values, by=cast.actor("gas.officer"), version=union.version)


def say_so(cast: Cast) -> None:
    Membership.objects.filter(org=cast.orgs["gas"]).update(confirmed_at=timezone.now())


class TestVerdict:
    def test_three_of_four_with_the_members_own_word(self, cast: Cast) -> None:
        assert judged("gas", cast).verdict == "paper"
        elected(cast, NOW - timedelta(days=100))
        pay(cast)
        assert (judged("gas", cast).proofs, judged("gas", cast).verdict) == (2, "doubtful")
        say_so(cast)
        assert judged("gas", cast).verdict == "alive"

    def test_without_the_members_nothing_makes_it_alive(self, cast: Cast, monkeypatch: Any) -> None:
        monkeypatch.setattr(proofs, "ALIVE", 2)
        elected(cast, NOW - timedelta(days=100))
        pay(cast)
        assert judged("gas", cast).verdict == "doubtful"

    def test_a_chair_whose_term_is_over_proves_nothing(self, cast: Cast) -> None:
        elected(cast, NOW - timedelta(days=3 * 366 + 2))
        assert not judged("gas", cast).has_chair
        elected(cast, NOW - timedelta(days=2 * 365))
        assert judged("gas", cast).has_chair

    def test_dues_count_once_the_union_above_has_them_and_for_a_year(self, cast: Cast) -> None:
        paid = pay(cast, received=False)
        assert not judged("gas", cast).has_dues
        move(paid, "receive", by=cast.actor("river.officer"), version=paid.version)
        assert judged("gas", cast).has_dues
        assert not proofs.judged(NOW + timedelta(days=366)).get(org=cast.orgs["gas"]).has_dues

    def test_a_union_founded_this_year_owes_no_meeting_yet(self, cast: Cast) -> None:
        Union.objects.filter(org=cast.orgs["gas"]).update(founded_on=NOW - timedelta(days=30))
        assert (judged("gas", cast).is_new, judged("gas", cast).proofs) == (True, 2)

    def test_federations_are_not_judged(self, cast: Cast) -> None:
        assert not proofs.judged(NOW).filter(org=cast.orgs["river"]).exists()


class TestBesideTheRate:
    def test_the_proven_part_of_the_establishment_rate(self, cast: Cast) -> None:
        tally.ensure_today()
        before = established(cast.orgs["river"], NOW)
        assert (before.covered, before.alive, before.base) == (2, 0, 4)
        elected(cast, NOW - timedelta(days=100))
        pay(cast)
        say_so(cast)
        after = established(cast.orgs["river"], NOW)
        assert (after.covered, after.alive, after.percent_alive) == (2, 1, 25)
        assert established(cast.orgs["hill"], NOW).alive == 0

    def test_the_check_names_what_the_page_lists(self, client: Client, cast: Cast) -> None:
        check = CHECKS["union_on_paper"]
        found = {row.org_id for row in faulty(check, cast.orgs["river"], cast.actor("river.officer"), NOW)}
        assert found == {cast.orgs[key].pk for key in ("farm", "gas", "site")}
        page = cast.login(client, "river.officer").get("/life/?verdict=paper").content.decode()
        assert all(cast.orgs[key].name in page for key in ("farm", "gas", "site"))
        assert cast.orgs["mill"].name not in page


class TestAmounts:
    def test_amounts_are_seen_by_those_who_keep_and_check_money(self, client: Client, cast: Cast) -> None:
        paid = pay(cast)
        url = f"/r/directory/dues/{paid.uid}/"
        for name in ("gas.finance", "river.officer", "city.auditor"):
            assert "987,654" in cast.login(client, name).get(url).content.decode()
        cast.login(client, "gas.caseworker")
        assert client.get(url).status_code == 404
        page = client.get("/life/").content.decode()
        assert "987,654" not in page and str(paid.uid) not in page, "paid, and when, but not how much"
        assert cast.login(client, "mill.officer").get(url).status_code == 404

    def test_nobody_confirms_the_own_payment(self, cast: Cast) -> None:
        paid = pay(cast, received=False)
        with pytest.raises(Forbidden):
            move(paid, "receive", by=cast.actor("gas.officer"), version=paid.version)
        given = {"org": cast.orgs["gas"], "stream": "funds", "for_year": NOW.year, "part": "q1"}
        given |= {"amount": 1, "happened_on": NOW}
        own = add(Dues.register, given, by=cast.actor("river.officer"))
        with pytest.raises(Forbidden):
            move(own, "receive", by=cast.actor("river.officer"), version=own.version)
