"""Workers' congresses of the demonstration: in their term, lapsed, unproven or unconfirmed, met or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.congress.models import Congress, Item, Session
from zhijia.directory import services as directory
from zhijia.directory.models import Person, Unit
from zhijia.evidence import services as evidence
from zhijia.kernel.period import add_months
from zhijia.kernel.uid import uuid7
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.employers import UnitRow
from zhijia.site.demo.loading import orgs, people_of
from zhijia.site.demo.places import MARKET
from zhijia.site.demo.size import Days, lots
from zhijia.site.demo.witnesses import paper, say_yes, witnesses
from zhijia.site.demo.world import World
from zhijia.tree.kinds import OrgKind

DAY = timedelta(days=1)
NON_PUBLIC = ("private", "hkmt", "foreign")
#: of a hundred large non-public enterprises those whose congress counts; of a hundred others those that have one
LARGE, OTHERS = 64, 34
#: how a congress falls short; the last has none at all
LACKING = ("lapsed", "unconfirmed", "unproven", "none")
#: a session that counts, and the ways in which one does not
MET = ("held",) * 7 + ("thin", "unproven", "unasked", "none")
#: from this many workers on delegates are elected; large ones grow out of those from NEARLY on
SMALLEST, NEARLY, GROWN = 55, 140, 4
#: union, county, region, and whether a delegate has confirmed it
REGIONAL = (
    (MARKET, "YC02", "北山商贸城", True),
    ("YC03T01", "YC03", "青年路商圈", True),
    ("YC05T01", "YC05", "建材产业园", False),
)
SUBJECTS = (
    ("工资专项集体合同草案", "adopt"),
    ("年度安全生产工作报告", "deliberate"),
    ("职工教育经费使用情况报告", "supervise"),
    ("企业考勤休假管理办法", "adopt"),
    ("领导班子民主评议", "appraise"),
)


@dataclass
class Term:
    """One congress to be made: of which employer, from when to when, and what becomes of it."""

    unit: UnitRow
    branch: str
    first: date
    last: date
    fate: str
    met: str
    uid: Any = field(default_factory=uuid7)

    @property
    def delegates(self) -> int:
        """As many as are due, and a few more."""
        return max(30, self.unit.staff // 20) + self.unit.staff % 7


class Terms:
    """Draws the congresses: of large non-public enterprises nearly as many as the plan wants."""

    def __init__(self, world: World):
        self.days: Days = world.days
        self.draw: Random = lots("congress")
        self.unions = {one.code: one for one in world.unions}
        own = [unit for unit in world.units if self._is_own(unit)]
        non_public = [unit for unit in own if unit.ownership in NON_PUBLIC]
        near = [one for one in non_public if NEARLY <= one.staff < 200 and not (one.fixed or one.later)]
        self.growing = sorted(near, key=lambda unit: -unit.staff)[:GROWN]
        self.large = [one for one in non_public if one.staff_now >= 200] + self.growing
        large = {unit.code for unit in self.large}
        self.others = [one for one in own if one.staff >= SMALLEST and one.code not in large]

    def _is_own(self, unit: UnitRow) -> bool:
        union = self.unions.get(unit.covered_by)
        return union is not None and union.kind == OrgKind.GRASSROOTS and unit.ownership != "organ"

    def all(self) -> list[Term]:
        """Every congress, the large enterprises' first."""
        counting = round(len(self.large) * LARGE / 100)
        fates = ["counts"] * counting + [
            LACKING[at % len(LACKING)] for at in range(len(self.large) - counting)
        ]
        found = [
            self._term(unit, fate) for unit, fate in zip(self.large, fates, strict=True) if fate != "none"
        ]
        chosen = [unit for unit in self.others if self.draw.randrange(100) < OTHERS]
        return found + [self._term(unit, self.draw.choice(("counts",) * 7 + LACKING[:3])) for unit in chosen]

    def _term(self, unit: UnitRow, fate: str) -> Term:
        """Three or five years; a lapsed one was over some weeks ago and nobody called the next."""
        years, wait = self.draw.choice((3, 5)), timedelta(days=self.draw.randrange(20, 300))
        covered_from = unit.covered_from or self.days.first
        over = add_months(self.days.last - wait, -12 * years)
        if fate == "lapsed" and over < covered_from:
            fate = "unconfirmed"
        first = over if fate == "lapsed" else max(self.days.last - 2 * wait, covered_from)
        met = "none" if fate == "lapsed" else self.draw.choice(MET)
        last = add_months(first, 12 * years) - DAY
        return Term(unit, self.unions[unit.covered_by].branch, first, last, fate, met)


