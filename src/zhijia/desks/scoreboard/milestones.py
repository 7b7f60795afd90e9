"""What a plan promises without a number, beside the numbers: its dated activities by the item they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.plans import agenda
from zhijia.plans.models import Item, Plan
from zhijia.tree.models import Org
from zhijia.ui.components import figures

STANDINGS = {
    "overdue": (pgettext_lazy("standing", "not held, overdue"), "bad"),
    "soon": (pgettext_lazy("standing", "soon"), "warn"),
    "planned": (pgettext_lazy("standing", "planned"), "plain"),
    "put_off": (pgettext_lazy("standing", "put off"), "plain"),
    "held": (pgettext_lazy("standing", "done"), "good"),
    "cancelled": (pgettext_lazy("standing", "cancelled"), "plain"),
}


@dataclass(frozen=True)
class Event:
    """A dated activity of a plan as the scoreboard shows it."""

    item: Item | None
    title: str
    when: str
    who: str
    state: str
    url: str

    @property
    def state_label(self) -> str:
        return str(STANDINGS[self.state][0])

    @property
    def tone(self) -> str:
        return STANDINGS[self.state][1]

    @property
    def is_late(self) -> bool:
        return self.state == "overdue"


@dataclass(frozen=True)
class Held:
    """How many of the dated activities are done, and how many late."""

    held: int
    number: int
    late: int
    url: str


def of(plan: Plan, org: Org, as_of: date) -> list[Event]:
    """The dated activities of a plan at a union and those below, as they stand on a day."""
    return [_event(line) for line in agenda.of_plan(plan, None if org.pk == plan.org_id else org, as_of)]


def _event(line: agenda.Line) -> Event:
    milestone = line.milestone
    many = _("%(done)s of %(all)s unions") % {"done": line.done, "all": line.of} if line.of > 1 else ""
    return Event(
        milestone.item,
        capfirst(milestone.title),
        milestone.wording or _("until %(day)s") % {"day": figures.day(milestone.ends_on)},
        " · ".join(part for part in (milestone.owners or milestone.person, many) if part),
        line.standing,
        reverse("registry:detail", args=["plans", "milestone", milestone.uid]),
    )


def counted(events: Sequence[Event], org: Org) -> Held | None:
    """How far the dated activities are, those given up left out; None where the plan has none."""
    real = [event for event in events if event.state != "cancelled"]
    if not real:
        return None
    held = sum(1 for event in real if event.state == "held")
    late = sum(1 for event in real if event.is_late)
    return Held(held, len(real), late, f"{reverse('desks:calendar')}?org={org.code}")
