"""Lines put on three calendars, and what becomes of every union's part as far as the year has come."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from zhijia.directory import services as directory
from zhijia.directory.models import Person
from zhijia.evidence import services as evidence
from zhijia.kernel.day import frozen
from zhijia.plans import milestones
from zhijia.plans import services as plans
from zhijia.plans.models import Duty, Milestone, MilestoneKind, MilestoneRegister, Plan, PlanRegister
from zhijia.registry import services
from zhijia.site.demo import pictures
from zhijia.site.demo.answers import Answers, Upload
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.crowds import everybody_says
from zhijia.site.demo.loading import orgs, people_of
from zhijia.site.demo.people import PersonRow
from zhijia.site.demo.places import CITY_CODE, FARM, GAS, SITE
from zhijia.site.demo.rooms.calendar.words import COUNTY_LINES, FARM_PLAN, SECTIONS
from zhijia.site.demo.size import Days, lots
from zhijia.site.demo.world import World
from zhijia.tree.models import Org

COUNTY = "YC01"
#: what becomes of duties whose time has come, dealt like cards: most are held and proven
FATES = (
    *["counts"] * 13,
    "late",
    "late",
    "unproven",
    "unconfirmed",
    "silent",
    "silent",
    "silent",
    "cancelled",
)
#: of the grassroots unions that answer for a line of their county those that have said anything
TELLING = 0.35
REASONS = ("生产任务紧，职工抽不出时间", "场地检修，另行安排", "与上级活动合并开展")


@dataclass
class Deed:
    """What becomes of one duty: the day it is held, its fate, the worker who took part."""

    duty: Duty
    held_on: date
    fate: str
    worker: PersonRow | None


class Calendars:
    """Puts the plans' lines on the calendar and plays the year as far as it has come."""

    def __init__(self, world: World, answers: Answers):
        self.world, self.answers = world, answers
        self.days: Days = world.days
        self.draw: Random = lots("calendar")
        self.branches = {one.code: one.branch for one in world.unions}
        self.places: dict[str, Org] = orgs()
        self.workers: dict[str, PersonRow] = {}
        for row in world.people:
            if row.is_plain and row.stays[0].joined_on < self.days.first:
                self.workers.setdefault(row.union, row)
        self.fates: list[str] = []
        self.number = 0

    def load(self) -> None:
        """Three calendars, one line put off for all, then everybody's part."""
        self._city()
        self._county()
        self._farm()
        self._put_off()
        self._hold()

    def _city(self) -> None:
        """The lines read in the city's plan are accepted, the last of them still waits."""
        by = self.answers.actor("city.officer")
        waiting = Milestone.objects.filter(
            plan__org__code=CITY_CODE, plan__year=self.days.year, state="suggested"
        )
        for line in waiting.order_by("start", "id")[: max(waiting.count() - 1, 0)]:
            services.move(line, "accept", by=by, version=line.version)

    def _county(self) -> None:
        """A county writes its calendar by hand and issues it."""
        by, year = self.answers.actor(officer_of(COUNTY)), self.days.year
        org = self.places[COUNTY]
        values = {"org": org, "title": f"{org.name}{year}年工作安排", "year": year, "issuer": org.name}
        with frozen(self.days.first):
            plan: Plan = services.add(PlanRegister, values, by=by)
            for wording, title, kind, owners, place in COUNTY_LINES:
                line = {
                    "plan": plan,
                    "wording": wording,
                    "title": title,
                    "kind": kind.value,
                    "owners": owners,
                }
                made = services.add(MilestoneRegister, {**line, "place": place}, by=by)
                services.move(made, "accept", by=by, version=made.version)
            services.move(plan, "issue", by=by, version=plan.version)

    def _farm(self) -> None:
        """The farm district founds a union in each section and reads its plan in."""
        by, above = self.answers.actor("farm.officer"), self.answers.actor(officer_of(COUNTY))
        org, year = self.places[FARM], self.days.year
        for number, name in enumerate(SECTIONS, 1):
            values = {
                "code": f"{FARM}{number:02}",
                "name": f"第三管理区第{name}作业区工会",
                "kind": "branch",
                "approved_by": org,
                "founded_on": date(2012, 4, number),
                "set_up": "single",
            }
            self.branches[str(values["code"])] = COUNTY
            directory.found_union(values, by=above)
        plan = plans.read(FARM_PLAN.format(year=year), org=org, by=by)
        milestones.accept_all(plan, by=by)
        plan.refresh_from_db()
        services.move(plan, "issue", by=by, version=plan.version)

    def _put_off(self) -> None:
        """One line of the county was put off for all before its day came."""
        line = Milestone.objects.get(plan__org__code=COUNTY, title="职工篮球联赛", plan__year=self.days.year)
        with frozen(line.starts_on - timedelta(days=12)):
            later = {
                "starts_on": line.starts_on + timedelta(days=30),
                "ends_on": line.ends_on + timedelta(days=30),
            }
            by = self.answers.actor(officer_of(COUNTY))
            services.move(line, "put_off", by=by, version=line.version, values=later, reason="体育馆检修")

    def _hold(self) -> None:
        """Everybody's part, by the officer of the county; proof and answers at once for many."""
        found: dict[str, list[Deed]] = defaultdict(list)
        for deed in self._deeds():
            found[self.branches[deed.duty.org.code]].append(deed)
        rows = [deed.worker for some in found.values() for deed in some if deed.worker is not None]
        people = people_of(rows)
        for branch, some in sorted(found.items()):
            self._told(branch, some, people)

    def _deeds(self) -> list[Deed]:
        """The duties whose time has begun, with what becomes of each."""
        rows = Duty.objects.filter(
            milestone__starts_on__lte=self.days.last, milestone__plan__year=self.days.year
        )
        rows = rows.filter(state="planned").select_related("org", "milestone__plan")
        known = {GAS, SITE, FARM}
        sized = dict(_sizes(rows))
        found = []
        for duty in rows.order_by("milestone__ends_on", "path", "milestone_id"):
            if (
                sized[duty.milestone_id] > 12
                and duty.org.code not in known
                and self.draw.random() > self._telling
            ):
                continue
            if (deed := self._deed(duty)) is not None:
                found.append(deed)
        return found

    @property
    def _telling(self) -> float:
        """How many of many tell anything: a smaller demonstration has fewer to tell."""
        return TELLING * max(self.world.size.share, 0.5)

    def _deed(self, duty: Duty) -> Deed | None:
        line, last = duty.milestone, self.days.last
        fate = self._fate()
        day = line.ends_on - timedelta(
            days=self.draw.randrange(min((line.ends_on - line.starts_on).days, 8) + 1)
        )
        if fate == "late":
            day = line.ends_on + timedelta(days=self.draw.randint(2, 9))
        if day > last or fate == "silent":
            return None
        worker = self.workers.get(duty.org.code) or self.workers.get(duty.org.code[:8])
        return Deed(duty, day, fate, worker if line.kind == MilestoneKind.ACTIVITY else None)

    def _fate(self) -> str:
        """The next card; the pack is shuffled anew when it is used up."""
        if not self.fates:
            self.fates = self.draw.sample(FATES, len(FATES))
        return self.fates.pop()

    def _told(self, branch: str, deeds: list[Deed], people: dict[str, Person]) -> None:
        """The steps, the proofs, and the words of those who took part."""
        by = self.answers.actor(officer_of(branch))
        answered = []
        for deed in deeds:
            duty = deed.duty
            if deed.fate == "cancelled":
                reason = self.draw.choice(REASONS)
                services.move(duty, "cancel", by=by, version=duty.version, reason=reason)
                continue
            values: dict[str, Any] = {"happened_on": deed.held_on, "note": self._minutes(deed)}
            if deed.worker is not None:
                values["witness"] = people[deed.worker.id_number]
            held = services.move(duty, "hold", by=by, version=duty.version, values=values)
            if deed.fate != "unproven":
                self._prove(held, deed, by)
            if deed.worker is not None and deed.fate != "unconfirmed":
                answered.append(held.pk)
        entries = list(Duty.objects.filter(pk__in=answered).select_related("org", "witness", "milestone"))
        if entries:
            everybody_says(entries, answers=self.answers, by=by)

    def _minutes(self, deed: Deed) -> str:
        if deed.duty.milestone.kind == MilestoneKind.DELIVERABLE:
            return f"已印发，文号 云工发〔{self.days.year}〕{self.draw.randint(3, 48)}号。"
        said = self.draw.choice(("职工反映好", "当场收集意见 3 条", "按方案完成"))
        return f"{self.draw.randint(12, 160)}人参加，{said}。"

    def _prove(self, held: Duty, deed: Deed, by: Any) -> None:
        """A photograph of an activity, the minutes of anything else."""
        self.number += 1
        title, day = held.milestone.title, deed.held_on
        if held.milestone.kind == MilestoneKind.ACTIVITY:
            upload = Upload(photograph(title, held.org.name, self.number), f"活动照片-{day:%Y%m%d}.jpg")
        else:
            text = f"{held.org.name}\n{title}\n{day.isoformat()}\n{held.note}\n记录 {self.number:04}\n"
            upload = Upload(text.encode(), f"纪要-{day:%Y%m%d}.txt")
        evidence.attach(held, upload, by=by)


def photograph(title: str, place: str, number: int) -> bytes:
    """People before a banner, drawn by lot so that no two look alike, as a JPEG."""
    draw_lots, size = lots(f"activity {number}"), (480, 320)
    image = Image.new("RGB", size, tuple(draw_lots.randrange(90, 240) for _part in "RGB"))
    draw = ImageDraw.Draw(image)
    for _person in range(draw_lots.randint(14, 40)):
        left, top, wide = (
            draw_lots.randrange(-20, 460),
            draw_lots.randrange(40, 280),
            draw_lots.randrange(24, 110),
        )
        colour = tuple(draw_lots.randrange(256) for _part in "RGB")
        draw.ellipse((left + wide // 4, top - wide // 2, left + 3 * wide // 4, top), fill=colour)
        draw.rectangle((left, top, left + wide, top + 2 * wide), fill=colour[::-1])
    for line, text in enumerate((title, place)):
        draw.text(
            (240, 20 + 24 * line), pictures.written(text), fill="white", font=pictures.font(17), anchor="mm"
        )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _sizes(rows: Any) -> list[tuple[int, int]]:
    """How many unions answer for each line."""
    from django.db.models import Count

    return list(rows.order_by().values_list("milestone_id").annotate(count=Count("pk")))
