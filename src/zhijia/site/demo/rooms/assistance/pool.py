"""Who is helped: members since before the year, each once unless somebody is to stand on two lists."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.directory.models import Membership, Person
from zhijia.directory.queries import among
from zhijia.evidence import services as evidence
from zhijia.registry.bulk import add_many
from zhijia.registry.register import register_of
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.cast import officer_of
from zhijia.site.demo.crowds import ask_all, everybody_says
from zhijia.site.demo.loading import orgs
from zhijia.site.demo.people import WANG
from zhijia.site.demo.places import KNOWN
from zhijia.site.demo.size import lots
from zhijia.site.demo.witnesses import paper
from zhijia.site.demo.words import COUNTIES
from zhijia.site.demo.world import World
from zhijia.tree.actor import Actor

#: of each county, beside those of the cast
UNIONS = 12
Rows = Sequence[dict[str, Any]]


class Pool:
    """The people of each union of the base, in an order drawn by lot; whoever is taken is gone."""

    def __init__(self, world: World, answers: Answers):
        self.world, self.answers, self.days = world, answers, world.days
        self.draw: Random = lots("assistance")
        self.pace = world.days.passed * world.size.share
        self.places = orgs()
        self.branch_of = {one.code: one.branch for one in world.unions if one.is_base}
        self.unions: dict[str, list[Person]] = defaultdict(list)
        self.counties = [code for code, _name, _vigour in COUNTIES]
        for membership in self._members(self._drawn()):
            self.unions[membership.org.code].append(membership.person)
        for people in self.unions.values():
            self.draw.shuffle(people)
        everybody = [one.pk for people in self.unions.values() for one in people]
        self.migrants = among(everybody, "migrant", self.days.first)
        self.added: Counter[str] = Counter()

    def _drawn(self) -> list[str]:
        """The unions people come from: those of the cast and some others of each county."""
        known = {code for code, *_more in KNOWN}
        found: list[str] = []
        for county in self.counties:
            here = [code for code, branch in self.branch_of.items() if branch == county]
            others = sorted(set(here) - known)
            found += [code for code in here if code in known]
            found += self.draw.sample(others, min(UNIONS, len(others)))
        return found

    def _members(self, codes: list[str]) -> Any:
        rows = Membership.objects.filter(valid_to=None, valid_from__lt=self.days.first, person__user=None)
        rows = rows.filter(org__code__in=codes).exclude(person__phone=WANG[3])
        return rows.select_related("org", "person", "person__org").defer("person__id_number").order_by("pk")

    def part(self, whole: float, least: int = 1) -> int:
        """So much of a whole year's number as the year has come, for this size."""
        return max(least, round(whole * self.pace))

    def officer(self, code: str) -> Actor:
        """Who records for a union."""
        return self.answers.actor(officer_of(self.branch_of.get(code, code)))

    def by_turns(self) -> Iterator[str]:
        """Codes of unions of the counties for ever, every county having its turn."""
        left = {code: [one for one in self.unions if self.branch_of[one] == code] for code in self.counties}
        for codes in left.values():
            self.draw.shuffle(codes)
        while True:
            for code in self.counties:
                left[code].append(left[code].pop(0))
                yield left[code][-1]

    def take(self, union: str, *, sex: str = "", migrant: bool | None = None) -> Person | None:
        """Somebody of a union who was not helped yet, or None."""
        for place, person in enumerate(self.unions[union]):
            if (not sex or person.sex == sex) and migrant in (None, person.pk in self.migrants):
                return self.unions[union].pop(place)
        return None

    def some(self, count: int, *, sex: str = "", migrant: bool | None = None) -> list[tuple[str, Person]]:
        """So many people of the counties' unions by turns, each with the code of the union."""
        found: list[tuple[str, Person]] = []
        turns = self.by_turns()
        for _try in range(count * 20):
            if len(found) == count:
                break
            union = next(turns)
            person = self.take(union, sex=sex, migrant=migrant)
            found += [(union, person)] if person is not None else []
        return found

    def day(self, months: Sequence[float]) -> date:
        """A day of the year that has come, by how busy each month is."""
        firsts = [date(self.days.year, month, 1) for month in range(1, self.days.last.month + 1)]
        first = self.draw.choices(firsts, months[: len(firsts)])[0]
        day = first + timedelta(days=self.draw.randrange(28))
        return min(max(day, self.days.first + timedelta(days=3)), self.days.last)

    def add(self, model: Any, rows: Rows, by: Actor, name: str) -> list[Any]:
        """A list taken in as an officer uploads it; its entries in the order of the rows."""
        if not rows:
            return []
        self.added[name] += 1
        source = f"{name}-{self.added[name]}.xlsx"
        digest = hashlib.sha256(f"{source}{len(rows)}".encode()).hexdigest()
        add_many(register_of(model), rows, by=by, source=source, source_digest=digest)
        joined = [*register_of(model).select]
        held = model.objects.select_related(*joined).in_bulk([row["uid"] for row in rows], field_name="uid")
        return [held[row["uid"]] for row in rows]

    def prove(self, entry: Any, title: str, lines: Iterable[str], by: Actor) -> None:
        """A document made for an entry and put on it."""
        evidence.attach(entry, paper(title, [*lines, f"编号 {entry.uid}"]), by=by)

    def ask(self, entries: Sequence[Any], by: Actor) -> None:
        """Everybody is asked and has not answered yet."""
        if entries:
            ask_all(entries, by=by, channel="")

    def hear(self, entries: Sequence[Any], by: Actor, *, said: dict[Any, str] | None = None) -> None:
        """Everybody is asked by link or, without a telephone, by slip, and answers."""
        name = register_of(type(entries[0])).confirmed_by if entries else ""
        for channel, wanted in (("link", True), ("slip", False)):
            some = [one for one in entries if bool(getattr(one, name).phone) == wanted]
            if some:
                everybody_says(some, answers=self.answers, by=by, channel=channel, said=said)
