"""The establishment rate beside what of it is proven: enterprises covered by unions that are proven alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhijia.directory.life import proofs
from zhijia.directory.models import ENTERPRISES, Coverage
from zhijia.kernel.period import Period
from zhijia.tally import queries as tally
from zhijia.tree.models import Org

#: the rate a plan promises, and the number of enterprises in it
RATE, COVERED = "org_establish_rate", "units_covered"


@dataclass(frozen=True)
class Established:
    """Covered enterprises of a place, those covered by unions proven alive, and the base of the rate."""

    covered: int
    alive: int
    base: int | None

    @property
    def percent(self) -> float | None:
        return self.covered * 100 / self.base if self.base else None

    @property
    def percent_alive(self) -> float | None:
        return self.alive * 100 / self.base if self.base else None


def established(node: Org, day: date) -> Established:
    """The rate of a place on a day, and the part of it that is proven."""
    figure = tally.figure(RATE, node.pk, Period.day(day), as_of=day)
    base = int(figure.base) if figure.base else None
    return Established(int(figure.counted), alive_enterprises(node, day), base)


def alive_enterprises(node: Org, day: date) -> int:
    """Enterprises that are legal persons, covered on the day by a union proven alive; each counts once.

    Stood under the node that day, as the rate itself counts; workers' unions only, since no federation is judged.
    """
    now = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    facts = Q(unit__facts__valid_to__isnull=True) | Q(unit__facts__valid_to__gt=day)
    living = proofs.judged(day).filter(verdict=proofs.Verdict.ALIVE.value)
    rows = Coverage.objects.filter(
        now,
        facts,
        valid_from__lte=day,
        unit__legal_person=True,
        unit__facts__valid_from__lte=day,
        unit__facts__ownership__in=list(ENTERPRISES),
        org__spans__ancestor=node,
        org__spans__valid_from__lte=day,
        org__spans__valid_to__gt=day,
        org__in=living.values("org"),
    )
    return rows.values("unit").distinct().count()
