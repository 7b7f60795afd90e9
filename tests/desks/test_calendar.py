"""The calendar's pages: a year in thirds, a month in full, what is mine, and one click to “it was held”."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.plans.calendar import draft, line, step, year
from zhijia.plans.models import Duty, Plan

__all__ = ["year"]
YEAR = "/calendar/"


def shown(client: Any, query: str = "", path: str = YEAR) -> Any:
    answer = client.get(path + query)
    assert answer.status_code == 200
    return answer


def titles(answer: Any) -> list[str]:
    """The lines of the year, in the order of the page."""
    return [
        line.milestone.title
        for month in answer.context["months"]
        for third in month.thirds
        for line in third.lines
    ]


def test_every_line_stands_in_its_third_of_its_month(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    answer = shown(client)
    placed = {
        line.milestone.title: (month.number, third.number)
        for month in answer.context["months"]
        for third in month.thirds
        for line in third.lines
    }
    assert placed == {"三八活动": (4, 1), "踏青": (5, 3), "篮球赛": (6, 2), "合唱比赛": (9, 3)}
    cast.login(client, "river.officer")
    assert "修订办法" in titles(shown(client))
    page = shown(client).content.decode()
    assert "6月底前" in page and "全月或月底前" in page


def test_today_is_marked(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    answer = shown(client)
    now = [
        (month.number, third.number)
        for month in answer.context["months"]
        for third in month.thirds
        if third.is_now
    ]
    assert now == [(6, 2)]
    assert answer.content.decode().count("zj-cal-month is-now") == 1
    assert not any(month.is_now for month in shown(client, "?year=2025").context["months"])


def test_mine_first_overdue_in_red_with_one_click(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "gas.officer")
    answer = shown(client)
    assert [one.name for one in answer.context["mine"]] == ["踏青", "篮球赛"]
    page = answer.content.decode()
    assert page.count("zj-cal-line is-overdue") == 1 and "逾期未开展" in page
    overdue = Duty.objects.get(milestone__title="踏青", org=cast.orgs["gas"])
    assert page.count(f'href="{reverse("desks:held", args=[overdue.uid])}"') == 2


def test_one_of_three_is_told(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "river.officer")
    spring = re.search(r"三八活动</a>.*?</article>", shown(client).content.decode(), re.DOTALL)
    assert spring is not None and "1/3" in spring[0]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=overdue", ["踏青"]),
        ("?state=held", ["三八活动"]),
        ("?state=soon", ["篮球赛"]),
        ("?kind=meeting", []),
        ("?kind=activity", ["三八活动", "踏青", "篮球赛", "合唱比赛"]),
        ("?year=2025", []),
        ("?org=YC0102", ["三八活动", "踏青", "篮球赛", "合唱比赛"]),
    ],
)
def test_filters_narrow(cast: Cast, client: Any, year: Plan, query: str, found: list[str]) -> None:
    cast.login(client, "gas.officer")
    assert titles(shown(client, query)) == found


def test_a_plan_and_the_unions_below_can_be_chosen(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "city.officer")
    assert titles(shown(client)) == []
    assert len(titles(shown(client, "?scope=below"))) == 5
    assert len(titles(shown(client, f"?scope=below&plan={year.uid}"))) == 5
    assert titles(shown(client, "?scope=below&org=YC02")) == []
    assert titles(shown(client, "?scope=below&org=YC0103")) == ["三八活动", "踏青", "篮球赛", "合唱比赛"]


@pytest.mark.parametrize(
    "query",
    [
        "?year=abc",
        "?year=99999",
        "?state=x",
        "?kind=x",
        "?scope=x",
        "?plan=x",
        "?org=YC0201",
        "?org=%00",
        "?color=red",
    ],
)
def test_what_there_is_not_is_said(cast: Cast, client: Any, year: Plan, query: str) -> None:
    cast.login(client, "gas.officer")
    answer = client.get(YEAR + query)
    assert answer.status_code == 400
    name = query[1:].partition("=")[0]
    assert f"“{name}”" in answer.content.decode()


@pytest.mark.parametrize("query", ["?month=2026-13", "?month=x", "?month=26-1"])
def test_a_month_there_is_not_is_said(cast: Cast, client: Any, year: Plan, query: str) -> None:
    cast.login(client, "gas.officer")
    assert client.get("/calendar/month/" + query).status_code == 400


def test_a_month_tells_all_of_its_lines(cast: Cast, client: Any, year: Plan) -> None:
    cast.login(client, "river.officer")
    answer = shown(client, "?month=2026-06", "/calendar/month/")
    found = {
        third.number: [line.milestone.title for line in third.lines] for third in answer.context["thirds"]
    }
    assert found == {2: ["篮球赛"], 0: ["修订办法"]}
    page = answer.content.decode()
    assert "各基层工会" in page and "印发文件" in page
    assert "2026-05" in answer.context["earlier"] and "2026-07" in answer.context["later"]


def test_twelve_lines_cost_as_many_queries_as_five(
    cast: Cast, client: Any, year: Plan, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cast.login(client, "gas.officer")
    shown(client)
    with CaptureQueriesContext(connection) as first:
        shown(client)
    for number in range(7):
        line(cast, plan=year, title=f"读书会{number}", owners="各基层工会")
    with django_assert_num_queries(len(first)):
        shown(client)


def test_a_draft_stands_on_no_calendar(cast: Cast, client: Any, year: Plan) -> None:
    draft(cast, plan=year, title="未定的事")
    cast.login(client, "river.officer")
    assert "未定的事" not in shown(client).content.decode()


def test_a_union_s_own_later_day_moves_it_there(cast: Cast, client: Any, year: Plan) -> None:
    late = Duty.objects.get(milestone__title="篮球赛", org=cast.orgs["gas"])
    step(cast, late, "put_off", by="gas.officer", values={"put_off_to": date(2026, 8, 15)}, reason="高温")
    cast.login(client, "gas.officer")
    months = shown(client).context["months"]
    assert [one.milestone.title for one in months[7].thirds[1].lines] == ["篮球赛"]
    cast.login(client, "farm.officer")
    assert [one.milestone.title for one in shown(client).context["months"][5].thirds[1].lines] == ["篮球赛"]


def test_reminder_days_are_set_on_the_page(cast: Cast, client: Any) -> None:
    from zhijia.plans.models import ReminderDays

    cast.login(client, "gas.officer")
    url = reverse("desks:reminders", args=["YC0102"])
    client.post(url, {"days": "10，3"})
    assert ReminderDays.objects.get().days == "10,3"
    for days in ("bald", "0", "99", "1,2,3,4"):
        page = client.post(url, {"days": days}, follow=True).content.decode()
        assert ReminderDays.objects.get().days == "10,3" and "zj-message" in page
    assert client.post(reverse("desks:reminders", args=["YC0101"]), {"days": "1"}).status_code == 404


def test_the_milestone_page_tells_its_unions_and_takes_more(cast: Cast, client: Any, year: Plan) -> None:
    made = line(cast, plan=year, title="安全检查", kind="task", owners="临江燃气公司工会")
    cast.login(client, "river.officer")
    url = reverse("plans:milestone", args=[made.uid])
    client.post(
        reverse("plans:milestone_assign", args=[made.uid]), {"names": "红星农场第三管理区工会、火星工会"}
    )
    page = client.get(url).content.decode()
    assert made.duties.count() == 2 and "红星农场第三管理区工会" in page and "火星工会" in page
    cast.login(client, "gas.officer")
    assert client.get(url).status_code == 200
    assert client.post(reverse("plans:milestone_assign", args=[made.uid]), {"names": "x"}).status_code == 403
    cast.login(client, "hill.officer")
    assert client.get(url).status_code == 404
