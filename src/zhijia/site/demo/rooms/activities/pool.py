"""Who can stand on lists: the members of each county and industrial union, and who records for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.directory.models import Membership, Person
from zhijia.directory.queries import among
from zhijia.evidence import services as evidence
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.site.demo import words
from zhijia.site.demo.answers import Answers, Upload
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.crowds import ask_all, everybody_says
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.places import KNOWN
from zhijia.site.demo.rooms.activities import lessons
from zhijia.site.demo.size import lots
from zhijia.site.demo.world import World
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

#: of a thousand people on a list those who were not asked, have not answered, said no, or only partly
SILENT, WAITING, NO, PARTLY = 25, 55, 4, 3
#: how much of the lessons falls into each month
MONTHS = (0.6, 0.5, 1.6, 1.6, 1.4, 1.0, 0.8, 0.8, 1.3, 1.4, 1.2, 0.6)


@dataclass
class Branch:
    """A county or industrial union: its officer, its people in an order drawn by lot, its women workers."""

    code: str
    org: Org
    by: Actor
    women_workers: int = 0
    people: list[Person] = field(default_factory=list)
    migrants: set[int] = field(default_factory=set)

    def take(self, count: int, *, sex: str = "", migrant: bool | None = None) -> list[Person]:
        """So many of its people who stand on no list of courses yet."""
        found: list[Person] = []
        rest: list[Person] = []
        for person in self.people:
            fits = (not sex or person.sex == sex) and (
                migrant is None or (person.pk in self.migrants) == migrant
            )
            (found if fits and len(found) < count else rest).append(person)
        self.people = rest
        return found


class Pool:
    """Everybody who is a member since before the year, by branch."""

    def __init__(self, world: World, answers: Answers):
        self.world, self.answers, self.days = world, answers, world.days
        self.draw: Random = lots("activities")
        self.pace = world.days.passed * world.size.share
        self.places = orgs()
        self.drawn, self.courses = 0, 0
        #: a small demonstration has fewer lists, since every sheet is drawn and looked at
        self.is_small = world.size.share < 1
        codes = {one.code: one.branch for one in world.unions}
        self.branches = {
            code: self._branch(code) for code in sorted(set(codes.values())) if code in self.places
        }
        known = {code for code, *_more in KNOWN}
        for membership in self.members():
            code = membership.org.code
            branch = self.branches.get(codes.get(code, ""))
            if branch is not None and code not in known:
                branch.people.append(membership.person)
        for branch in self.branches.values():
            self.draw.shuffle(branch.people)
            branch.migrants = among([one.pk for one in branch.people], "migrant", self.days.first)
        self._count_women(codes)

    def _branch(self, code: str) -> Branch:
        return Branch(code, self.places[code], self.answers.actor(officer_of(code)))

    def members(self) -> Any:
        """Memberships since before the year that still hold."""
        rows = Membership.objects.filter(valid_to=None, valid_from__lt=self.days.first)
        return rows.select_related("org", "person", "person__org").defer("person__id_number").order_by("pk")

    def _count_women(self, codes: dict[str, str]) -> None:
        """Women workers of covered employers, as the list of employers says."""
        women: dict[str, int] = defaultdict(int)
        for unit in self.world.units:
            women[codes.get(unit.covered_by, "")] += unit.staff_now * 2 // 5
        for code, branch in self.branches.items():
            branch.women_workers = women[code]

    def with_women(self) -> list[Branch]:
        """The branches whose women have lectures and activities: all, in a small demonstration the counties."""
        counties = {code for code, _name, _vigour in words.COUNTIES}
        return [one for code, one in self.branches.items() if code in counties or not self.is_small]

    def day(self, length: int = 1) -> date:
        """A first day of something that long, over by the last day of the demonstration."""
        months = [date(self.days.year, month, 1) for month in range(1, self.days.last.month + 1)]
        first = self.draw.choices(months, MONTHS[: len(months)])[0] + timedelta(days=self.draw.randrange(28))
        return max(self.days.first, min(first, self.days.last - timedelta(days=length)))

    def listed(self, model: Any, rows: Sequence[dict[str, Any]], by: Actor, name: str) -> None:
        """A list taken in as an officer uploads it."""
        if rows:
            register = register_of(model)
            add_many(register, rows, by=by, source=f"{name}.xlsx", source_digest=f"{len(rows):064d}")

    def prove(self, entry: Any, title: str, lines: list[str], by: Actor, *, roster: bool = False) -> None:
        """A photograph of the lesson or, with `roster`, of a list, drawn for an entry and put on it."""
        draw = lessons.roster if roster else lessons.photograph
        drawn = draw(title, lines, number=self._number())
        evidence.attach(entry, Upload(drawn, f"{title}.jpg"), by=by)

    def _number(self) -> int:
        self.drawn += 1
        return self.drawn

    def word(self, entry: Any, by: Actor) -> None:
        """The one person who can confirm an entry is asked and says yes."""
        current = type(entry)._default_manager.select_related("org").get(pk=entry.pk)
        everybody_says([current], answers=self.answers, by=by)

    def hear(self, entries: Sequence[Any], by: Actor) -> None:
        """Nearly everybody on a list is asked and says yes."""
        told = self.draw.choices(
            ("silent", "waiting", "no", "partly", "yes"),
            (SILENT, WAITING, NO, PARTLY, 1000 - SILENT - WAITING - NO - PARTLY),
            k=len(entries),
        )
        pairs = list(zip(entries, told, strict=True))
        ask_all([entry for entry, word in pairs if word == "waiting"], by=by)
        answered = [entry for entry, word in pairs if word not in ("silent", "waiting")]
        said = {entry.uid: word for entry, word in pairs if word in ("no", "partly")}
        everybody_says(answered, answers=self.answers, by=by, said=said)
