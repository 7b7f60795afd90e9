"""Insurance of the year: rounds of medical mutual aid with renewals, an accident round, cancer insurance for women."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhijia.assistance.models import Enrolment, Insurance, Relief, Round
from zhijia.kernel.identity import mask_name
from zhijia.kernel.uid import uuid7
from zhijia.site.demo.rooms.assistance.pool import Pool

#: what the plan promises for the year, and how much of it is reached where the year stands
NEW, NEW_REACHED = 1500, 0.86
WOMEN, WOMEN_REACHED = 50, 0.84
#: people of one union's list; of a hundred on it those who renew and those who have not answered
LISTED, RENEWING, SILENT = 38, 9, 5
#: unions whose list was never proven, and unions insured against accidents only
UNPROVEN, ACCIDENT = 2, 2
INSURER, SOCIETY = "云川人寿保险公司", "云川市职工互助会"


@dataclass
class Batch:
    """One list of a union: its round, who is on it, and what becomes of it."""

    union: str
    branch: str
    plan: str
    first: date
    people: list[Any]
    proven: bool = True
    renewing: list[Any] = field(default_factory=list)
    uid: Any = field(default_factory=uuid7)
    before: Any = field(default_factory=uuid7)


class Insurances:
    """Draws the lists and takes them in, last year's first so that renewals are known."""

    def __init__(self, pool: Pool):
        self.pool, self.draw = pool, pool.draw
        self.numbers = 0

    def load(self) -> None:
        """Mutual aid, then the women's insurance."""
        batches: dict[str, list[Batch]] = defaultdict(list)
        for batch in self._batches():
            batches[batch.branch].append(batch)
        for branch, some in sorted(batches.items()):
            self._mutual(branch, some)
        self._women()

    def _batches(self) -> list[Batch]:
        """Unions by turns until enough people are newly insured; a few whose list counts for nothing."""
        wanted = self.pool.part(NEW * NEW_REACHED, 12)
        found: list[Batch] = []
        turns, seen = self.pool.by_turns(), set()
        for _try in range(len(self.pool.unions) * 2):
            union = next(turns)
            if union in seen or self.pool.places[union].opened_on >= self._last_year():
                continue
            seen.add(union)
            found.append(self._batch(union, min(LISTED, wanted + 3)))
            wanted -= round(len(found[-1].people) * (1 - SILENT / 100))
            if wanted <= 0:
                break
        extra = [union for union in self.pool.unions if union not in seen][: UNPROVEN + ACCIDENT]
        for number, union in enumerate(extra):
            plan = "medical" if number < UNPROVEN else "accident"
            found.append(self._batch(union, 6, plan=plan, proven=number >= UNPROVEN))
        return [batch for batch in found if batch.people]

    def _last_year(self) -> date:
        return date(self.pool.days.year - 1, 1, 1)

    def _batch(self, union: str, count: int, *, plan: str = "medical", proven: bool = True) -> Batch:
        people = [self.pool.take(union) for _number in range(count)]
        known = [person for person in people if person is not None]
        renewing = known[: len(known) * RENEWING // 100] if plan == "medical" and proven else []
        fresh = known[len(renewing) :]
        first = date(self.pool.days.year, self.draw.randint(1, self.pool.days.last.month), 1)
        return Batch(union, self.pool.branch_of[union], plan, first, fresh, proven, renewing)

    def _mutual(self, branch: str, batches: list[Batch]) -> None:
        """The rounds of a county's unions, their people, the stamped lists and the answers."""
        by = self.pool.officer(branch)
        renewed = [batch for batch in batches if batch.renewing]
        older = [self._round(batch, batch.before, batch.renewing, years=-1) for batch in renewed]
        newer = [self._round(batch, batch.uid, [*batch.renewing, *batch.people]) for batch in batches]
        rounds = self.pool.add(Round, [*older, *newer], by, f"互助保障参保批次-{branch}")
        held = {one.uid: one for one in rounds}
        lists = [(held[batch.before], batch.renewing) for batch in renewed]
        self._enrol(lists, by, f"互助参保名单（上年）-{branch}")
        lists = [(held[batch.uid], [*batch.renewing, *batch.people]) for batch in batches]
        made = self._enrol(lists, by, f"互助参保名单-{branch}")
        for batch in batches:
            if batch.proven:
                self._stamp(held[batch.uid], [*batch.renewing, *batch.people], by)
        silent = {one.pk for one in made if self.draw.randrange(100) < SILENT}
        self.pool.hear([one for one in made if one.pk not in silent], by)

    def _enrol(self, lists: list[tuple[Any, list[Any]]], by: Any, name: str) -> list[Any]:
        rows = [
            {"uid": uuid7(), "round": one, "person": person} for one, people in lists for person in people
        ]
        return self.pool.add(Enrolment, rows, by, name)

    def _round(self, batch: Batch, uid: Any, people: list[Any], *, years: int = 0) -> dict[str, Any]:
        self.numbers += 1
        first = batch.first.replace(year=batch.first.year + years)
        return {
            "uid": uid,
            "org": self.pool.places[batch.union],
            "plan": batch.plan,
            "insurer": SOCIETY,
            "policy_number": f"YCHZ{first:%Y%m}-{self.numbers:04}",
            "valid_from": first,
            "valid_to": first.replace(year=first.year + 1),
            "premium": 60_00 if batch.plan == "medical" else 30_00,
            "paid_by": self.draw.choice(("shared", "union", "worker")),
            "listed": len(people),
        }

    def _stamp(self, one: Any, people: list[Any], by: Any) -> None:
        """The list as the insurer sent it back."""
        names = [f"{at}. {mask_name(person.name)}" for at, person in enumerate(people, 1)]
        lines = (
            one.org.name,
            one.insurer,
            f"保单编号 {one.policy_number}　共 {len(people)} 人（盖章）",
            *names,
        )
        self.pool.prove(one, f"参保人员名单-{one.policy_number}", lines, by)

    def _women(self) -> None:
        """Women in hardship: those who had relief this year need no file number, the rest have one."""
        wanted = self.pool.part(WOMEN * WOMEN_REACHED, 3)
        lists: dict[str, list[Any]] = defaultdict(list)
        for union, woman in self.pool.some(wanted + max(2, wanted // 6), sex="female"):
            lists[self.pool.branch_of[union]].append(woman)
        for number, (branch, women) in enumerate(sorted(lists.items())):
            self._insure(branch, women, proven=number != len(lists) - 1 or len(lists) < 3)

    def _insure(self, branch: str, women: list[Any], *, proven: bool) -> None:
        """One county's list; the last of it, had she relief in the months before, needs no file number."""
        by, first = self.pool.officer(branch), date(self.pool.days.year, min(3, self.pool.days.last.month), 1)
        helped = self._helped(branch, first, women)
        people = [*women, *helped]
        batch = Batch(branch, branch, "cancer", first, people)
        row = self._round(batch, batch.uid, people) | {
            "insurer": INSURER,
            "premium": 120_00,
            "paid_by": "union",
        }
        (one,) = self.pool.add(Round, [row], by, f"防癌保险批次-{branch}")
        rows = [
            {
                "uid": uuid7(),
                "round": one,
                "person": woman,
                "reason": self.draw.choice(("illness", "low_income", "unemployment")),
                "file_number": "" if woman in helped else f"KN{branch[2:]}{self.pool.days.year}{at:04}",
            }
            for at, woman in enumerate(people, 1)
        ]
        made = self.pool.add(Insurance, rows, by, f"女职工防癌保险名单-{branch}")
        if proven:
            self._stamp(one, people, by)
        self.pool.hear(made[1:], by)

    def _helped(self, branch: str, first: date, women: list[Any]) -> list[Any]:
        """A woman of the county whose relief of the months before shows her hardship."""
        path, days = self.pool.places[branch].path, (first - timedelta(days=300), first)
        rows = Relief.objects.filter(org__path__startswith=path, worker__sex="female", paid_on__range=days)
        rows = rows.filter(state="received").exclude(worker__in=women)
        found = rows.select_related("worker__org").order_by("pk").first()
        return [] if found is None or found.worker.path[: len(path)] != path else [found.worker]


def load(pool: Pool) -> None:
    """The year's insurance."""
    Insurances(pool).load()
