"""Collective contracts of the demonstration: in force, over, unsigned, unfiled, unproven or not confirmed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.contracts.models import Contract, Covered
from zhijia.directory.models import Person, Unit
from zhijia.evidence import services as evidence
from zhijia.kernel.period import add_months
from zhijia.kernel.uid import uuid7
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.site.demo.answers import Answers, Upload
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.crowds import everybody_says
from zhijia.site.demo.employers import PUBLIC, UnitRow
from zhijia.site.demo.loading import orgs, people_of
from zhijia.site.demo.people import PersonRow
from zhijia.site.demo.places import FARM, GAS, MILL, SITE, UnionRow
from zhijia.site.demo.size import Days, lots
from zhijia.site.demo.world import World
from zhijia.tree.kinds import OrgKind

DAY = timedelta(days=1)
#: months a contract of a kind runs, and how it is called on paper
MONTHS = {"general": 36, "wage": 12, "safety": 24, "women": 24}
TITLES = {
    "general": "集体合同",
    "wage": "工资专项集体合同",
    "safety": "劳动安全卫生专项集体合同",
    "women": "女职工权益保护专项集体合同",
}
#: of ten townships those that have signed for their employers, and of ten of these employers those that joined
REGIONAL, JOINED = {"wage": 7.6, "safety": 7.8}, 8.4
#: of ten enterprises with a union of their own those that signed for themselves
SINGLE = {"wage": 1.6, "general": 0.4, "women": 0.2}
#: of ten state-owned enterprises those under a contract on safety
STATE = 9.0
#: what becomes of a contract: most count
LACKING = ("unconfirmed", "unproven", "unfiled", "draft")
FATES = ("counts",) * 9 + LACKING
#: what the people one can log in as have before them
KNOWN = (
    (GAS, "wage", "counts"),
    (SITE, "wage", "unconfirmed"),
    (MILL, "wage", "draft"),
    (FARM, "safety", "unfiled"),
)


@dataclass
class Paper:
    """One contract to be made: who signs, whom it covers, and what becomes of it."""

    union: str
    branch: str
    kind: str
    level: str
    units: list[UnitRow]
    signed_on: date
    fate: str
    uid: Any = field(default_factory=uuid7)

    @property
    def starts_on(self) -> date:
        """The first of the month after the signature."""
        return add_months(self.signed_on.replace(day=1), 1)

    @property
    def last_on(self) -> date:
        return add_months(self.starts_on, MONTHS[self.kind]) - DAY


class Papers:
    """Draws the contracts: townships sign for many, enterprises for themselves; some stand under both."""

    def __init__(self, world: World):
        self.days: Days = world.days
        self.draw: Random = lots("contracts")
        self.unions = {one.code: one for one in world.unions}
        self.firms: dict[str, list[UnitRow]] = defaultdict(list)
        for unit in world.units:
            if unit.covered_by and unit.ownership not in PUBLIC:
                self.firms[unit.covered_by].append(unit)
        self.under: dict[str, list[str]] = defaultdict(list)
        for code in self.firms:
            self.under[self.unions[code].above].append(code)

    def all(self) -> list[Paper]:
        """Every contract with somebody to cover."""
        known = {code for code, *_more in KNOWN}
        found = [paper for kind in REGIONAL for paper in self._of_townships(kind)]
        found += [paper for paper in self._of_enterprises() if paper.union not in known]
        found += self._for_state_owned()
        for code, kind, fate in KNOWN:
            found.append(self._paper(self.unions[code], kind, "enterprise", self.firms[code], fate, 90))
        found += [self._last_year(paper) for paper in found if self._is_old(paper)]
        return [paper for paper in found if paper.units]

    def _of_townships(self, kind: str) -> Iterator[Paper]:
        """Regional contracts; of each kind some do not count, each for another reason."""
        places = [
            one for one in self.unions.values() if one.kind == OrgKind.TOWNSHIP and self.under[one.code]
        ]
        chosen = self.draw.sample(places, round(len(places) * REGIONAL[kind] / 10))
        for at, one in enumerate(chosen):
            units = [unit for union in self.under[one.code] for unit in self.firms[union]]
            # state-owned enterprises are under their county's contract on safety
            free = [unit for unit in units if kind != "safety" or unit.ownership != "state"]
            joined = [unit for unit in free if self.draw.random() * 10 < JOINED]
            fate = LACKING[at] if at < len(LACKING) and len(chosen) > len(FATES) else "counts"
            yield self._paper(one, kind, "regional", joined, fate)

    def _of_enterprises(self) -> Iterator[Paper]:
        """Contracts of enterprises with a union of their own, some of them under a region's too."""
        single = [code for code in sorted(self.firms) if self.unions[code].kind == OrgKind.GRASSROOTS]
        for kind, wish in SINGLE.items():
            for code in single:
                if self.draw.random() * 10 < wish:
                    fate = self.draw.choice(FATES)
                    yield self._paper(self.unions[code], kind, "enterprise", self.firms[code], fate)

    def _for_state_owned(self) -> Iterator[Paper]:
        """A county's contract on safety for its state-owned enterprises, and those of the industrial unions."""
        state: dict[str, list[UnitRow]] = defaultdict(list)
        for code, units in sorted(self.firms.items()):
            branch = self.unions[self.unions[code].branch]
            signer = branch.code if branch.kind == OrgKind.COUNTY else code
            state[signer] += [
                unit for unit in units if unit.ownership == "state" and self.draw.random() * 10 < STATE
            ]
        for signer, units in sorted(state.items()):
            level = "regional" if self.unions[signer].kind == OrgKind.COUNTY else "enterprise"
            free = [unit for unit in units if unit.covered_by != FARM]
            yield self._paper(self.unions[signer], "safety", level, free, "counts")

    def _paper(
        self, one: UnionRow, kind: str, level: str, units: Sequence[UnitRow], fate: str, ago: int = 0
    ) -> Paper:
        longest = 330 if kind == "wage" else 500
        signed_on = self.days.last - timedelta(days=ago or self.draw.randint(60, longest))
        covered = [unit for unit in units if unit.covered_from and unit.covered_from <= signed_on]
        return Paper(one.code, one.branch, kind, level, covered, signed_on, fate)

    def _is_old(self, paper: Paper) -> bool:
        return paper.kind == "wage" and paper.level == "regional" and self.draw.random() < 0.2

    def _last_year(self, paper: Paper) -> Paper:
        """The contract before: over on the eve of the present one."""
        signed_on = add_months(paper.signed_on, -12)
        units = [unit for unit in paper.units if unit.covered_from and unit.covered_from <= signed_on]
        return Paper(paper.union, paper.branch, paper.kind, paper.level, units, signed_on, "counts")


