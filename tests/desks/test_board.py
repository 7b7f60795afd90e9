"""The scoreboard of many targets: sorted, folded, filtered, counted, and quick to read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast
from tests.desks.big_plan import Made, by_hand, milestone
from zhijia.desks.scoreboard import groups
from zhijia.desks.scoreboard.asked import Asked, Filters
from zhijia.desks.scoreboard.lines import RANKS, lines
from zhijia.plans.models import Item

#: as of 20 November: what each promise is
STATES = {
    "每个县书屋": "met",
    "每季度书屋": "at_risk",
    "三年救助": "at_risk",
    "救助金额": "at_risk",
    "会员总数": "met",
    "上半年书屋": "failed",
}


def board(client: Any, **query: str) -> Any:
    answer = client.get(reverse("desks:board"), query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer


def states(page: Any) -> dict[str, str]:
    return {line.target.label: line.state for line in page.context["lines"]}


@pytest.fixture
def city(cast: Cast, made: Made, client: Any) -> Any:
    return cast.login(client, "city.officer")


def test_every_promise_stands_with_its_state(city: Any) -> None:
    found = states(board(city))
    assert len(found) == 10
    assert {label: found[label] for label in STATES} == STATES


def test_what_is_in_need_comes_first_and_the_plan_s_order_is_kept_for_those_who_want_it(city: Any) -> None:
    by_risk = [group for group, _rows in board(city).context["groups"]]
    ranks = [group.rank for group in by_risk]
    assert ranks == sorted(ranks)
    for group in by_risk:
        inner = [RANKS[line.state] for line in group.lines]
        assert inner == sorted(inner)
    by_plan = [group for group, _rows in board(city, order="plan").context["groups"]]
    numbers = [group.number for group in by_plan if group.number]
    assert numbers == sorted(numbers) and len(by_plan) == len(by_risk)
    assert by_plan[-1].number == ""


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ({"state": "failed"}, {"上半年书屋"}),
        ({"kind": "money"}, {"救助金额"}),
        ({"due": "over"}, {"上半年书屋"}),
        ({"due": "later"}, {"三年救助"}),
        ({"q": "县书屋"}, {"每个县书屋"}),
        ({"q": "书屋 上半年"}, {"上半年书屋"}),
        ({"room": "assistance", "kind": "money"}, {"救助金额"}),
        ({"state": "met", "kind": "people"}, {"会员总数"}),
    ],
)
def test_filters_leave_what_they_name(city: Any, query: dict[str, str], labels: set[str]) -> None:
    page = board(city, **query)
    assert {line.target.label for line in page.context["shown"]} == labels
    text = page.content.decode()
    assert all(label in text for label in labels)
    assert page.context["filtered"]


def test_filters_keep_each_other_and_the_counts_stay_whole(city: Any) -> None:
    page = board(city, kind="things", as_of="2026-10-01")
    for one in page.context["counts"]:
        assert "kind=things" in one.query and "as_of=2026-10-01" in one.query
    assert sum(one.number for one in page.context["counts"]) == 10


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"kind": "%"}, {"due": "soon"}, {"order": "-id"}, {"room": "nowhere"}]
)
def test_a_filter_there_is_not_is_answered_with_those_there_are(city: Any, query: dict[str, str]) -> None:
    answer = city.get(reverse("desks:board"), query)
    name, value = next(iter(query.items()))
    text = answer.content.decode()
    assert answer.status_code == 400 and value.replace("%", "%") in text
    assert ("assistance" if name == "room" else "") in text


@pytest.mark.parametrize("plan", ["0", "01890000-0000-7000-8000-000000000000"])
def test_a_plan_out_of_sight_is_not_there(city: Any, plan: str) -> None:
    assert city.get(reverse("desks:board"), {"plan": plan}).status_code == 404


def test_strange_words_find_nothing_and_break_nothing(city: Any) -> None:
    for words in ("%%%", "'; --", "<script>", "\x00", "😀" * 300):
        page = board(city, q=words)
        assert page.context["shown"] == [] or words == "\x00"
        assert "<script>" not in page.content.decode().split("<main")[1].split("</main>")[0]


def test_calm_groups_are_folded_once_there_are_many_targets(cast: Cast, city: Any, made: Made) -> None:
    assert all(group.is_open for group, _rows in board(city).context["groups"])
    item = Item.objects.create(plan=made.plan, number="9", heading="平稳", text="", start=900, end=900)
    for number in range(4):
        by_hand(made.plan, f"会员{number}", "mem_count", 1, "人", {"item": item})
    folded = {group.number: group.is_open for group, _rows in board(city).context["groups"]}
    assert len(board(city).context["lines"]) > groups.FEW
    assert folded == {"": True, "1": True, "2": True, "3": True, "9": False}
    assert all(group.is_open for group, _rows in board(city, kind="people").context["groups"])


def test_dated_activities_stand_beside_the_numbers_and_never_vanish(
    cast: Cast, city: Any, made: Made
) -> None:
    item = made.plan.items.last()
    milestone(made.plan, "召开推进会", date(2026, 6, 30), item=item, kind="meeting")
    milestone(made.plan, "职工运动会", date(2026, 12, 20), item=item)
    page = board(city)
    events = {one.title: one for group, _rows in page.context["groups"] for one in group.milestones}
    assert events["召开推进会"].is_late and not events["职工运动会"].is_late
    assert "召开推进会" in page.content.decode()
    held = page.context["milestones"]
    assert (held.number, held.held, held.late) == (2, 0, 1)


def test_a_county_sees_its_own_minimum_and_its_share_of_the_rest(cast: Cast, made: Made, client: Any) -> None:
    cast.login(client, "hill.officer")
    found = states(board(client))
    assert found["每个县书屋"] == "met" and found["救助金额"] == "share"
    assert found["职工入会率"] != "share"
    own = {line.target.label: line for line in board(client).context["lines"]}["每个县书屋"]
    assert (own.progress.done, own.progress.value) == (2, 2)


def test_the_city_counts_the_counties_that_reach_it(city: Any) -> None:
    found = {line.target.label: line for line in board(city).context["lines"]}["每个县书屋"]
    assert (found.progress.done, found.progress.value, found.progress.figure.counted) == (2, 2, 5)
    assert found.unit_name in board(city).content.decode()


def test_thirty_targets_take_the_queries_of_ten(cast: Cast, city: Any, made: Made) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            board(city)
        return len(seen)

    board(city)
    few = queries()
    for number in range(20):
        key = ("read_new", "mem_count", "aid_living", "mem_rate_unionised")[number % 4]
        by_hand(made.plan, f"又一{number}", key, 50, "%" if "rate" in key else "人", {})
    assert queries() == few


def test_lines_say_the_same_alone_and_together(cast: Cast, made: Made) -> None:
    together = lines(made.plan, cast.orgs["city"], date(2026, 11, 20))
    asked = Asked(cast.actor("city.officer"), cast.orgs["city"], date(2026, 11, 20), made.plan)
    assert groups.kept(together, asked) == together
    none = Asked(asked.actor, asked.node, asked.as_of, made.plan, Filters(text="没有这样的目标"))
    assert groups.kept(together, none) == []
