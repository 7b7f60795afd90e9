"""No paper members: the rate counts as ever, and beside it stand those who said so themselves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.desks.test_scoreboard import issued, target
from zhijia.desks.scoreboard.own_word import own_word
from zhijia.directory import services
from zhijia.directory.models import Membership
from zhijia.directory.queries import composition
from zhijia.evidence import services as evidence
from zhijia.kernel.day import today
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tally import services as tally

__all__ = ["issued"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def account(cast: Cast) -> None:
    """王桂兰 has an account of her own."""
    services.give_account(cast.people["wang"], cast.users["wang"], by=cast.actor("gas.officer"))
    cast.memberships["wang"] = Membership.objects.get(pk=cast.memberships["wang"].pk)


def test_the_target_page_tells_confirmed_members_from_listed_ones(cast: Cast, issued: Any) -> None:
    rate, city = target(issued, "mem_rate_unionised"), cast.orgs["city"]
    by = cast.actor("city.officer")
    before = own_word(rate, city, today(), by)
    assert before is not None and (before.members, before.confirmed, before.listed) == (5, 0, 5)
    evidence.confirm_own(cast.memberships["wang"], by=cast.actor("wang"))
    tally.refresh()
    after = own_word(rate, city, today(), by)
    assert after is not None and (after.members, after.confirmed, after.listed) == (5, 1, 4)
    assert after.percent == pytest.approx(20)


def test_other_targets_have_no_such_part(cast: Cast, issued: Any) -> None:
    assert (
        own_word(target(issued, "read_new"), cast.orgs["city"], today(), cast.actor("city.officer")) is None
    )


def test_the_page_shows_it_and_offers_the_asking_where_the_list_is_kept(
    cast: Cast, issued: Any, client: Any
) -> None:
    rate = target(issued, "mem_rate_unionised")
    page = cast.login(client, "city.officer").get(f"/board/{rate.uid}/?node=YC00").content.decode()
    assert "仅在名册" in page and "/evidence/ask/directory.membership/" not in page
    page = cast.login(client, "gas.officer").get(f"/board/{rate.uid}/?node=YC0102").content.decode()
    assert "/evidence/ask/directory.membership/?org=YC0102" in page


def test_no_officer_confirms_a_membership(cast: Cast) -> None:
    for by in ("gas.officer", "gas.chair", "river.officer", "city.officer", "stranger"):
        with pytest.raises(Forbidden):
            evidence.confirm_own(cast.memberships["wang"], by=cast.actor(by))
    assert Membership.objects.get(pk=cast.memberships["wang"].pk).confirmed_at is None


def test_leaving_keeps_the_word_and_ended_memberships_are_not_asked(cast: Cast) -> None:
    by = cast.actor("gas.officer")
    evidence.confirm_own(cast.memberships["wang"], by=cast.actor("wang"))
    held = Membership.objects.get(pk=cast.memberships["wang"].pk)
    left = services.leave(held, on=today(), kind="retired", by=by)
    assert left.confirmed_at is not None
    gone = services.leave(cast.memberships["gao"], on=today(), kind="retired", by=by)
    with pytest.raises(Refused):
        evidence.ask(gone, by=by)


def test_the_composition_divides_by_the_own_word(cast: Cast) -> None:
    evidence.confirm_own(cast.memberships["wang"], by=cast.actor("wang"))
    found = composition(cast.orgs["city"], today())
    (cut,) = [one for one in found.members.cuts if one.key == "own_word"]
    assert [group.code for group in cut.groups] == ["confirmed", "listed"] and cut.total == 5
    assert cut.withheld, "one of five would be known by name"
