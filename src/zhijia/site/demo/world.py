"""Everything of the demonstration before any of it stands in a database: drawn by lot, the same every time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from zhijia.site.demo.employers import BaseRow, Employers, UnitRow, bases
from zhijia.site.demo.happenings import Deed, Happenings
from zhijia.site.demo.people import People, PersonRow
from zhijia.site.demo.places import UnionRow, unions
from zhijia.site.demo.size import Days, Size


@dataclass(frozen=True)
class World:
    """Unions, employers, people, numbers from outside, and what was done."""

    size: Size
    days: Days
    unions: list[UnionRow]
    units: list[UnitRow]
    bases: list[BaseRow]
    people: list[PersonRow]
    reliefs: list[Deed]
    rooms: list[Deed]

    @property
    def digest(self) -> str:
        """SHA-256 of all of it: two worlds of one day and size are alike."""
        parts = (self.unions, self.units, self.bases, self.people, self.reliefs, self.rooms)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def world(size: Size, days: Days) -> World:
    """The world of a size on a day."""
    places = unions(size, days)
    units = Employers(places, size, days).all()
    people = People(places, units, size, days).all()
    deeds = Happenings(places, people, size, days)
    return World(size, days, places, units, bases(units), people, deeds.reliefs(), deeds.rooms())
