"""One target in depth: rule, what is missing, forecast, quarters, years, the unions below."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.desks.big_plan import Made, by_hand, relief, room
from zhijia.tally import queries as tally
from zhijia.tally import services as counting


@pytest.fixture
def city(cast: Cast, made: Made, client: Any) -> Any:
    return cast.login(client, "city.officer")


def page(client: Any, made: Made, label: str, **query: str) -> Any:
    answer = client.get(reverse("desks:target", args=[made.targets[label].uid]), query)
    assert answer.status_code == 200
    return answer


def test_what_claims_lack_stands_with_what_to_do(city: Any, made: Made) -> None:
    found = page(city, made, "救助金额")
    assert [(gate.key, count) for gate, count in found.context["missing"]] == [("confirmed", 1)]
    text = found.content.decode()
    assert "职工尚未确认" in text and "show=claimed" in text
    assert city.get(found.context["claimed_url"]).status_code == 200


def test_the_forecast_names_method_and_range_and_is_drawn_as_a_band(city: Any, made: Made) -> None:
    found = page(city, made, "新建职工书屋")
    line = found.context["line"]
    assert line.outlook.found is not None
    text = found.content.decode()
    assert "有八成可能" in text and "方法：" in text and "区间" in text
    series = {one["name"]: one for one in found.context["trend"].option["series"]}
    low, band = series["low"]["data"], series["band"]["data"]
    assert low[-1] == round(line.outlook.found.low)
    assert low[-1] + band[-1] == round(line.outlook.found.high)
    assert series["预计"]["data"][-1] == round(line.outlook.found.expected)
    assert len(found.context["trend"].rows) == 12


def test_the_rhythm_of_last_year_is_followed_where_there_is_one(cast: Cast, city: Any, made: Made) -> None:
    assert "上年没有可参照的月度节奏" in page(city, made, "新建职工书屋").content.decode()
    for month in (1, 2, 3, 4, 5, 11, 12):
        room(cast, "gas", date(2025, month, 9))
    for day in range(1, 9):
        room(cast, "mill", date(2025, 12, day))
    counting.refresh()
    found = page(city, made, "新建职工书屋")
    assert "按上年各月的节奏" in found.content.decode()
    assert found.context["line"].outlook.found.expected > 6


@pytest.mark.parametrize(
    ("label", "as_of", "said"),
    [
        ("职工入会率", "2026-11-20", "不作预测"),
        ("会员总数", "2026-11-20", "不作预测"),
        ("新建职工书屋", "2026-02-27", "第三个月"),
        ("救助金额", "2026-03-04", "无从预测"),
        ("上半年书屋", "2026-07-01", "期限已到"),
        ("每个县书屋", "2026-11-20", "分别达到"),
    ],
)
def test_nothing_is_forecast_where_nothing_can_be(
    city: Any, made: Made, label: str, as_of: str, said: str
) -> None:
    found = page(city, made, label, as_of=as_of)
    assert found.context["line"].outlook.found is None
    assert said in found.content.decode()


def test_the_third_month_gives_the_first_forecast(city: Any, made: Made) -> None:
    assert page(city, made, "新建职工书屋", as_of="2026-03-05").context["line"].outlook.found is not None


def test_of_people_the_running_total_counts_each_once(cast: Cast, city: Any, made: Made) -> None:
    relief(cast, "wang", date(2026, 5, 5))
    relief(cast, "chen", date(2026, 6, 5))
    counting.refresh()
    found = page(city, made, "为困难职工、农民工提供生活救助")
    series = {one["name"]: one["data"] for one in found.context["trend"].option["series"]}
    assert series["累计"][:6] == [0, 0, 1, 1, 1, 2]
    assert series["累计"][10] == found.context["line"].progress.figure.counted == 2
    target = made.targets["为困难职工、农民工提供生活救助"]
    seen = tally.firsts("aid_living", cast.orgs["city"].pk, target.period)
    assert seen == [(date(2026, 3, 5), 1), (date(2026, 6, 5), 1)]


def test_four_quarters_stand_as_four_boxes(city: Any, made: Made) -> None:
    boxes = page(city, made, "每季度书屋").context["boxes"]
    assert [(box.done, box.state) for box in boxes] == [(2, "met"), (1, "met"), (2, "met"), (0, "behind")]
    earlier = page(city, made, "每季度书屋", as_of="2026-04-30").context["boxes"]
    assert [box.state for box in earlier] == ["met", "behind", "ahead", "ahead"]
    assert (
        earlier[2].done is None
        and "未开始" in page(city, made, "每季度书屋", as_of="2026-04-30").content.decode()
    )


def test_years_stand_beside_their_slices(city: Any, made: Made) -> None:
    chart = page(city, made, "三年救助").context["years"]
    assert chart.head == ["年度", "完成", "年度分解目标"]
    assert chart.rows == [["2026", "1", "10"], ["2027", "—", "10"], ["2028", "—", "10"]]
    assert page(city, made, "救助金额").context["years"] is None


def test_each_county_stands_against_its_own_minimum(cast: Cast, city: Any, made: Made) -> None:
    found = page(city, made, "每个县书屋")
    rows = {row.org.name: row for row in found.context["rows"]}
    assert {name: (row.done, row.state) for name, row in rows.items()} == {
        "临江县总工会": (3, "met"),
        "北山县总工会": (2, "met"),
    }
    assert "2家中2家已达到" in found.content.decode()
    room_of_hill = tally.facts("read_new", cast.orgs["hill"].pk, made.targets["每个县书屋"].period)
    from zhijia.facilities.models import ReadingRoom

    ReadingRoom.objects.filter(pk=room_of_hill[0].entry_id).update(confirmed_at=None)
    counting.refresh()
    after = page(city, made, "每个县书屋").context
    assert {row.org.name: row.state for row in after["rows"]}["北山县总工会"] == "behind"
    assert (after["line"].progress.done, after["line"].progress.value) == (1, 2)


def test_a_target_without_a_measure_is_no_page(city: Any, made: Made) -> None:
    target = by_hand(made.plan, "没有指标", "mem_count", 1, "人", {})
    type(target).objects.filter(pk=target.pk).update(indicator="")
    assert city.get(reverse("desks:target", args=[target.uid])).status_code == 404


@pytest.mark.parametrize("label", ["职工入会率", "每季度书屋", "三年救助", "会员总数", "上半年书屋"])
def test_every_kind_of_target_opens_at_every_level(cast: Cast, client: Any, made: Made, label: str) -> None:
    for key in ("city.leader", "river.officer", "gas.officer", "mill.officer"):
        cast.login(client, key)
        assert page(client, made, label).status_code == 200
        uid = made.targets[label].uid
        assert client.get(reverse("desks:entries", args=[uid])).status_code == 200
