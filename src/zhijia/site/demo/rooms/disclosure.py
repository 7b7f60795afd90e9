"""Disclosure of the demonstration: boards alive, empty, stale, without a photograph or nobody's word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.directory.models import Person, Unit
from zhijia.disclosure.models import Participant, Posting, System
from zhijia.evidence import services as evidence
from zhijia.kernel.period import add_months
from zhijia.kernel.uid import uuid7
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.employers import UnitRow
from zhijia.site.demo.loading import orgs, people_of
from zhijia.site.demo.places import FARM, GAS, MILL, SITE, UnionRow
from zhijia.site.demo.size import Days, lots
from zhijia.site.demo.witnesses import paper, say_yes, witnesses
from zhijia.site.demo.world import World
from zhijia.tree.kinds import OrgKind

#: what becomes of a board: of every hundred of joint unions and of single employers so many count
JOINT, SINGLE = 88, 68
LACKING = ("paper", "stale", "unproven", "unconfirmed")
#: what the people one can log in as have before them
KNOWN = {GAS: "counts", FARM: "unconfirmed", SITE: "unproven", MILL: "stale"}
#: a board that is looked at closer: its founding paper is on file, and one in so many shows older postings
PAPERS, OLDER = 30, 4
CATALOGUE = (
    "生产经营重大决策\n工资奖金分配和福利费使用\n社会保险缴纳情况\n安全生产和劳动保护\n集体合同履行情况"
)
MATTERS = (
    ("{quarter}工资奖金分配情况", "pay"),
    ("{quarter}社会保险缴纳情况", "insurance"),
    ("{quarter}业务招待费支出", "spending"),
    ("{quarter}安全检查和整改情况", "safety"),
    ("{quarter}职工福利费使用情况", "welfare"),
    ("{quarter}集体合同履行情况", "contracts"),
)
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


@dataclass
class Board:
    """One system to be made: whose, for which employers, when it last showed something, and its fate."""

    union: UnionRow
    units: list[UnitRow]
    since: date
    posted_on: date
    fate: str
    uid: Any = field(default_factory=uuid7)

    @property
    def title(self) -> str:
        """A joint union's board is called after its place, another after the employer."""
        if self.union.kind == OrgKind.JOINT_GRASSROOTS:
            return f"{self.union.name.removesuffix('联合工会')}联合公开栏"
        return f"{self.units[0].name}厂务公开"


class Boards:
    """Draws the boards: every union of the base has one or has none, a joint union one for all its employers."""

    def __init__(self, world: World):
        self.days: Days = world.days
        self.draw: Random = lots("disclosure")
        self.unions = [one for one in world.unions if one.is_base]
        self.units: dict[str, list[UnitRow]] = defaultdict(list)
        for unit in world.units:
            if unit.covered_by and unit.ownership != "organ":
                self.units[unit.covered_by].append(unit)

    def all(self) -> list[Board]:
        """Every board with somebody to disclose."""
        found = []
        for union in self.unions:
            if units := self.units[union.code]:
                fate = KNOWN.get(union.code) or self._fate(union)
                if fate != "none":
                    found.append(self._board(union, units, fate))
        return found

    def _fate(self, union: UnionRow) -> str:
        counting = JOINT if union.kind == OrgKind.JOINT_GRASSROOTS else SINGLE
        return (
            "counts" if self.draw.randrange(100) < counting else self.draw.choice((*LACKING, "none", "none"))
        )

    def _board(self, union: UnionRow, units: list[UnitRow], fate: str) -> Board:
        """A board stands since last year or its union's founding; a stale one has shown nothing for a year."""
        first = date(self.days.year - 2, 3, 1) + timedelta(days=self.draw.randrange(90))
        since = max(first, union.founded_on)
        posted_on = self.days.ago(self.draw.randrange(3, 200))
        if fate == "stale":
            posted_on = add_months(posted_on, -13)
        if posted_on < since:
            fate, posted_on = "paper" if fate == "stale" else fate, max(since, posted_on)
        return Board(union, units, since, posted_on, fate)


