"""Plans the city calls for from its counties in the demonstration: filed, accepted, copied, sent back, late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhijia.kernel.day import frozen
from zhijia.plans import services as plans
from zhijia.plans.calls import queries
from zhijia.plans.calls import services as calls
from zhijia.plans.models import Plan, PlanCall, PlanCallRegister, PlanRegister, UnitPlan
from zhijia.registry import services
from zhijia.site.demo import cast
from zhijia.site.demo.places import CITY_CODE
from zhijia.site.demo.size import Days
from zhijia.tree.models import Org

RIVER, HILL, DONGPING, YUNTAI = "YC01", "YC02", "YC03", "YC04"
OWN = {
    RIVER: (
        ("劳动竞赛", "在开发区和三个重点项目组织劳动竞赛，把增产节约、提质增效落到班组。"),
        ("职工书屋", "新建职工书屋，书屋有人管、有书看，下了班进得去门。"),
        ("就业创业培训", "面向下岗职工和农民工办技能培训班、家政培训班，帮助再就业。"),
        ("困难帮扶", "先建档、后救助，做实生活救助和金秋助学，钱打到本人卡上。"),
        ("协理员队伍", "参加全市协理员培训班，给每个乡镇配齐工会协理员。"),
        ("机关作风", "机关干部每周下一次企业，填写走访记录。"),
    ),
    DONGPING: (
        ("工资集体协商", "推进工资集体协商，覆盖建会企业。"),
        ("厂务公开", "健全民主管理，推进非公有制企业职代会和厂务公开。"),
    ),
    YUNTAI: (("扩大工会覆盖", "把没有建会的企业逐户列出来上门动员。"),),
}
#: points of the city's plan that one county copies word for word
COPIED = 8


@dataclass
class Calling:
    """A call of the city and the plans that answer it, from a day on."""

    call: PlanCall
    on: date
    last: date

    def day(self, later: int) -> date:
        return min(self.on + timedelta(days=later), self.last)

    def plan(self, code: str, points: list[tuple[str, str]], later: int) -> Plan:
        """A county's own plan written by hand."""
        by = cast.acts(cast.officer_of(code))
        org, year = Org.objects.get(code=code), self.call.plan.year
        with frozen(self.day(later)):
            values = {"org": org, "title": f"{org.name}{year}年工作计划", "year": year}
            made: Plan = services.add(PlanRegister, values, by=by)
            for number, (heading, text) in enumerate(points, 1):
                made.refresh_from_db()
                plans.add_point(
                    made, number=str(number), heading=heading, text=text, by=by, version=made.version
                )
        return Plan.objects.get(pk=made.pk)

    def answer(self, code: str, plan: Plan, later: int) -> UnitPlan:
        with frozen(self.day(later)):
            return calls.answer(self.call, plan, by=cast.acts(cast.officer_of(code)))

    def link(self, code: str, one: UnitPlan, later: int) -> UnitPlan:
        """Every point linked to the one most like it, or to none."""
        chosen = {line.item.pk: line.like or calls.NONE for line in queries.lines(one)}
        with frozen(self.day(later)):
            return calls.link(one, chosen, by=cast.acts(cast.officer_of(code)), version=one.version)

    def step(self, one: UnitPlan, key: str, by: str, later: int, **more: Any) -> None:
        with frozen(self.day(later)):
            now = UnitPlan.objects.get(pk=one.pk)
            services.move(now, key, by=cast.acts(by), version=now.version, **more)


def load(days: Days, city: Org) -> None:
    """One call: a plan accepted, one copied and sent back, one filed late, one being linked, the others silent."""
    plan = Plan.objects.get(org__code=CITY_CODE, year=days.year, state="issued")
    on = max(days.first, days.last - timedelta(days=40))
    with frozen(on):
        values = {
            "plan": plan,
            "due_on": min(on + timedelta(days=20), date(days.year, 12, 31)),
            "note": "请结合本县（区）实际制定，不要照搬照抄；每一条都要对应到市总工作要点。",
        }
        call = services.add(PlanCallRegister, values, by=cast.acts("city.officer"))
    calling = Calling(call, on, days.last)
    _accepted(calling)
    _copied(calling)
    _late(calling)
    begun = calling.plan(YUNTAI, list(OWN[YUNTAI]), 25)
    calling.answer(YUNTAI, begun, 26)


def _accepted(calling: Calling) -> None:
    river = calling.answer(RIVER, calling.plan(RIVER, list(OWN[RIVER]), 5), 6)
    calling.link(RIVER, river, 7)
    calling.step(river, "file", "river.officer", 8)
    calling.step(river, "accept", "city.officer", 10)


def _copied(calling: Calling) -> None:
    items = list(calling.call.plan.items.all()[:COPIED])
    words = [(item.heading, item.text) for item in items]
    hill = calling.answer(HILL, calling.plan(HILL, words, 9), 9)
    calling.link(HILL, hill, 10)
    calling.step(hill, "file", "hill.officer", 10)
    reason = "与市总要点几乎逐字相同，请写出本县的具体安排后重新上报。"
    calling.step(hill, "send_back", "city.officer", 12, reason=reason)


def _late(calling: Calling) -> None:
    made = calling.answer(DONGPING, calling.plan(DONGPING, list(OWN[DONGPING]), 18), 19)
    calling.link(DONGPING, made, 22)
    calling.step(made, "file", "dongping.officer", 23)
