"""The employers of the demonstration with their dated numbers, and the numbers from outside they rest beside."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.site.demo import words
from zhijia.site.demo.numbers import credit_code
from zhijia.site.demo.places import CITY_CODE, KNOWN, MARKET, UnionRow
from zhijia.site.demo.size import Days, Size, lots
from zhijia.tree.kinds import OrgKind

#: staff of all covered employers for each member: the rate stands at 78 % of them
RATE = 0.78
PUBLIC = ("institution", "organ")


@dataclass
class UnitRow:
    """One employer; `later` is the day from which it has another number of staff."""

    name: str
    code: str
    keeper: str
    industry: str
    place_kind: str
    ownership: str
    staff: int
    covered_by: str = ""
    covered_from: date | None = None
    later: tuple[date, int] | None = None
    fixed: bool = False

    @property
    def staff_now(self) -> int:
        return self.later[1] if self.later else self.staff


@dataclass(frozen=True)
class BaseRow:
    """A number of a whole place from outside the union."""

    org: str
    kind: str
    number: int


class Employers:
    """Draws the employers: one for each grassroots union, several for each joint one, the rest uncovered."""

    def __init__(self, unions: list[UnionRow], size: Size, days: Days):
        self.unions, self.size, self.days = unions, size, days
        self.draw: Random = lots("employers")
        self.rows: list[UnitRow] = []
        self.names: Counter[str] = Counter()

    def all(self) -> list[UnitRow]:
        """Every employer, covered ones first, the staff of the covered ones in keeping with the members."""
        single = [one for one in self.unions if one.kind == OrgKind.GRASSROOTS]
        joint = [one for one in self.unions if one.kind == OrgKind.JOINT_GRASSROOTS]
        for one in single:
            self._own(one)
        left = self.size.units - len(single)
        for number in range(round(left * 0.65)):
            self._small(joint[number % len(joint)])
        while len(self.rows) < self.size.units:
            self._uncovered()
        self._scale(round(self.size.members / RATE))
        self._grow()
        return self.rows

    def _add(self, name: str, keeper: str, industry: str, place: str, ownership: str, staff: int) -> UnitRow:
        code = credit_code(len(self.rows) + 1, institution=ownership in PUBLIC)
        row = UnitRow(self._unlike(name), code, keeper, industry, place, ownership, max(staff, 4))
        self.rows.append(row)
        return row

    def _unlike(self, name: str) -> str:
        """The name, with a number where another employer has it."""
        self.names[name] += 1
        return name if self.names[name] == 1 else name.replace("有限公司", f"{self.names[name]}部有限公司")

    def _own(self, union: UnionRow) -> None:
        """The one employer of a grassroots union, named as the union is."""
        known = {code: more for code, *more in KNOWN}.get(union.code)
        ownership = str(union.more.get("economic_type") or "private")
        if union.more.get("unit_kind") == "institution":
            ownership = "institution"
        staff = round(math.exp(self.draw.gauss(3.9, 0.7)))
        name, industry = union.name.removesuffix("工会"), str(union.more.get("industry") or "C")
        if known is not None:
            _name, _kind, staff, name, ownership, industry = known
        row = self._add(name, union.branch, industry, "other", ownership, staff)
        row.fixed = known is not None
        row.covered_by, row.covered_from = union.code, union.founded_on

    def _small(self, union: UnionRow) -> None:
        row = self._any(union.branch, round(math.exp(self.draw.gauss(2.6, 0.5))))
        row.covered_by, row.covered_from = union.code, union.founded_on
        if union.code == MARKET:
            row.place_kind, row.industry = "market", "F"

    def _uncovered(self) -> None:
        county = self.draw.choice(words.COUNTIES)[0]
        self._any(county, round(math.exp(self.draw.gauss(2.8, 0.8))))

    def _any(self, branch: str, staff: int) -> UnitRow:
        trade, industry, ownership, place = self.draw.choice(words.TRADES)
        short = next(name for code, name, _vigour in words.COUNTIES if code == branch)[:2]
        name = f"{short}{self.draw.choice(words.BRANDS)}{trade}有限公司"
        return self._add(name, branch, industry, place, ownership, staff)

    def _scale(self, total: int) -> None:
        """Brings the staff of covered employers to `total`, those of known unions as they are."""
        fixed = sum(row.staff for row in self.rows if row.fixed)
        loose = [row for row in self.rows if row.covered_by and not row.fixed]
        factor = (total - fixed) / sum(row.staff for row in loose)
        for row in loose:
            row.staff = max(4, round(row.staff * factor))

    def _grow(self) -> None:
        """Some employers have grown or shrunk within the year."""
        loose = [row for row in self.rows if row.covered_by and not row.fixed]
        for row in self.draw.sample(loose, round(len(loose) * 0.15 * self.days.passed)):
            span = (self.days.last - self.days.first).days
            day = self.days.first + timedelta(days=1 + self.draw.randrange(max(span, 1)))
            start = row.covered_from or self.days.first
            if start < day <= self.days.last:
                row.later = (day, max(4, round(row.staff * self.draw.uniform(0.88, 1.15))))


def facts_of(row: UnitRow, days: Days) -> list[dict[str, Any]]:
    """The dated numbers of an employer as lines of the list of facts, `unit` left out."""
    since = date(days.year - 1, 1, 1)
    own = {"ownership": row.ownership, "above_scale": row.staff >= 80, "source": words.SOURCES[0]}
    first = {"valid_from": since, "staff": row.staff, "women": row.staff * 2 // 5, **own}
    if row.later is None:
        return [first]
    day, staff = row.later
    return [{**first, "valid_to": day}, {"valid_from": day, "staff": staff, "women": staff * 2 // 5, **own}]


def bases(rows: list[UnitRow]) -> list[BaseRow]:
    """Workers and enterprises of each county and industry: more than the unions cover, as outside sources tell."""
    found = []
    for keeper in sorted({row.keeper for row in rows} - {CITY_CODE}):
        covered = [row for row in rows if row.keeper == keeper and row.covered_by]
        workers = sum(row.staff_now for row in covered)
        firms = sum(1 for row in covered if row.ownership not in PUBLIC)
        found.append(BaseRow(keeper, "workers", math.ceil(workers / 0.83 / 10) * 10))
        if firms:
            found.append(BaseRow(keeper, "enterprises", math.ceil(firms / 0.66)))
    return found
