"""The year's programme for harmonious enterprises: key industries, pledges, a round of visits each quarter."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.contracts.models import Harmony, Inspection, Sector, Visit
from zhijia.directory.models import Person, Unit
from zhijia.evidence import services as evidence
from zhijia.kernel.uid import uuid7
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.registry.services import move
from zhijia.site.demo.answers import Answers, Upload
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.crowds import everybody_says
from zhijia.site.demo.employers import PUBLIC, UnitRow
from zhijia.site.demo.loading import orgs, people_of
from zhijia.site.demo.people import PersonRow
from zhijia.site.demo.places import CITY_CODE
from zhijia.site.demo.size import Days, Size, lots
from zhijia.site.demo.world import World

#: the room these entries belong to
ROOM = "contracts"
#: what the plan promises for the year
ENTERPRISES = 60
#: name of a key industry, and what an enterprise's name or section says of belonging there
SECTORS = (
    ("纺织服装", ("纺织", "服装")),
    ("装备制造", ("机械",)),
    ("电子信息", ("电子", "软件")),
    ("食品加工", ("食品",)),
    ("建材", ("建材",)),
    ("化工矿业", ("化工", "矿业")),
    ("建筑装饰", ("建筑", "装饰", "建设")),
    ("商贸流通", ("商贸", "超市")),
    ("交通物流", ("物流", "快递", "客运")),
    ("住宿餐饮", ("酒店", "餐饮")),
    ("现代服务", ("物业", "家政", "环境", "印刷", "农业", "供电", "燃气")),
)
#: what becomes of a pledge when it does not count
LACKING = ("unproven", "unproven", "unconfirmed", "unconfirmed", "withdrawn")
#: enterprises a round looks at, and every how many of them something must be put right
SEEN, PROBLEM = 12, 4
PROBLEMS = ("少数职工未签书面劳动合同", "加班审批手续不全", "未按时公示工资集体协商结果")


@dataclass
class Pledge:
    """One enterprise to be enrolled, and what becomes of it."""

    unit: UnitRow
    branch: str
    signed_on: date
    fate: str
    uid: Any = field(default_factory=uuid7)


def sector_of(unit: UnitRow) -> str:
    """The key industry an enterprise belongs to by its name; the last for what is in none."""
    found = (name for name, words in SECTORS if any(word in unit.name for word in words))
    return next(found, SECTORS[-1][0])


def pledges(world: World) -> list[Pledge]:
    """The enterprises that took part so far, every county by turns, and some that do not count."""
    draw, days, size = lots("harmony"), world.days, world.size
    first = date(days.year, 2, 1)
    branches = {one.code: one.branch for one in world.unions}
    firms = [
        unit
        for unit in world.units
        if unit.ownership not in PUBLIC
        and unit.staff_now >= 15
        and unit.covered_from
        and unit.covered_from <= first
    ]
    draw.shuffle(firms)
    fates = ["counts"] * _enrolled(size, days) + [*LACKING][: max(2, round(len(LACKING) * size.share))]
    span = max((days.last - first).days, 1)
    return [
        Pledge(unit, branches[unit.covered_by], _day(draw, first, span, days), fate)
        for unit, fate in zip(firms, fates, strict=False)
    ]


def _enrolled(size: Size, days: Days) -> int:
    """How many count: a little ahead of the year, never all."""
    return max(3, round(min(ENTERPRISES * 1.03 * days.passed, ENTERPRISES - 5) * size.share))


def _day(draw: Random, first: date, span: int, days: Days) -> date:
    """Most pledges are signed in spring."""
    return min(first + timedelta(days=round(span * draw.random() ** 2)), days.last)


class Programme:
    """Takes the programme in as the city's and the counties' officers record it."""

    def __init__(self, world: World, answers: Answers):
        self.world, self.answers, self.days = world, answers, world.days
        self.city, self.by = orgs()[CITY_CODE], answers.actor("city.officer")
        self.workers: dict[str, PersonRow] = {}
        for row in world.people:
            if row.is_plain and row.phone:
                self.workers.setdefault(row.union, row)

    def _add(self, model: Any, rows: list[dict[str, Any]], name: str, branch: str = "") -> None:
        by = self.answers.actor(officer_of(branch)) if branch else self.by
        digest = hashlib.sha256(f"{name} {branch} {len(rows)}".encode()).hexdigest()
        add_many(register_of(model), rows, by=by, source=f"{name}.xlsx", source_digest=digest)

    def sectors(self) -> dict[str, Sector]:
        """The key industries, listed from the first day of the year."""
        listed_from = date(self.days.year, 1, 1)
        rows = [{"org": self.city, "name": name, "valid_from": listed_from} for name, _words in SECTORS]
        self._add(Sector, rows, "重点产业")
        return {one.name: one for one in Sector.objects.all()}

    def enrol(self, found: list[Pledge]) -> None:
        """The pledges by county, proven and confirmed where they are to count."""
        sectors = self.sectors()
        held = people_of([self.workers[one.unit.covered_by] for one in found])
        units = {unit.social_credit_code: unit for unit in Unit.objects.select_related("org")}
        branches: dict[str, list[Pledge]] = defaultdict(list)
        for one in found:
            branches[one.branch].append(one)
        for branch, some in sorted(branches.items()):
            rows = [self._row(one, sectors, held, units) for one in some]
            self._add(Harmony, rows, "和谐企业创建单位", branch)
            self._settle(branch, some)

    def _row(self, one: Pledge, sectors: Any, held: dict[str, Person], units: dict[str, Unit]) -> Any:
        return {
            "uid": one.uid,
            "unit": units[one.unit.code],
            "year": self.days.year,
            "sector": sectors[sector_of(one.unit)],
            "happened_on": one.signed_on,
            "delegate": held[self.workers[one.unit.covered_by].id_number],
        }

    def _settle(self, branch: str, some: list[Pledge]) -> None:
        by = self.answers.actor(officer_of(branch))
        made = Harmony.objects.select_related("org", "unit").in_bulk(
            [one.uid for one in some], field_name="uid"
        )
        for one in some:
            if one.fate in ("counts", "unconfirmed"):
                text = f"创建承诺书\n{one.unit.name}与{made[one.uid].org.name}\n{one.signed_on.isoformat()} 双方签字"
                evidence.attach(made[one.uid], Upload(text.encode(), "承诺书.txt"), by=by)
        asked = [made[one.uid] for one in some if one.fate in ("counts", "unproven")]
        everybody_says(asked, answers=self.answers, by=by, channel="link")
        for one in some:
            if one.fate == "withdrawn":
                entry = made[one.uid]
                move(entry, "withdraw", by=by, version=entry.version, reason="企业停产，申请退出。")

    def rounds(self, found: list[Pledge]) -> None:
        """One round a quarter; the one of the last quarter is still under way."""
        for quarter in range(1, (self.days.last.month + 2) // 3 + 1):
            day = date(self.days.year, 3 * quarter - 2, 1) + timedelta(days=40)
            there = [one for one in found if one.signed_on <= day and one.fate == "counts"]
            if day <= self.days.last and there:
                self._round(quarter, day, there, done=quarter < 4)

    def _round(self, quarter: int, day: date, there: list[Pledge], *, done: bool) -> None:
        start = (quarter - 1) * SEEN
        seen = [there[(start + at) % len(there)] for at in range(min(SEEN, len(there)))]
        worker = self.workers[seen[0].unit.covered_by]
        row: dict[str, Any] = {
            "uid": uuid7(),
            "org": self.city,
            "name": f"{self.days.year}年第{'一二三四'[quarter - 1]}季度督导检查",
            "happened_on": day,
            "led_by": "吴晓岚",
            "offices": "市人力资源和社会保障局、市工商联",
            "follow_up": "逐户下发整改通知，下季度复查。",
            "follow_up_by": day + timedelta(days=60),
            "host": people_of([worker])[worker.id_number],
        }
        self._add(Visit, [row], row["name"])
        visit = Visit.objects.select_related("org").get(uid=row["uid"])
        self._inspect(visit, seen)
        if done:
            self._finish(visit)

    def _inspect(self, visit: Visit, seen: list[Pledge]) -> None:
        known = Unit.objects.filter(social_credit_code__in=[one.unit.code for one in seen])
        units = {unit.social_credit_code: unit for unit in known}
        rows = []
        for at, one in enumerate(seen):
            row: dict[str, Any] = {
                "visit": visit,
                "unit": units[one.unit.code],
                "happened_on": visit.happened_on,
            }
            if at % PROBLEM == PROBLEM - 1:
                text = PROBLEMS[at // PROBLEM % len(PROBLEMS)]
                row |= {"problems": text, "correct_by": visit.happened_on + timedelta(days=30)}
            rows.append(row)
        self._add(Inspection, rows, f"{visit.name}记录")
        for inspection in Inspection.objects.filter(visit=visit, state="to_correct")[1:]:
            values = {"corrected_on": min(inspection.happened_on + timedelta(days=21), self.days.last)}
            move(inspection, "correct", by=self.by, version=inspection.version, values=values)

    def _finish(self, visit: Visit) -> None:
        findings = "台账基本齐全，职工对工资协商情况总体满意；问题已逐户写明。"
        values = {"last_on": visit.happened_on, "findings": findings}
        done = move(visit, "finish", by=self.by, version=visit.version, values=values)
        minutes = f"{visit.name}\n{visit.happened_on.isoformat()}\n{findings}"
        evidence.attach(done, Upload(minutes.encode(), f"{visit.name}记录.txt"), by=self.by)
        everybody_says([done], answers=self.answers, by=self.by, channel="link")


def load(world: World, answers: Answers) -> None:
    """The programme of the demonstration's year."""
    programme = Programme(world, answers)
    found = [one for one in pledges(world) if one.unit.covered_by in programme.workers]
    programme.enrol(found)
    programme.rounds(found)