class Making:
    """Takes the papers in by the lists of each county's officer, proves them and has them confirmed."""

    def __init__(self, world: World, answers: Answers):
        self.answers, self.world = answers, world
        self.places = orgs()
        self.chairs = {one.code: str(one.more.get("chair_name") or "工会主席") for one in world.unions}
        self.people = self._workers()

    def _workers(self) -> dict[str, PersonRow]:
        """Somebody of every union of the base, and through it of every one above."""
        found: dict[str, PersonRow] = {}
        above = {one.code: one.above for one in self.world.unions}
        for row in self.world.people:
            place = row.union
            while row.is_plain and place and place not in found:
                found[place] = row
                place = above.get(place, "")
        return found

    def make(self, papers: list[Paper]) -> None:
        """Every paper in the register, with its list, proof and answers."""
        branches: dict[str, list[Paper]] = defaultdict(list)
        for paper in papers:
            if paper.union in self.people:
                branches[paper.branch].append(paper)
        held = people_of([self.people[paper.union] for some in branches.values() for paper in some])
        units = {unit.social_credit_code: unit for unit in Unit.objects.all()}
        number = 0
        for branch, some in sorted(branches.items()):
            rows = [self._contract(paper, number + at, held) for at, paper in enumerate(some, 1)]
            self._add(Contract, rows, branch, "集体合同台账")
            made = Contract.objects.select_related("org").in_bulk([one.uid for one in some], field_name="uid")
            lines = [
                {
                    "contract": made[paper.uid],
                    "unit": units[unit.code],
                    "workers": min(unit.staff, unit.staff_now),
                }
                for paper in some
                for unit in paper.units
            ]
            self._add(Covered, lines, branch, "集体合同覆盖单位")
            self._settle(branch, [(paper, made[paper.uid]) for paper in some])
            number += len(some)

    def _add(self, model: Any, rows: list[dict[str, Any]], branch: str, name: str) -> None:
        by = self.answers.actor(officer_of(branch))
        digest = hashlib.sha256(f"{name} {branch} {len(rows)}".encode()).hexdigest()
        add_many(register_of(model), rows, by=by, source=f"{name}-{branch}.xlsx", source_digest=digest)

    def _contract(self, paper: Paper, number: int, held: dict[str, Person]) -> dict[str, Any]:
        """The line of a contract in the list of its county."""
        row = {
            "uid": paper.uid,
            "org": self.places[paper.union],
            "kind": paper.kind,
            "level": paper.level,
            "starts_on": paper.starts_on,
            "last_on": paper.last_on,
            "employers_named": len(paper.units),
            "consulted_on": paper.signed_on - timedelta(days=30),
            "delegate": held[self.people[paper.union].id_number],
        }
        if paper.fate == "draft":
            return row
        row |= self._signed(paper)
        if paper.fate != "unfiled":
            place = "云" if paper.branch.startswith("YC1") else self.places[paper.branch].name[:2]
            row["number"] = f"{place}集审〔{paper.signed_on.year}〕{number:03}号"
            row["filed_on"] = paper.signed_on + timedelta(days=5)
        return row

    def _signed(self, paper: Paper) -> dict[str, Any]:
        delegates = 30 + paper.units[0].staff % 70
        return {
            "passed_on": paper.signed_on - timedelta(days=8),
            "delegates_all": delegates,
            "delegates_for": delegates - delegates // 9,
            "signed_on": paper.signed_on,
            "chief_workers": self.chairs[paper.union],
            "chief_employer": "企业方代表" if paper.level == "regional" else "法定代表人",
            **({"lowest_wage": 1700 + 10 * (delegates % 60)} if paper.kind == "wage" else {}),
        }

    def _settle(self, branch: str, made: list[tuple[Paper, Any]]) -> None:
        """The signed text on those that have one, and the word of the workers' side."""
        by = self.answers.actor(officer_of(branch))
        for paper, contract in made:
            if paper.fate in ("counts", "unconfirmed"):
                evidence.attach(contract, text_of(paper, contract), by=by)
        asked = [pair for pair in made if pair[0].fate in ("counts", "unproven")]
        for channel, wanted in (("link", True), ("slip", False)):
            some = [one for paper, one in asked if bool(self.people[paper.union].phone) == wanted]
            if some:
                everybody_says(some, answers=self.answers, by=by, channel=channel)


def text_of(paper: Paper, contract: Any) -> Upload:
    """The signed text with its list of employers, as a file of plain text: many of them cost next to nothing."""
    lines = [
        f"{contract.org.name}　{TITLES[paper.kind]}",
        f"期限：{paper.starts_on.isoformat()} 至 {paper.last_on.isoformat()}",
        f"职工代表大会通过：全体代表 {contract.delegates_all} 人，赞成 {contract.delegates_for} 票",
        f"职工方首席代表：{contract.chief_workers}（签字）　企业方首席代表：{contract.chief_employer}（签字）",
        f"签订日期：{paper.signed_on.isoformat()}　编号：{contract.number or '待编'}",
        "覆盖单位：",
        *(f"{at}. {unit.name}" for at, unit in enumerate(paper.units, 1)),
    ]
    name = f"{TITLES[paper.kind]}-{paper.starts_on.year}.txt"
    return Upload("\n".join(lines).encode(), name)


def load(world: World, answers: Answers) -> None:
    """The contracts of the demonstration."""
    Making(world, answers).make(Papers(world).all())