class Making:
    """Takes the boards in by the lists of each county's officer, with employers, postings, proof and answers."""

    def __init__(self, world: World, answers: Answers):
        self.days, self.answers = world.days, answers
        self.draw: Random = lots("disclosure postings")
        self.places, self.people = orgs(), witnesses(world)
        self.units = {unit.social_credit_code: unit for unit in Unit.objects.all()}
        self.held: dict[str, Person] = {}

    def make(self, boards: Sequence[Board]) -> None:
        """Every board in the register, then who is on it and what it showed."""
        branches: dict[str, list[Board]] = defaultdict(list)
        for board in boards:
            if board.union.code in self.people:
                branches[board.union.branch].append(board)
        self.held = people_of([self.people[one.union.code] for some in branches.values() for one in some])
        for branch, some in sorted(branches.items()):
            systems = self._add(System, [self._system(board) for board in some], branch, "厂务公开制度")
            pairs = [(board, systems[board.uid]) for board in some]
            rows = [
                {"uid": uuid7(), "system": system, "unit": self.units[unit.code], "valid_from": board.since}
                for board, system in pairs
                for unit in board.units
            ]
            self._add(Participant, rows, branch, "厂务公开单位")
            self._found(branch, pairs)
            self._post(branch, pairs)

    def _add(self, model: Any, rows: list[dict[str, Any]], branch: str, name: str) -> dict[Any, Any]:
        by = self.answers.actor(officer_of(branch))
        source = f"{name}-{branch}"
        add_many(register_of(model), rows, by=by, source=f"{source}.xlsx", source_digest=source)
        found = model.objects.select_related("org").in_bulk([row["uid"] for row in rows], field_name="uid")
        return dict(found)

    def _system(self, board: Board) -> dict[str, Any]:
        return {
            "uid": board.uid,
            "org": self.places[board.union.code],
            "title": board.title,
            "valid_from": board.since,
            "head": "总经理" if len(board.units) == 1 else "市场管理办公室主任",
            "keeper": str(board.union.more.get("chair_name") or "工会办公室"),
            "by_meeting": self.draw.random() < 0.5,
            "by_network": self.draw.random() < 0.3,
            "catalogue": CATALOGUE,
        }

    def _found(self, branch: str, pairs: Sequence[tuple[Board, Any]]) -> None:
        """The founding paper of some, as county offices have them on file."""
        by = self.answers.actor(officer_of(branch))
        for board, system in pairs[: 1 + len(pairs) // PAPERS]:
            lines = [f"领导小组组长：{system.head}", system.catalogue, board.since.isoformat()]
            evidence.attach(system, paper(f"关于建立{board.title}制度的通知", lines), by=by)

    def _post(self, branch: str, pairs: Sequence[tuple[Board, Any]]) -> None:
        """The newest posting of each board that shows anything, older ones of a few."""
        shown = [(board, system) for board, system in pairs if board.fate != "paper"]
        rows = [self._posting(board, system, board.posted_on) for board, system in shown]
        older = [
            self._posting(board, system, day)
            for board, system in shown[::OLDER]
            if (day := add_months(board.posted_on, -3)) >= board.since
        ]
        made = self._add(Posting, [*rows, *older], branch, "厂务公开事项")
        newest = [(board, made[row["uid"]]) for (board, _system), row in zip(shown, rows, strict=True)]
        by = self.answers.actor(officer_of(branch))
        for board, entry in newest:
            if board.fate != "unproven":
                lines = [f"{entry.subject}　{entry.place}", f"{entry.happened_on.isoformat()} 起公开"]
                evidence.attach(entry, paper(f"{board.title}公开记录", lines), by=by)
        yes = [
            (self.people[board.union.code], entry) for board, entry in newest if board.fate != "unconfirmed"
        ]
        say_yes(yes, branch=branch, answers=self.answers)

    def _posting(self, board: Board, system: Any, day: date) -> dict[str, Any]:
        subject, matter = self.draw.choice(MATTERS)
        opinions = self.draw.choice((0, 0, 1, 2, 5))
        return {
            "uid": uuid7(),
            "system": system,
            "subject": subject.format(quarter=f"{day.year}年{QUARTERS[(day.month - 1) // 3]}"),
            "matter": matter,
            "form": "board",
            "happened_on": day,
            "shown_until": day + timedelta(days=self.draw.randrange(15, 31)),
            "place": self.draw.choice(
                ("大门口公开栏", "食堂门口公开栏", "办公楼一楼公开栏", "市场入口公开栏")
            ),
            "opinions": opinions,
            "answered": self.draw.randint(0, opinions),
            "reader": self.held[self.people[board.union.code].id_number],
        }


def load(world: World, answers: Answers) -> None:
    """The disclosure of the demonstration."""
    Making(world, answers).make(Boards(world).all())
