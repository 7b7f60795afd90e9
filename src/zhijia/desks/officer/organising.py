"""The next steps at employers without a union, of whoever works on them."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.desks.officer.piles import FEW, Pile, Task
from zhijia.directory.organising.steps import Step, next_steps
from zhijia.kernel.day import today
from zhijia.tree.actor import Actor

#: a step stands on the desk from so many days before
AHEAD = 7


def piles(actor: Actor) -> tuple[list[Pile], list[Pile]]:
    """What is due at employers soon, and what is late."""
    day = today()
    found = next_steps(actor, day + timedelta(days=AHEAD))
    soon = [step for step in found if step.due_on >= day]
    late = [step for step in found if step.due_on < day]
    return _pile(_("At employers without a union, soon"), soon, "plain"), _pile(
        _("At employers without a union, overdue"), late, "bad"
    )


def _pile(title: str, steps: list[Step], tone: str) -> list[Pile]:
    url = f"{reverse('directory:organising')}?mine=1"
    tasks = [
        Task(
            step.approach.unit.name,
            step.approach.org.name,
            reverse("registry:detail", args=["directory", "unit", step.approach.unit.uid]),
            step.text or _("first visit"),
            step.due_on,
        )
        for step in steps[:FEW]
    ]
    return [Pile(title, len(steps), url, tone, tasks)] if steps else []
