"""School aid of the year: most of it before September, a child helped by two unions, and what does not count yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from zhijia.assistance.models import Schooling
from zhijia.kernel import money
from zhijia.kernel.identity import check_digit, mask_name
from zhijia.kernel.uid import uuid7
from zhijia.site.demo import words
from zhijia.site.demo.numbers import REGION
from zhijia.site.demo.rooms.assistance.pool import Pool

#: what the plan promises for the year, and how much of it is reached where the year stands
PROMISED, REACHED = 50, 0.76
MONTHS = (0.4, 0.3, 0.4, 0.4, 0.4, 0.6, 1.2, 7.0, 5.0, 1.0, 0.6, 0.4)
#: stage: age when it begins, years, amount in yuan, name of a school
STAGES = {
    "primary": (6, 6, 1000, "{place}实验小学"),
    "junior": (12, 3, 1500, "{place}第二中学"),
    "senior": (15, 3, 2000, "{place}第一高级中学"),
    "vocational": (15, 3, 2000, "{place}职业技术学校"),
    "college": (18, 3, 4000, "云川职业技术学院"),
    "university": (18, 4, 5000, "云川师范学院"),
}
REASONS = ("illness", "unemployment", "low_income", "accident")
#: fates of what does not count: paid without proof, not answered, denied; not paid yet, with its state
NOT_COUNTED = (("unproven", 2), ("silent", 3), ("no", 1))
OPEN = (("asked", 3), ("approved", 2), ("returned", 1), ("refused", 1))


class Schools:
    """Draws the entries and makes them, union by union."""

    def __init__(self, pool: Pool):
        self.pool, self.draw = pool, pool.draw
        self.children = 0
        self.rows: dict[str, list[tuple[dict[str, Any], str]]] = defaultdict(list)

    def load(self) -> None:
        """Every entry with its proof and answers."""
        done = self.pool.part(PROMISED * REACHED, 3)
        for union, person in self.pool.some(done):
            self._paid(union, person, "counts")
        self._second_parent()
        for fate, count in NOT_COUNTED:
            for union, person in self.pool.some(max(1, round(count * self.pool.world.size.share))):
                self._paid(union, person, fate)
        for state, count in OPEN:
            for union, person in self.pool.some(max(1, round(count * self.pool.world.size.share))):
                self._open(union, person, state)
        self._make()

    def _second_parent(self) -> None:
        """The other parent's union helps a child of somebody helped already: two entries, one student."""
        helped = [row for some in self.rows.values() for row, fate in some if fate == "counts"]
        for union, person in self.pool.some(1):
            first = next(row for row in helped if row["org"] != self.pool.places[union])
            names = ("student_name", "student_number", "school", "stage", "year_of_study", "school_year")
            asked_on = max(first["happened_on"], self.pool.days.first)
            again = {name: first[name] for name in names}
            self._paid(union, person, "counts", **again, happened_on=asked_on)

    def _paid(self, union: str, person: Any, fate: str, **more: Any) -> None:
        paid_on = self.pool.day(MONTHS)
        asked_on = max(self.pool.days.first, paid_on - timedelta(days=self.draw.randint(3, 15)))
        row = self._asked(union, person, asked_on) | more
        row |= {"state": "paid", "paid_on": max(paid_on, row["happened_on"]), "pay_way": "bank"}
        self.rows[self.pool.branch_of[union]].append((row, fate))

    def _open(self, union: str, person: Any, state: str) -> None:
        asked_on = self.pool.days.ago(self.draw.randint(1, 20))
        row = self._asked(union, person, asked_on) | {"state": state}
        self.rows[self.pool.branch_of[union]].append((row, state))

    def _asked(self, union: str, person: Any, asked_on: date) -> dict[str, Any]:
        stage = self.draw.choice(list(STAGES))
        first_age, years, amount, school = STAGES[stage]
        year = asked_on.year if asked_on.month >= 6 else asked_on.year - 1
        study = self.draw.randint(1, years)
        place = self.pool.places[self.pool.branch_of[union]].name.removesuffix("总工会")
        number, given = self._child(year - first_age - study + 1)
        return {
            "uid": uuid7(),
            "org": self.pool.places[union],
            "worker": person,
            "student_name": person.name[:1] + given,
            "student_number": number,
            "school": school.format(place=place),
            "stage": stage,
            "year_of_study": study,
            "school_year": year,
            "reason": self.draw.choice(REASONS),
            "amount": amount * 100,
            "happened_on": asked_on,
            "yearly_fee": amount * 100 + 50_000 * self.draw.randint(1, 6) if first_age >= 15 else None,
            "letter_number": f"{stage[:1].upper()}{year}{self.children:04}",
            "note": self.draw.choice(words.HARDSHIP),
        }

    def _child(self, year: int) -> tuple[str, str]:
        """The number and given name of a child born in the school year that begins in `year` minus one."""
        self.children += 1
        born_on = date(year, 1, 1) + timedelta(days=self.draw.randrange(240))
        girl = self.draw.random() < 0.5
        first = f"{REGION}{born_on:%Y%m%d}{500 + 2 * (self.children % 240) + (not girl):03d}"
        return first + check_digit(first), self.draw.choice(words.GIVEN_WOMEN if girl else words.GIVEN_MEN)

    def _make(self) -> None:
        for branch, some in sorted(self.rows.items()):
            by = self.pool.officer(branch)
            made = self.pool.add(Schooling, [row for row, _fate in some], by, f"金秋助学台账-{branch}")
            fates = [(fate, one) for (_row, fate), one in zip(some, made, strict=True)]
            for fate, one in fates:
                if fate in ("counts", "silent", "no"):
                    self._prove(one, by)
            self.pool.ask([one for fate, one in fates if fate == "silent"], by)
            said = {one.uid: "no" for fate, one in fates if fate == "no"}
            self.pool.hear(
                [one for fate, one in fates if fate in ("counts", "unproven", "no")], by, said=said
            )

    def _prove(self, one: Any, by: Any) -> None:
        lines = (
            one.org.name,
            f"学生 {mask_name(one.student_name)}　{one.get_stage_display()}　{one.name}学年",
            f"今收到助学金 {money.text(one.amount)} 元　领款人 {mask_name(one.worker.name)}",
            one.paid_on.isoformat(),
        )
        self.pool.prove(one, f"助学金领款单-{one.paid_on:%Y%m%d}", lines, by)


def load(pool: Pool) -> None:
    """The year's school aid."""
    Schools(pool).load()