class Making:
    """Takes the congresses in by the lists of each county's officer, with sessions, items, proof and answers."""

    def __init__(self, world: World, answers: Answers):
        self.days, self.answers = world.days, answers
        self.draw: Random = lots("congress sessions")
        self.places, self.people = orgs(), witnesses(world)

    def make(self, terms: Sequence[Term]) -> None:
        """Every congress in the register, then what its delegates did."""
        branches: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            if term.unit.covered_by in self.people:
                branches[term.branch].append(term)
        self.held = people_of(
            [self.people[one.unit.covered_by] for some in branches.values() for one in some]
        )
        self.units = {unit.social_credit_code: unit for unit in Unit.objects.all()}
        for branch, some in sorted(branches.items()):
            made = self._add(Congress, [self._congress(term) for term in some], branch, "职代会台账")
            self._settle(branch, [(term, made[term.uid]) for term in some], "代表选举结果公告")
            self._sessions(branch, [(term, made[term.uid]) for term in some])
        for code, branch, area, counts in REGIONAL:
            self._region(code, branch, area, counts)

    def _region(self, code: str, branch: str, area: str, counts: bool) -> None:
        """A congress of a region; without a delegate's word it does not count."""
        person = self.people[code]
        first = self.days.ago(self.draw.randrange(60, 300))
        row = {
            "uid": uuid7(),
            "org": self.places[code],
            "scope": "regional",
            "area": area,
            "number": 1,
            "valid_from": first,
            "last_on": add_months(first, 36) - DAY,
            "delegates": 36,
            "front_line": 20,
            "managers": 8,
            "women": 15,
            "delegate": people_of([person])[person.id_number],
        }
        entry = self._add(Congress, [row], branch, f"{area}职代会台账")[row["uid"]]
        by = self.answers.actor(officer_of(branch))
        evidence.attach(entry, paper(f"{area}职代会代表名册", [f"代表36名　{first.isoformat()}"]), by=by)
        if counts:
            say_yes([(person, entry)], branch=branch, answers=self.answers)

    def _add(self, model: Any, rows: list[dict[str, Any]], branch: str, name: str) -> dict[Any, Any]:
        by = self.answers.actor(officer_of(branch))
        source = f"{name}-{branch}"
        add_many(register_of(model), rows, by=by, source=f"{source}.xlsx", source_digest=source)
        found = model.objects.select_related("org").in_bulk([row["uid"] for row in rows], field_name="uid")
        return dict(found)

    def _delegate(self, term: Term) -> Person:
        return self.held[self.people[term.unit.covered_by].id_number]

    def _congress(self, term: Term) -> dict[str, Any]:
        count = term.delegates
        return {
            "uid": term.uid,
            "org": self.places[term.unit.covered_by],
            "unit": self.units[term.unit.code],
            "number": 1 + term.unit.staff % 5,
            "valid_from": term.first,
            "last_on": term.last,
            "delegates": count,
            "front_line": count * 3 // 5,
            "managers": count // 6,
            "women": count * 2 // 5,
            "delegate": self._delegate(term),
        }

    def _settle(self, branch: str, made: Sequence[tuple[Term, Any]], title: str) -> None:
        """The announcement on those that have one, and the word of a delegate."""
        by = self.answers.actor(officer_of(branch))
        for term, entry in made:
            if term.fate != "unproven":
                lines = [
                    f"{entry}：当选代表{term.delegates}名",
                    f"{term.first.isoformat()}　{entry.org.name}（章）",
                ]
                evidence.attach(entry, paper(f"{term.unit.name}{title}", lines), by=by)
        yes = [
            (self.people[term.unit.covered_by], entry) for term, entry in made if term.fate != "unconfirmed"
        ]
        say_yes(yes, branch=branch, answers=self.answers)

    def _sessions(self, branch: str, congresses: Sequence[tuple[Term, Any]]) -> None:
        met = [(term, congress) for term, congress in congresses if term.met != "none"]
        rows = [self._session(term, congress) for term, congress in met]
        made = self._add(Session, rows, branch, "职代会会议台账")
        pairs = [(term, made[row["uid"]]) for (term, _congress), row in zip(met, rows, strict=True)]
        by = self.answers.actor(officer_of(branch))
        for term, entry in pairs:
            if term.met in ("held", "thin", "unasked"):
                lines = [f"应到{entry.delegates}名，实到{entry.present}名", entry.happened_on.isoformat()]
                evidence.attach(entry, paper(f"{term.unit.name}职代会签到册", lines), by=by)
        yes = [(self.people[term.unit.covered_by], entry) for term, entry in pairs if term.met != "unasked"]
        say_yes(yes, branch=branch, answers=self.answers)
        self._add(Item, [row for _term, entry in pairs for row in self._items(entry)], branch, "职代会议题")

    def _session(self, term: Term, congress: Any) -> dict[str, Any]:
        earliest = max(term.first, self.days.first)
        held_on = earliest + timedelta(days=self.draw.randrange((self.days.last - earliest).days + 1))
        share = 0.6 if term.met == "thin" else self.draw.uniform(0.75, 1)
        return {
            "uid": uuid7(),
            "congress": congress,
            "happened_on": held_on,
            "number": 1,
            "place": self.draw.choice(("职工俱乐部", "公司大会议室", "职工食堂二楼")),
            "present": int(term.delegates * share),
            "published_on": min(held_on + 3 * DAY, self.days.last),
            "delegate": self._delegate(term),
        }

    def _items(self, session: Any) -> list[dict[str, Any]]:
        """Two or three items of a session with a quorum; now and then one does not pass."""
        if not session.quorate:
            return []
        chosen = self.draw.sample(SUBJECTS, self.draw.randint(2, 3))
        rows = []
        for subject, right in chosen:
            votes = int(session.present * self.draw.choice((0.95, 0.9, 0.85, 0.45)))
            against = (session.present - votes) // 2
            rows.append(
                {
                    "uid": uuid7(),
                    "session": session,
                    "subject": subject,
                    "right": right,
                    "secret": right != "deliberate",
                    "votes_for": votes,
                    "votes_against": against,
                    "abstained": session.present - votes - against,
                }
            )
        return rows


def _grow(terms: Terms, answers: Answers) -> None:
    """Some enterprises passed 200 workers within the year: they enter the base, and those with a congress the part."""
    for at, row in enumerate(terms.growing):
        unit = Unit.objects.select_related("org").get(social_credit_code=row.code)
        grown_on = terms.days.ago(45 + 20 * at)
        staff = 203 + 4 * at
        facts = {"staff": staff, "women": staff * 2 // 5}
        directory.unit_facts(unit, on=grown_on, by=answers.actor("city.officer"), **facts)


def load(world: World, answers: Answers) -> None:
    """The congresses of the demonstration."""
    terms = Terms(world)
    _grow(terms, answers)
    Making(world, answers).make(terms.all())
