"""What the unions of the demonstration did in its year: relief given and reading rooms opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.site.demo import words
from zhijia.site.demo.people import PersonRow
from zhijia.site.demo.places import KNOWN, UnionRow
from zhijia.site.demo.size import Days, Size, lots

#: what the plan promises for the year
ROOMS, PERSONS = 21, 180
#: how much of the work falls into each month: gifts before the spring festival, school fees in August
MONTHS = (3.0, 2.0, 1.0, 1.0, 0.8, 0.8, 1.2, 1.6, 1.3, 0.8, 0.9, 1.8)
#: how workers are asked, of ten
WAYS = ("link",) * 6 + ("slip",) * 2 + ("call",) * 2
#: how many have an account of their own and answer there
OWN_ACCOUNT = 3


@dataclass
class Deed:
    """One entry to be made: its union, the worker it names, its columns, and what becomes of it.

    `proof` is whether a picture is put on it; `asked` the way the worker is asked, empty for not at all;
    `answer` what the worker says, empty for nothing yet.
    """

    union: str
    branch: str
    person: PersonRow
    values: dict[str, Any]
    proof: bool = True
    asked: str = ""
    answer: str = ""


class Happenings:
    """Draws the deeds so that what counts stands where the year stands, and shows every way not to count."""

    def __init__(self, unions: list[UnionRow], people: list[PersonRow], size: Size, days: Days):
        known = {code for code, *_more in KNOWN}
        self.unions = {one.code: one for one in unions if one.is_base and one.code not in known}
        self.size, self.days = size, days
        self.draw: Random = lots("happenings")
        settled = [row for row in people if row.is_plain and row.union in self.unions]
        self.workers = [row for row in settled if row.stays[0].joined_on < days.first]
        self.draw.shuffle(self.workers)

    def reliefs(self) -> list[Deed]:
        """Relief in every state; somebody is helped twice, somebody by two unions."""
        done = self._part(PERSONS * 1.07 * self.days.passed, OWN_ACCOUNT + 2)
        ways = [*["self"] * OWN_ACCOUNT, *self.draw.choices(WAYS, k=done - OWN_ACCOUNT)]
        found = [self._paid(asked=way, answer="yes") for way in ways]
        found += [self._again(found[-1]), self._elsewhere(found[-2])]
        for asked, count in (("link", 6), ("slip", 4), ("call", 4), ("", 3)):
            found += [self._paid(asked=asked) for _number in range(self._part(count, 1))]
        found += [self._paid(asked=way, answer="yes", proof=False) for way in ("link", "slip", "call")]
        found += [self._paid(asked="link", answer=said) for said in ("no", "partly")]
        for kind in ("medical", "emergency"):
            found += [
                self._paid(asked="link", answer="yes", kind=kind) for _number in range(self._part(8, 1))
            ]
        for state, count in (("asked", 10), ("approved", 5), ("returned", 2), ("refused", 1)):
            found += [self._open(state) for _number in range(self._part(count, 1))]
        return found

    def rooms(self) -> list[Deed]:
        """Reading rooms opened in the year, a few that do not count yet, planned ones, and older ones."""
        places = self._by_turns()
        done = min(ROOMS - 2, self._part(ROOMS * 0.97 * self.days.passed, 2))
        found = []
        for number, union in enumerate(places[: done + self._part(18, 4)]):
            left = number - done
            if left < 0:
                found.append(self._room(union, asked=self.draw.choice(WAYS), answer="yes"))
            elif left < 2:
                found.append(self._room(union, asked="link", answer="yes", proof=False))
            elif left < 4:
                found.append(self._room(union, asked="link" if left == 2 else ""))
            elif left < 6:
                found.append(self._room(union, planned=True, proof=False))
            else:
                found.append(self._room(union, older=True, proof=False))
        return [one for one in found if one is not None]

    def _by_turns(self) -> list[UnionRow]:
        """The unions of the counties, in an order in which every county has its turn."""
        counties = {code for code, _name, _vigour in words.COUNTIES}
        drawn = [(self.draw.random(), one) for one in self.unions.values() if one.branch in counties]
        turns: Counter[str] = Counter()
        found = []
        for _lot, one in sorted(drawn, key=lambda pair: pair[0]):
            found.append((turns[one.branch] + self.draw.random(), one))
            turns[one.branch] += 1
        return [one for _turn, one in sorted(found, key=lambda pair: pair[0])]

    def _part(self, whole: float, least: int) -> int:
        return max(least, round(whole * self.size.share))

    def _day(self) -> date:
        """A day of the year that has come, by how busy its month is."""
        months = [date(self.days.year, month, 1) for month in range(1, self.days.last.month + 1)]
        first = self.draw.choices(months, MONTHS[: len(months)])[0]
        day = first + timedelta(days=self.draw.randrange(28))
        return min(max(day, self.days.first + timedelta(days=3)), self.days.last)

    def _worker(self, asked: str) -> PersonRow:
        """Somebody not helped yet, with a telephone where the way of asking needs one."""
        for place in range(len(self.workers) - 1, -1, -1):
            row = self.workers[place]
            if bool(row.phone) == (asked != "slip") or not asked:
                return self.workers.pop(place)
        raise LookupError("the demonstration is too small: nobody is left to help")

    def _paid(self, *, asked: str, answer: str = "", proof: bool = True, kind: str = "living") -> Deed:
        person, paid_on = self._worker(asked), self._day()
        wait = timedelta(days=self.draw.randint(2, 15))
        values = self._asked_for(person, max(self.days.first, paid_on - wait), kind)
        values |= {"state": "paid", "paid_on": paid_on}
        values["pay_way"] = self.draw.choice(("bank", "bank", "bank", "cash", "goods"))
        return Deed(person.union, self.unions[person.union].branch, person, values, proof, asked, answer)

    def _open(self, state: str) -> Deed:
        person = self._worker("")
        day = self.days.ago(self.draw.randint(1, 20))
        values = self._asked_for(person, day, "living") | {"state": state}
        return Deed(person.union, self.unions[person.union].branch, person, values, proof=False)

    def _asked_for(self, person: PersonRow, day: date, kind: str) -> dict[str, Any]:
        reasons = {"living": ("low_income", "unemployment", "illness", "schooling"), "medical": ("illness",)}
        return {
            "kind": kind,
            "reason": self.draw.choice(reasons.get(kind, ("accident", "disaster"))),
            "amount": 100_00 * self.draw.randint(5, 30),
            "happened_on": day,
            "note": self.draw.choice(words.HARDSHIP),
        }

    def _again(self, first: Deed) -> Deed:
        """The same person helped a second time by the same union: counted once, two times of help."""
        values = {
            **first.values,
            "amount": 600_00,
            "happened_on": self.days.ago(1),
            "paid_on": self.days.last,
        }
        return Deed(first.union, first.branch, first.person, values, True, first.asked, "yes")

    def _elsewhere(self, first: Deed) -> Deed:
        """The same person helped by a second union of the county: once in each, once above."""
        others = [
            one for one in self.unions.values() if one.branch == first.branch and one.code != first.union
        ]
        union = self.draw.choice(others or [self.unions[first.union]])
        values = {
            **first.values,
            "amount": 800_00,
            "happened_on": self.days.ago(2),
            "paid_on": self.days.ago(1),
        }
        return Deed(union.code, union.branch, first.person, values, True, first.asked, "yes")

    def _room(
        self,
        union: UnionRow,
        *,
        asked: str = "",
        answer: str = "",
        proof: bool = True,
        planned: bool = False,
        older: bool = False,
    ) -> Deed | None:
        person = self._reader(union, asked)
        if person is None:
            return None
        day = max(self._day(), union.founded_on)
        if older:
            day = max(union.founded_on, date(self.days.year - self.draw.randint(1, 4), 5, 10))
        values = {**self._furnished(union), "happened_on": day, "in_preparation": planned}
        return Deed(union.code, union.branch, person, values, proof, asked, answer)

    def _furnished(self, union: UnionRow) -> dict[str, Any]:
        """Name, place and size of a room."""
        short = union.name.removesuffix("工会").removesuffix("有限公司").removesuffix("联合")
        house = self.draw.choice(("办公楼", "宿舍楼", "活动中心"))
        hours = ("每天 12:00–20:00", "工作日 17:30–21:00", "周二至周日 9:00–18:00")
        return {
            "name": f"{short}职工书屋",
            "address": f"{short}{house}{self.draw.randint(1, 3)}楼",
            "area_m2": self.draw.randint(20, 90),
            "seats": self.draw.randint(8, 40),
            "volumes": 50 * self.draw.randint(8, 44),
            "periodicals": self.draw.randint(5, 30),
            "keeper": self.draw.choice(words.SURNAMES) + self.draw.choice(words.GIVEN_WOMEN),
            "opening_hours": self.draw.choice(hours),
        }

    def _reader(self, union: UnionRow, asked: str) -> PersonRow | None:
        """A worker of the union who can vouch for its room, reachable the way it is asked."""
        here = [row for row in self.workers if row.union == union.code]
        fit = [row for row in here if bool(row.phone) == (asked != "slip")] or (here if not asked else [])
        return self.draw.choice(fit) if fit else None
