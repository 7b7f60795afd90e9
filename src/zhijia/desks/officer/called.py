"""What one's own unions were called upon for and have not begun: yearly returns, plans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.desks.officer.piles import Pile, Task
from zhijia.plans.calls import queries as calls
from zhijia.plans.statistics import queries as statistics
from zhijia.tree.actor import Actor


def upon(actor: Actor) -> tuple[list[Pile], list[Pile]]:
    """Piles of what is still in time, and of what is late."""
    returns, plans = statistics.asked_of(actor), calls.asked_of(actor)
    asked: list[tuple[str, str, list[tuple[bool, Task]]]] = [
        (_("Yearly return to be opened"), reverse("desks:statistics"), _returns(returns)),
        (_("Plan to be filed"), reverse("registry:list", args=["plans", "plancall"]), _plans(plans)),
    ]
    found: tuple[list[Pile], list[Pile]] = ([], [])
    for title, url, tasks in asked:
        for place, tone in enumerate(("plain", "bad")):
            chosen = [task for late, task in tasks if late == bool(place)]
            if chosen:
                found[place].append(Pile(title, len(chosen), url, tone, chosen))
    return found


def _returns(asked: Iterable[Any]) -> list[tuple[bool, Task]]:
    base = reverse("desks:statistics")
    return [
        (
            one.is_late,
            Task(
                str(one.called),
                one.org.name,
                f"{base}?year={one.called.uid}&node={one.org.code}",
                "",
                one.called.due_on,
            ),
        )
        for one in asked
    ]


def _plans(asked: Iterable[Any]) -> list[tuple[bool, Task]]:
    return [
        (
            one.is_late,
            Task(
                str(one.call), one.org.name, reverse("plans:call", args=[one.call.uid]), "", one.call.due_on
            ),
        )
        for one in asked
    ]
