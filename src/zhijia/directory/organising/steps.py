"""What comes next at the employers somebody works on, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery

from zhijia.directory.models import Approach, Visit
from zhijia.directory.organising.employers import held
from zhijia.kernel.day import today
from zhijia.tree.actor import Actor

#: an employer taken up is visited within so many days
FIRST_VISIT_DAYS = 14
#: results after which nothing is due until somebody takes a new step
OVER = ("refused", "closed", "has_one")


@dataclass(frozen=True)
class Step:
    """What is due at an employer; without a text it is the first visit."""

    approach: Approach
    text: str
    due_on: date


def next_steps(actor: Actor, until: date) -> list[Step]:
    """What is due up to a day at the employers the actor works on, the earliest first."""
    if actor.user_id is None:
        return []
    latest = Visit.objects.filter(unit=OuterRef("unit")).order_by("-happened_on", "-pk")
    rows = held(Approach.objects.filter(officer_id=actor.user_id), today()).annotate(
        result=Subquery(latest.values("result")[:1]),
        step=Subquery(latest.values("next_step")[:1]),
        due_on=Subquery(latest.values("next_on")[:1]),
    )
    found = []
    for row in rows.select_related("unit", "org"):
        due = row.due_on
        if row.result is None:
            due = row.valid_from + timedelta(days=FIRST_VISIT_DAYS)
        if due is not None and due <= until and not (row.result in OVER and row.due_on is None):
            found.append(Step(row, row.step or "", due))
    return sorted(found, key=lambda step: step.due_on)
