"""The members of the demonstration: who joined when, who left, who went to another union."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.site.demo import words
from zhijia.site.demo.employers import RATE, UnitRow
from zhijia.site.demo.numbers import IdNumbers, phone
from zhijia.site.demo.places import GAS, UnionRow
from zhijia.site.demo.size import Days, Size, lots

#: of a hundred members: joined within the year, left within it, moved to another union
JOINED, LEFT, MOVED = 0.11, 0.045, 0.008
WAYS_TO_LEAVE = ("left_job",) * 12 + ("retired",) * 5 + ("resigned",) * 2 + ("died",)
LATE = "年度核对会员名册时补录"


@dataclass
class Stay:
    """One stretch of membership in a union."""

    union: str
    joined_on: date
    left_on: date | None = None
    joined: str = "new"
    left: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """The stretch as the list of memberships takes it, union and person left out."""
        ended = (
            {"valid_to": self.left_on, "left_kind": self.left, "left_reason": LATE} if self.left_on else {}
        )
        return {"valid_from": self.joined_on, "join_kind": self.joined, **ended}


@dataclass
class PersonRow:
    """One person with every stay; the last union keeps the record."""

    name: str
    id_number: str
    phone: str
    migrant: bool
    stays: list[Stay] = field(default_factory=list)

    @property
    def union(self) -> str:
        return self.stays[-1].union

    @property
    def is_plain(self) -> bool:
        """Whether a list of members says all there is: one union, joined and still there."""
        return len(self.stays) == 1 and self.stays[0].left_on is None


WANG = ("王桂兰", date(1978, 3, 12), 2, "13000099999")


class People:
    """Draws the members of every union of the base, some for each hundred of its staff."""

    def __init__(self, unions: list[UnionRow], units: list[UnitRow], size: Size, days: Days):
        self.unions = {one.code: one for one in unions if one.is_base}
        self.staff = dict.fromkeys(self.unions, 0)
        for unit in units:
            if unit.covered_by:
                self.staff[unit.covered_by] += unit.staff_now
        self.size, self.days = size, days
        self.draw: Random = lots("people")
        self.numbers = IdNumbers(self.draw, year=days.year)
        self.rows: list[PersonRow] = []

    def all(self) -> list[PersonRow]:
        """Everybody: members, then those who left within the year."""
        self._wang()
        for code, count in self._counts().items():
            for _number in range(count):
                self._add(code, self._joined_on(self.unions[code]))
        present = list(self.rows)
        self._move(present)
        self._leave(present)
        return self.rows

    def _counts(self) -> dict[str, int]:
        """Members of each union: counties recruit differently, unions too, all together at the rate."""
        vigour = {code: more for code, _name, more in words.COUNTIES}
        wish = {
            code: self.staff[code] * vigour.get(one.branch, 1.1) * self.draw.uniform(0.66, 0.9)
            for code, one in self.unions.items()
        }
        factor = sum(self.staff.values()) * RATE / sum(wish.values())
        return {
            code: max(3, min(round(value * factor), self.staff[code] - 1)) - (code == GAS)
            for code, value in wish.items()
        }

    def _wang(self) -> None:
        """王桂兰 of the gas company, whose page one can look at."""
        name, born_on, sequence, number = WANG
        stay = Stay(GAS, date(2015, 3, 1))
        self.rows.append(PersonRow(name, self.numbers.of(born_on, sequence), number, False, [stay]))

    def _add(self, union: str, joined_on: date) -> PersonRow:
        man = self.draw.random() < 0.56
        name = self.draw.choice(words.SURNAMES) + self.draw.choice(
            words.GIVEN_MEN if man else words.GIVEN_WOMEN
        )
        number = phone(len(self.rows)) if self.draw.random() < 0.86 else ""
        migrant = self.draw.random() < 0.3
        row = PersonRow(name, self.numbers.draw(man=man), number, migrant, [Stay(union, joined_on)])
        self.rows.append(row)
        return row

    def _joined_on(self, union: UnionRow) -> date:
        if union.founded_on >= self.days.first:
            return self._day(union.founded_on, self.days.last)
        if self.draw.random() < JOINED * self.days.passed:
            return self._day(self.days.first, self.days.last)
        return self._before(union)

    def _before(self, union: UnionRow) -> date:
        """A day before the year, no more than ten years ago."""
        first = max(union.founded_on, date(self.days.year - 10, 1, 1))
        return self._day(first, self.days.first - timedelta(days=1))

    def _day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.draw.randrange((last - first).days + 1))

    def _move(self, present: list[PersonRow]) -> None:
        """Some have come from another union of their county within the year."""
        old = [row for row in present[1:] if row.stays[0].joined_on < self.days.first]
        for row in self.draw.sample(old, round(len(present) * MOVED * self.days.passed)):
            stay = row.stays[0]
            branch = self.unions[stay.union].branch
            others = [
                one.code
                for one in self.unions.values()
                if one.branch == branch and one.code != stay.union and one.founded_on <= stay.joined_on
            ]
            if not others:
                continue
            day = self._day(self.days.first + timedelta(days=1), self.days.last)
            before = Stay(self.draw.choice(others), stay.joined_on, day, "new", "transferred")
            row.stays = [before, Stay(stay.union, day, None, "transferred")]

    def _leave(self, present: list[PersonRow]) -> None:
        """Some were members when the year began and are not any more."""
        old = [one for one in self.unions.values() if one.founded_on < self.days.first]
        weights = [self.staff[one.code] for one in old]
        count = round(len(present) * LEFT * self.days.passed)
        for union in self.draw.choices(old, weights, k=count):
            row = self._add(union.code, self._before(union))
            row.stays[0].left_on = self._day(self.days.first + timedelta(days=1), self.days.last)
            row.stays[0].left = self.draw.choice(WAYS_TO_LEAVE)
