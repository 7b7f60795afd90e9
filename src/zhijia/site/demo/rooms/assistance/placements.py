"""Workers helped back into work: most with contract and word, somebody placed twice, and what does not count yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from zhijia.assistance.models import Placement
from zhijia.kernel.identity import mask_name
from zhijia.kernel.uid import uuid7
from zhijia.site.demo import words
from zhijia.site.demo.rooms.assistance.pool import Pool

#: what the plan promises for the year, and how much of it is reached where the year stands
PROMISED, REACHED = 100, 0.785
MONTHS = (0.8, 2.0, 3.0, 1.6, 1.2, 1.0, 0.8, 0.8, 1.2, 1.2, 1.0, 0.6)
HELP = ("referral", "referral", "job_fair", "job_fair", "training", "public_post", "startup")
POSTS = ("仓储分拣", "缝纫工", "家政服务员", "保洁员", "质检员", "装配工", "快递员", "厨房帮工", "保安")
FATES = (("unproven", 3), ("silent", 4), ("last_year", 2))


class Placements:
    """Draws the entries and makes them, county by county."""

    def __init__(self, pool: Pool):
        self.pool, self.draw = pool, pool.draw
        self.rows: dict[str, list[tuple[dict[str, Any], str]]] = defaultdict(list)

    def load(self) -> None:
        """Every entry with its contract and answer."""
        found = self.pool.some(self.pool.part(PROMISED * REACHED, 4))
        for union, person in found:
            self._place(union, person, "counts")
        for union, person in found[:1]:
            self._place(union, person, "counts", happened_on=self.pool.days.last)
        for fate, count in FATES:
            for union, person in self.pool.some(max(1, round(count * self.pool.world.size.share))):
                self._place(union, person, fate)
        for branch, some in sorted(self.rows.items()):
            self._make(branch, some)

    def _place(self, union: str, person: Any, fate: str, **more: Any) -> None:
        branch = self.pool.branch_of[union]
        signed_on = more.get("happened_on") or self.pool.day(MONTHS)
        if fate == "last_year":
            signed_on = date(self.pool.days.year - 1, self.draw.randint(3, 12), self.draw.randint(1, 28))
        helped_on = signed_on - timedelta(days=self.draw.randint(8, 45))
        laid_off = person.pk not in self.pool.migrants or self.draw.random() < 0.2 or fate == "last_year"
        row = {
            "uid": uuid7(),
            "org": self.pool.places[union],
            "person": person,
            "standing": "laid_off" if laid_off else "migrant",
            "former_employer": self._firm(branch) if laid_off else "",
            "lost_on": helped_on - timedelta(days=self.draw.randint(20, 300)) if laid_off else None,
            "help_kind": self.draw.choice(HELP),
            "helped_on": helped_on,
            "new_employer": self._firm(branch),
            "position": self.draw.choice(POSTS),
            "happened_on": signed_on,
            "contract_until": signed_on + timedelta(days=365 * self.draw.choice((1, 2, 3)) - 1),
        }
        self.rows[branch].append((row, fate))

    def _firm(self, branch: str) -> str:
        place = self.pool.places[branch].name[:2]
        trade = self.draw.choice(words.TRADES)[0]
        return f"{place}{self.draw.choice(words.BRANDS)}{trade}有限公司"

    def _make(self, branch: str, some: list[tuple[dict[str, Any], str]]) -> None:
        by = self.pool.officer(branch)
        made = self.pool.add(Placement, [row for row, _fate in some], by, f"就业帮扶台账-{branch}")
        fates = [(fate, one) for (_row, fate), one in zip(some, made, strict=True)]
        for fate, one in fates:
            if fate != "unproven":
                self._prove(one, by)
        self.pool.ask([one for fate, one in fates if fate == "silent"], by)
        self.pool.hear([one for fate, one in fates if fate != "silent"], by)

    def _prove(self, one: Any, by: Any) -> None:
        lines = (
            f"甲方 {one.new_employer}（盖章）　乙方 {mask_name(one.person.name)}（签字）",
            f"岗位 {one.position}　期限 {one.happened_on.isoformat()} 至 {one.contract_until.isoformat()}",
        )
        self.pool.prove(one, f"劳动合同-{one.happened_on:%Y%m%d}", lines, by)


def load(pool: Pool) -> None:
    """The year's placements."""
    Placements(pool).load()
