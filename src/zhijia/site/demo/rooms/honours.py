"""Model workers on the lists, this year's survey of their living, and whom the federation commends at year end."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.directory.models import Membership, Person, Unit
from zhijia.evidence import services as evidence
from zhijia.honours.models import Commendation, ModelWorker, Survey, Surveyed
from zhijia.kernel.uid import uuid7
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.registry.services import add, move
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.crowds import everybody_says
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.places import CITY_CODE
from zhijia.site.demo.size import lots
from zhijia.site.demo.witnesses import paper
from zhijia.site.demo.words import COUNTIES
from zhijia.site.demo.world import World
from zhijia.tree.actor import Actor

#: model workers of each level at the city's size
TITLES = {"national": 3, "provincial": 32, "municipal": 40}
ISSUERS = {"national": "国", "provincial": "省", "municipal": "市"}
#: months of the year after which the survey begins and after which it is over
BEGUN, OVER = 3, 6
#: the commendations come in the last month of the year; before that only last year's are there
LAST_MONTH = 12
COMMENDED = 2
REACHED = ("visited", "visited", "visited", "called", "written")


class Honours:
    """Draws titles, answers and commendations, and takes them in by the officers concerned."""

    def __init__(self, world: World, answers: Answers):
        self.world, self.answers, self.days = world, answers, world.days
        self.draw: Random = lots("honours")
        self.places = orgs()
        self.branch_of = {one.code: one.branch for one in world.unions if one.is_base}
        self.members = self._members()

    def _members(self) -> dict[str, list[Person]]:
        """Members of forty years and more since long before the year, by union of a county."""
        counties = {code for code, _name, _vigour in COUNTIES}
        rows = Membership.objects.filter(
            valid_to=None,
            valid_from__lt=self.days.first,
            person__user=None,
            person__birth_on__year__lt=self.days.year - 40,
        )
        found: dict[str, list[Person]] = defaultdict(list)
        for row in rows.select_related("org", "person__org").defer("person__id_number").order_by("pk"):
            if self.branch_of.get(row.org.code) in counties:
                found[row.org.code].append(row.person)
        return found

    def load(self) -> None:
        """All of it."""
        self._titles()
        if self.days.last.month > BEGUN:
            self._survey()
        self._commendations()

    def _add(self, model: Any, rows: list[dict[str, Any]], by: Actor, name: str) -> list[Any]:
        add_many(register_of(model), rows, by=by, source=f"{name}.xlsx", source_digest=f"{name}-{len(rows)}")
        held = model.objects.select_related(*register_of(model).select)
        found = held.in_bulk([row["uid"] for row in rows], field_name="uid")
        return [found[row["uid"]] for row in rows]

    def _titles(self) -> None:
        """The lists of the counties, each by its own officer."""
        unions = [code for code, people in sorted(self.members.items()) if people]
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for level, count in TITLES.items():
            for _number in range(max(2, round(count * self.world.size.share))):
                union = self.draw.choice(unions)
                if self.members[union]:
                    rows[self.branch_of[union]].append(self._title(union, level))
        for branch, some in sorted(rows.items()):
            by = self.answers.actor(officer_of(branch))
            made = self._add(ModelWorker, some, by, f"劳模名册-{branch}")
            if branch == COUNTIES[0][0]:
                self._died(made[-1], by)

    def _title(self, union: str, level: str) -> dict[str, Any]:
        person = self.members[union].pop(self.draw.randrange(len(self.members[union])))
        year = self.draw.choice([self.days.year - ago for ago in (2, 4, 6, 9, 11)])
        return {
            "uid": uuid7(),
            "org": self.places[union],
            "person": person,
            "title": self.draw.choice(("model", "model", "advanced")),
            "level": level,
            "happened_on": date(year, 4, 28),
            "document_number": f"{ISSUERS[level]}劳表〔{year}〕1号",
            "work_state": self.draw.choice(("in_post", "in_post", "in_post", "retired")),
            "workplace": self.places[union].name.removesuffix("工会"),
            "has_allowance": level != "municipal",
            "has_medical_treatment": level != "municipal",
            "health": self.draw.choice(("good", "good", "chronic", "serious")),
        }

    def _died(self, entry: Any, by: Actor) -> None:
        """Somebody of the list has died and is asked nothing any more."""
        values = {"ended_on": date(self.days.year, 1, 15)}
        move(entry, "die", by=by, version=entry.version, values=values)

    def _survey(self) -> None:
        """The city's survey: over by summer, counted once; before that it runs and half have been asked."""
        by, begun_on = self.answers.actor("city.officer"), date(self.days.year, BEGUN, 10)
        values = {
            "org": self.places[CITY_CODE],
            "title": f"{self.days.year}年全市省部级以上劳模生活状况调查",
            "year": self.days.year,
            "asked": "upper",
            "happened_on": begun_on,
        }
        survey = add(register_of(Survey), values, by=by)
        over = self.days.last.month > OVER
        answered = self._answers(survey, begun_on, over=over)
        if over and answered:
            self._finish(survey, answered, by)

    def _answers(self, survey: Any, begun_on: date, *, over: bool) -> list[Any]:
        """What those on the lists said, recorded by their own counties; two could not be reached."""
        asked = ModelWorker.objects.filter(state="listed", level__in=("national", "provincial"))
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for place, one in enumerate(asked.select_related("org", "person__org").order_by("pk")):
            if over or place % 2 == 0:
                day = begun_on + timedelta(days=self.draw.randint(1, 60) if over else 5)
                rows[self.branch_of[one.org.code]].append(
                    self._answer(survey, one, day, reached=place not in (3, 9))
                )
        made: list[Any] = []
        for branch, some in sorted(rows.items()):
            by = self.answers.actor(officer_of(branch))
            found = self._add(Surveyed, some, by, f"劳模调查答卷-{branch}")
            said = [one for one in found if one.outcome != "not_reached"]
            everybody_says(
                [one for one in said if one.person.phone], answers=self.answers, by=by, channel="link"
            )
            made += said
        return made

    def _answer(self, survey: Any, one: Any, day: date, *, reached: bool) -> dict[str, Any]:
        row = {"uid": uuid7(), "survey": survey, "person": one.person, "happened_on": day}
        if not reached:
            return row | {"outcome": "not_reached", "explanation": "随子女在外省居住，多次电话无人接听"}
        low = self.draw.random() < 0.15
        return row | {
            "outcome": self.draw.choice(REACHED),
            "pension": "employee",
            "medical": self.draw.choice(("employee", "employee", "resident")),
            "housing": self.draw.choice(("own", "own", "own", "family", "rented", "unsafe")),
            "income": "under_1000" if low else self.draw.choice(("under_2000", "under_4000", "above")),
            "hardship": "low_income" if low else self.draw.choice(("no", "no", "no", "illness")),
            "note": self.draw.choice(("", "", "希望每年安排一次体检。", "希望多组织劳模交流。")),
        }

    def _finish(self, survey: Any, answered: list[Any], by: Actor) -> None:
        """The city's leader closes it, the report is added, and one of those asked says so."""
        with_phone = next(one.person for one in answered if one.person.phone)
        values = {"finished_on": date(self.days.year, OVER, 20), "witness": with_phone}
        done = move(
            survey, "finish", by=self.answers.actor("city.leader"), version=survey.version, values=values
        )
        lines = (
            f"共走访劳模 {len(answered)} 人",
            "参保、住房、收入情况见附表（汇总）",
            done.finished_on.isoformat(),
        )
        evidence.attach(done, paper(f"{survey.title}报告", lines), by=by)
        everybody_says([done], answers=self.answers, by=by, channel="link")

    def _commendations(self) -> None:
        """Last year's always; this year's only once its last month has come."""
        years = [self.days.year - 1, *([self.days.year] if self.days.last.month >= LAST_MONTH else [])]
        units = {one.covered_by: one for one in self.world.units if one.ownership in ("private", "state")}
        known = {unit.social_credit_code: unit for unit in Unit.objects.filter(legal_person=True)}
        chosen = [code for code in sorted(units) if self.members.get(code) and units[code].code in known]
        self.draw.shuffle(chosen)
        for year in years:
            for place in range(COMMENDED + 2):
                union = chosen.pop()
                self._commend(union, known[units[union].code], year, place)

    def _commend(self, union: str, unit: Any, year: int, place: int) -> None:
        """The first ones with decision and word, then one without the decision, then the union itself."""
        by, decided_on = self.answers.actor("city.officer"), date(year, 12, 1)
        itself = place == COMMENDED + 1
        values = {
            "org": self.places[union],
            "recipient": "union" if itself else "enterprise",
            "unit": None if itself else unit,
            "award": "model_home" if itself else "outstanding",
            "title": f"{year}年度{'模范职工之家' if itself else '优秀企业'}",
            "level": "municipal",
            "issuer": self.places[CITY_CODE].name,
            "document_number": f"云工发〔{year}〕{40 + place}号",
            "public_from": decided_on - timedelta(days=10),
            "public_to": decided_on - timedelta(days=3),
            "happened_on": decided_on,
            "witness": next((one for one in self.members[union] if one.phone), None),
        }
        made = add(register_of(Commendation), values, by=by)
        if place != COMMENDED:
            lines = (
                values["issuer"],
                f"{values['document_number']}　授予{made.unit or made.org}“{made.title}”",
            )
            evidence.attach(made, paper(f"表彰决定-{year}-{place + 40}", lines), by=by)
        if made.witness is not None:
            everybody_says([made], answers=self.answers, by=by, channel="link")


def load(world: World, answers: Answers) -> None:
    """The honours of the demonstration."""
    Honours(world, answers).load()
