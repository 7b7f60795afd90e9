"""Plans called for from the unions below: linked by hand, filed, late, sent back, accepted, compared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.plans.making import issue, plan, target
from zhijia.desks.officer import desk
from zhijia.kernel.day import frozen
from zhijia.plans.calls import queries, services
from zhijia.plans.models import Item, Plan, PlanCall, PlanCallRegister, UnitPlan
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, Refused

TODAY = date(2026, 3, 2)
DUE = date(2026, 3, 20)
READING = "新建职工书屋二十一家，命名示范点五家。"
RELIEF = "为困难职工提供生活救助，开展金秋助学。"
SAFETY = "组织安康杯竞赛，排查隐患。"


@pytest.fixture(autouse=True)
def _day() -> Any:
    with frozen(TODAY):
        yield


def points(made: Plan, *texts: str) -> list[Item]:
    return [
        Item.objects.create(plan=made, place=number, number=str(number), text=text)
        for number, text in enumerate(texts, 1)
    ]


def called(cast: Cast) -> PlanCall:
    above = plan(cast)
    points(above, READING, RELIEF, SAFETY)
    values = {"plan": issue(cast, above), "due_on": DUE}
    made: PlanCall = registry.add(PlanCallRegister, values, by=cast.actor("city.officer"))
    return made


def own(cast: Cast, *texts: str, union: str = "river", year: int = 2026) -> Plan:
    made = plan(cast, org=union, by=f"{union}.officer", year=year)
    points(made, *texts)
    return made


def answered(cast: Cast, call: PlanCall, *texts: str, union: str = "river") -> UnitPlan:
    return services.answer(call, own(cast, *texts, union=union), by=cast.actor(f"{union}.officer"))


def linked(cast: Cast, one: UnitPlan, *numbers: int) -> UnitPlan:
    """Every point linked to the point above of this number, 0 for none."""
    above = {int(item.number): item.pk for item in one.call.plan.items.all()} | {0: services.NONE}
    chosen = {item.pk: above[number] for item, number in zip(one.plan.items.all(), numbers, strict=True)}
    by = cast.actor(f"{'river' if one.org.code == 'YC01' else 'hill'}.officer")
    return services.link(one, chosen, by=by, version=one.version)


def step(cast: Cast, one: UnitPlan, key: str, by: str, **more: Any) -> UnitPlan:
    now = UnitPlan.objects.get(pk=one.pk)
    moved: UnitPlan = registry.move(now, key, by=cast.actor(by), version=now.version, **more)
    return moved


class TestLinks:
    def test_what_reads_alike_is_proposed_and_nothing_is_linked_by_itself(self, cast: Cast) -> None:
        one = answered(
            cast, called(cast), "今年新建职工书屋三家。", "办好机关食堂。", "做好困难职工生活救助。"
        )
        lines = queries.lines(one)
        above = {item.pk: item.number for item in one.call.plan.items.all()}
        assert [above.get(line.like or 0) for line in lines] == ["1", None, "2"]
        assert all(line.is_open for line in lines) and one.links == {}
        with pytest.raises(Refused, match="3"):
            step(cast, one, "file", "river.officer")

    def test_a_point_of_another_plan_is_refused(self, cast: Cast) -> None:
        one = answered(cast, called(cast), READING)
        stranger = points(plan(cast, year=2025), RELIEF)[0]
        item = one.plan.items.get()
        for chosen in ({item.pk: stranger.pk}, {stranger.pk: services.NONE}):
            with pytest.raises(Refused):
                services.link(one, chosen, by=cast.actor("river.officer"), version=one.version)

    def test_another_plan_chosen_starts_its_links_anew(self, cast: Cast) -> None:
        call = called(cast)
        one = linked(cast, answered(cast, call, READING), 1)
        again = services.answer(call, own(cast, RELIEF), by=cast.actor("river.officer"))
        assert again.pk == one.pk and again.links == {}


class TestFromCallToAcceptance:
    def test_filed_sent_back_and_accepted(self, cast: Cast) -> None:
        one = linked(cast, answered(cast, called(cast), READING), 1)
        with pytest.raises(Forbidden):
            step(cast, one, "file", "city.officer")
        one = step(cast, one, "file", "river.leader")
        assert one.filed_on == TODAY and not one.was_late
        for who in ("river.leader", "hill.officer"):
            with pytest.raises(Forbidden):
                step(cast, one, "accept", who)
        back = step(cast, one, "send_back", "city.leader", reason="没有写到安全生产")
        assert (back.state, back.returned_for) == ("returned", "没有写到安全生产")
        with frozen(DUE + timedelta(days=1)):
            late = step(cast, back, "file", "river.officer")
            assert late.was_late and late.returned_for == ""
            assert step(cast, late, "accept", "city.officer").state == "accepted"

    def test_the_desk_of_who_is_called_upon_and_of_who_called(self, cast: Cast) -> None:
        def titles(who: str, part: str) -> list[str]:
            piles = desk.page(cast.actor(who))[part]
            return [f"{pile.title}={pile.count}" for pile in piles if "计划" in pile.title]

        call = called(cast)
        assert titles("river.officer", "to_do") == ["待上报的计划=1"]
        assert titles("gas.officer", "to_do") == []
        one = linked(cast, answered(cast, call, READING), 1)
        assert titles("river.officer", "to_do") == ["上报计划 · 下级计划=1"]
        step(cast, one, "file", "river.officer")
        assert titles("city.officer", "to_do") == ["接收计划 · 下级计划=1"]
        with frozen(DUE + timedelta(days=1)):
            assert titles("hill.officer", "late") == ["待上报的计划=1"]
            late = {org.org.code: org.count for org in desk.page(cast.actor("city.officer"))["below"]}
            assert late == {"YC02": 1}


class TestOverview:
    def test_points_nobody_answers_and_what_was_copied(self, cast: Cast) -> None:
        call = called(cast)
        own(cast, "办好机关食堂，改善职工就餐条件。", union="hill", year=2025)
        river = linked(cast, answered(cast, call, READING, RELIEF), 1, 1)
        hill = linked(cast, answered(cast, call, "办好机关食堂，改善职工就餐条件。", union="hill"), 0)
        assert [one.unions for one in queries.answered(call)] == [0, 0, 0]
        step(cast, river, "file", "river.officer")
        step(cast, hill, "file", "hill.officer")
        assert [one.unions for one in queries.answered(call)] == [1, 0, 0]
        rows = {row.org.code: row for row in queries.rows(call, cast.actor("city.officer"))}
        first, second = rows["YC01"], rows["YC02"]
        assert first.from_above is not None and first.from_above.is_copied and first.from_before is None
        assert second.from_before is not None and second.from_before.percent == 100
        assert second.from_above is not None and second.from_above.percent == 0
        assert [row.org.code for row in queries.rows(call, cast.actor("hill.officer"))] == ["YC02"]

    def test_in_the_browser_from_choice_to_links(self, cast: Cast, client: Any) -> None:
        call, mine = called(cast), own(cast, "今年新建职工书屋三家。")
        target(cast, mine, by="river.officer", label="新建书屋三家", item=mine.items.get())
        browser = cast.login(client, "river.officer")
        url = reverse("plans:call", args=[call.uid])
        assert mine.title in browser.get(url).content.decode()
        assert browser.post(reverse("plans:call_answer", args=[call.uid]), {"plan": "nonsense"}).url == url
        made = browser.post(reverse("plans:call_answer", args=[call.uid]), {"plan": str(mine.uid)})
        one = UnitPlan.objects.get()
        page = browser.get(made.url).content.decode()
        assert "建议，尚未对应" in page and "新建书屋三家" in page
        item, above = mine.items.get(), call.plan.items.first()
        assert above is not None
        sent = {f"point-{item.pk}": str(above.pk), "version": str(one.version)}
        assert browser.post(made.url, sent).status_code == 302
        assert UnitPlan.objects.get().links == {str(item.pk): above.pk}
        assert browser.post(made.url, {**sent, f"point-{item.pk}": "0"}).status_code == 422
        hers = cast.login(client, "hill.officer")
        assert hers.get(made.url).status_code == 404
