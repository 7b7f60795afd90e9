"""Free check-ups of the year: held at county hospitals, one without the hospital's list, one still planned."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from zhijia.assistance.models import Checked, CheckUp
from zhijia.kernel.identity import mask_name
from zhijia.kernel.uid import uuid7
from zhijia.site.demo.rooms.assistance.pool import Pool

#: what the plan promises for the year, and how much of it is reached where the year stands
PROMISED, REACHED = 50, 0.92
MONTHS = (0.3, 0.4, 5.0, 1.5, 1.5, 1.0, 0.6, 0.6, 1.5, 1.5, 1.0, 0.5)
EXAMINATIONS = ("妇科常规、彩超、宫颈筛查", "妇科常规、乳腺彩超", "宫颈癌和乳腺癌筛查")


class CheckUps:
    """Draws the sessions of each county and takes in who came."""

    def __init__(self, pool: Pool):
        self.pool, self.draw = pool, pool.draw

    def load(self) -> None:
        """Every county has a session; whose list is missing, who came twice and what is planned comes last."""
        wanted = self.pool.part(PROMISED * REACHED, 3)
        women: dict[str, list[Any]] = defaultdict(list)
        for union, woman in self.pool.some(wanted, sex="female", migrant=True):
            women[self.pool.branch_of[union]].append(woman)
        for branch, some in sorted(women.items()):
            self._session(branch, [*some, *self._silent(branch)], counts=len(some))
        first = min(women, default=self.pool.counties[0])
        self._session(first, women[first][:2], number=2, counts=2)
        self._session(self.pool.counties[-1], self._more(self.pool.counties[-1], 3), number=2, proven=False)
        self._planned(self.pool.counties[0])

    def _silent(self, branch: str) -> list[Any]:
        """Somebody in most counties who has not answered yet."""
        return self._more(branch, 1) if self.draw.random() < 0.7 else []

    def _more(self, branch: str, count: int) -> list[Any]:
        unions = [union for union in self.pool.unions if self.pool.branch_of[union] == branch]
        found: list[Any] = []
        for union in unions:
            while len(found) < count and (woman := self.pool.take(union, sex="female", migrant=True)):
                found.append(woman)
        return found

    def _session(
        self, branch: str, women: list[Any], *, number: int = 1, counts: int = 0, proven: bool = True
    ) -> None:
        """One check-up with the women on its list, the first `counts` of whom confirm."""
        if not women:
            return
        by, day = self.pool.officer(branch), self.pool.day(MONTHS)
        row = self._about(branch, number) | {"happened_on": day, "ends_on": day, "state": "held"}
        row |= {"examined": len(women), "cost": 180_00 * len(women)}
        (one,) = self.pool.add(CheckUp, [row], by, f"免费妇检-{branch}")
        rows = [{"uid": uuid7(), "checkup": one, "person": woman} for woman in women]
        made = self.pool.add(Checked, rows, by, f"免费妇检名单-{branch}")
        if proven:
            names = [f"{at}. {mask_name(woman.name)}" for at, woman in enumerate(women, 1)]
            lines = (one.org.name, f"受检 {len(women)} 人（医院盖章）　{day.isoformat()}", *names)
            self.pool.prove(one, f"妇检人员名单-{branch}-{number}", lines, by)
        self.pool.hear(made[: counts or len(made)], by)
        self.pool.ask(made[counts:] if counts else [], by)

    def _planned(self, branch: str) -> None:
        """One that is still to come."""
        day = self.pool.days.last + timedelta(days=12)
        row = self._about(branch, 3) | {"happened_on": day, "ends_on": day + timedelta(days=1)}
        self.pool.add(CheckUp, [row], self.pool.officer(branch), f"免费妇检计划-{branch}")

    def _about(self, branch: str, number: int) -> dict[str, Any]:
        place = self.pool.places[branch].name.removesuffix("总工会")
        return {
            "uid": uuid7(),
            "org": self.pool.places[branch],
            "hospital": f"{place}妇幼保健院" if number < 3 else f"{place}人民医院",
            "place": f"{place}妇幼保健院门诊{number}楼",
            "examinations": self.draw.choice(EXAMINATIONS),
        }


def load(pool: Pool) -> None:
    """The year's free check-ups."""
    CheckUps(pool).load()
