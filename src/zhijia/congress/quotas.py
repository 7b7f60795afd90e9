"""How many delegates a staff elects: tables of the regulations read, and the federation's own for other places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhijia.congress.standards import Standard, standard
from zhijia.directory.queries import jurisdiction
from zhijia.tree.models import Org


@dataclass(frozen=True)
class Step:
    """From `staff` on: `base` delegates, and `more` for every further `each` workers."""

    staff: int
    base: int
    more: int = 0
    each: int = 100

    def delegates(self, staff: int) -> int:
        return self.base + self.more * ((staff - self.staff) // self.each)


#: by jurisdiction, the highest step first; the articles are those of `congress_delegates_least` in the packs
STEPS = {
    "cn-31": (Step(3000, 175), Step(100, 30, 5)),
    "cn-33": (Step(5000, 200), Step(1000, 100, 20, 1000), Step(100, 40, 7)),
}
#: one in twenty, thirty at least, a hundred at most
OWN = (Step(2000, 100), Step(600, 30, 5))


def due(org: Org, *, staff: int | None, on: date) -> Standard:
    """The least number of delegates for a staff at a union on a day, and who says so.

    Without a number of staff on record it is the least there is; nobody elects more delegates than workers.
    """
    least = standard("congress_delegates_least", org, on)
    if staff is None:
        return least
    place = jurisdiction(org)
    places = [place.rsplit("-", cut)[0] for cut in range(place.count("-"))]
    steps = next((STEPS[one] for one in places if one in STEPS), OWN)
    wanted = next((step.delegates(staff) for step in steps if staff >= step.staff), 0)
    return Standard(min(staff, max(wanted, least.number)), least.source)
