"""The scoreboard: what counts moves it by one, what must not does not and says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.plans.test_plans import read
from zhijia.assistance.models import Relief
from zhijia.directory.models import Denominator
from zhijia.facilities.models import ReadingRoom
from zhijia.kernel.day import frozen
from zhijia.plans import queries as plans
from zhijia.plans import services as planning
from zhijia.plans.models import Plan, Target
from zhijia.registry import services as registry
from zhijia.tally import services as tally

TODAY = date(2026, 11, 20)


@pytest.fixture
def issued(cast: Cast) -> Iterator[Plan]:
    """The city's plan with its three targets confirmed, issued."""
    with frozen(TODAY):
        plan = read(cast)
        by = cast.actor("city.officer")
        for key in ("read_new", "mem_rate_unionised", "aid_living"):
            target = plan.targets.get(suggested=key)
            planning.confirm(target, indicator=key, by=by, version=target.version)
        plan.refresh_from_db()
        registry.move(plan, "issue", by=by, version=plan.version)
        tally.ensure_today()
        tally.refresh()
        yield plan


def target(plan: Plan, key: str) -> Target:
    return plan.targets.get(indicator=key)


def done(plan: Plan, cast: Cast, key: str, org: str = "city") -> Any:
    node = cast.orgs[org].pk
    return plans.progress(target(plan, key), [node])[node]


def relief(cast: Cast, worker: str, **values: Any) -> Relief:
    now = timezone.now()
    given = {
        "org": cast.orgs["gas"],
        "worker": cast.people[worker],
        "reason": "illness",
        "amount": 80_000,
        "happened_on": date(2026, 3, 1),
        "paid_on": date(2026, 3, 5),
        "pay_way": "bank",
        "state": "received",
        "evidenced_at": now,
        "confirmed_at": now,
        **values,
    }
    made = Relief.objects.create(**given)
    tally.refresh()
    return made


def room(cast: Cast, **values: Any) -> ReadingRoom:
    now = timezone.now()
    given = {
        "org": cast.orgs["site"],
        "name": "城南工地职工书屋",
        "address": "城南工地生活区2栋",
        "area_m2": 40,
        "seats": 16,
        "volumes": 1200,
        "happened_on": date(2026, 5, 4),
        "state": "open",
        "witness": cast.people["chen"],
        "evidenced_at": now,
        "confirmed_at": now,
        **values,
    }
    made = ReadingRoom.objects.create(**given)
    tally.refresh()
    return made


def test_a_room_moves_its_target_by_one_at_every_level(cast: Cast, issued: Plan) -> None:
    before = [done(issued, cast, "read_new", org).done for org in ("city", "river", "site", "hill")]
    room(cast)
    after = [done(issued, cast, "read_new", org).done for org in ("city", "river", "site", "hill")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 0]


@pytest.mark.parametrize("lacking", ["evidenced_at", "confirmed_at"])
def test_a_room_without_a_gate_is_claimed_and_says_what_is_missing(
    cast: Cast, issued: Plan, client: Any, lacking: str
) -> None:
    room(cast, **{lacking: None})
    found = done(issued, cast, "read_new")
    assert (found.figure.counted, found.figure.claimed) == (0, 1)
    cast.login(client, "city.officer")
    page = client.get(reverse("desks:entries", args=[target(issued, "read_new").uid])).content.decode()
    said = {"evidenced_at": "尚无佐证", "confirmed_at": "职工尚未确认"}[lacking]
    assert said in page and "城南工地职工书屋" in page


def test_the_same_person_twice_counts_once_and_says_so(cast: Cast, issued: Plan, client: Any) -> None:
    relief(cast, "wang")
    relief(cast, "wang", happened_on=date(2026, 6, 1), paid_on=date(2026, 6, 2))
    assert done(issued, cast, "aid_living").done == 1
    cast.login(client, "city.officer")
    page = client.get(reverse("desks:entries", args=[target(issued, "aid_living").uid])).content.decode()
    assert "同一人在本期已计过一次" in page


def test_a_member_who_left_before_the_date_does_not_count(cast: Cast, issued: Plan) -> None:
    before = done(issued, cast, "mem_rate_unionised").figure.counted
    from zhijia.directory.models import Membership

    Membership.objects.filter(pk=cast.memberships["gao"].pk).update(valid_to=date(2026, 11, 1))
    tally.refresh()
    assert done(issued, cast, "mem_rate_unionised").figure.counted == before - 1


def test_without_its_base_a_rate_is_no_base(cast: Cast, issued: Plan, client: Any) -> None:
    rate = target(issued, "mem_rate_unionised")
    planning.confirm(rate, indicator="mem_rate_all", by=cast.actor("city.officer"), version=rate.version)
    Denominator.objects.filter(kind="workers", org=cast.orgs["hill"]).delete()
    tally.refresh()
    cast.login(client, "city.officer")
    page = client.get(reverse("desks:board")).content.decode()
    assert "无基数" in page and "北山县总工会没有基数" in page


def test_figures_of_a_past_day_stay(cast: Cast, issued: Plan, client: Any) -> None:
    relief(cast, "wang")
    cast.login(client, "city.officer")
    address = reverse("desks:target", args=[target(issued, "aid_living").uid])
    assert client.get(address, {"as_of": "2026-03-04"}).context["line"].progress.done == 0
    assert client.get(address, {"as_of": "2026-03-05"}).context["line"].progress.done == 1


@pytest.mark.parametrize("day", ["2026-02-30", "0001-01-01", "9999-12-31", "abc"])
def test_a_day_there_is_not_is_named(cast: Cast, issued: Plan, client: Any, day: str) -> None:
    cast.login(client, "city.officer")
    answer = client.get(reverse("desks:board"), {"as_of": day})
    assert answer.status_code == 400 and "1949" in answer.content.decode()


def test_a_county_looks_at_itself_and_never_at_its_neighbour(cast: Cast, issued: Plan, client: Any) -> None:
    cast.login(client, "river.officer")
    page = client.get(reverse("desks:board"))
    assert page.context["node"] == cast.orgs["river"]
    assert "北山" not in page.content.decode()
    assert client.get(reverse("desks:board"), {"node": "YC02"}).status_code == 404
    assert client.get(reverse("desks:board"), {"node": "YC00"}).status_code == 404
    uid = target(issued, "aid_living").uid
    assert client.get(reverse("desks:entries", args=[uid]), {"node": "YC02"}).status_code == 404


def test_a_worker_has_no_scoreboard(cast: Cast, issued: Plan, client: Any) -> None:
    cast.login(client, "wang")
    assert client.get(reverse("desks:board")).status_code == 404


def test_the_desk_shows_what_to_do(cast: Cast, issued: Plan, client: Any) -> None:
    asked = relief(
        cast, "wang", state="asked", paid_on=None, pay_way="", evidenced_at=None, confirmed_at=None
    )
    cast.login(client, "gas.chair")
    page = client.get("/")
    assert str(asked) in page.content.decode()
    assert any(pile.count == 1 for pile in page.context["to_do"])


def test_the_desk_shows_claims_that_do_not_count(cast: Cast, issued: Plan, client: Any) -> None:
    room(cast, evidenced_at=None)
    cast.login(client, "liu")
    page = client.get("/")
    assert [pile.count for pile in page.context["not_counted"]] == [1]


def test_a_worker_sees_what_was_recorded_for_them(cast: Cast, issued: Plan, client: Any) -> None:
    relief(cast, "wang")
    cast.login(client, "wang")
    page = client.get("/").content.decode()
    assert "临江燃气公司工会" in page and "800.00" in page
