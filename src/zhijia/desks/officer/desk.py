"""An officer's desk: what is due, late, returned, waiting; which targets are in need; what is late below."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhijia.desks.officer import below, called, organising, proofs, sites, steps, terms
from zhijia.desks.officer.piles import ELSEWHERE, Pile, Task, filled
from zhijia.desks.scoreboard import groups, lines, places
from zhijia.journal.models import JournalEvent
from zhijia.kernel.day import today
from zhijia.plans import agenda
from zhijia.plans import queries as plans
from zhijia.registry.register import registers
from zhijia.tree.actor import Actor

#: as many targets in need as stand beside the tasks
TARGETS = 6
#: as many big buttons as a phone has room for; the newest entries that tell which
BUTTONS, LATELY = 4, 40


@dataclass(frozen=True)
class Quick:
    """A big button that opens the form of a register."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class Sum:
    """One number of the line on top, leading to its part of the page."""

    label: str
    number: int
    anchor: str
    tone: str


def page(actor: Actor) -> dict[str, Any]:
    """Everything the desk shows."""
    found, buttons = steps.steps(actor), quick(actor)
    to_do, late = _tasks(actor, found)
    returned = filled(found.returned) + proofs.disputed(actor)
    not_counted = filled(proofs.not_counted(actor))
    waiting = filled(found.waiting)
    org = places.node(actor, "")
    apart = org is not None and below.takes_long(org)
    beneath = below.late_below(actor, org) if org is not None and not apart else []
    return {
        "quick": buttons[:BUTTONS],
        "more": buttons[BUTTONS:],
        "late": late,
        "returned": returned,
        "to_do": to_do,
        "not_counted": not_counted,
        "waiting": waiting,
        "below": beneath,
        "below_apart": apart,
        "sums": _sums(late, returned, to_do, not_counted, waiting, sum(one.count for one in beneath)),
        **_targets(actor, org),
    }


def _tasks(actor: Actor, found: steps.Steps) -> tuple[list[Pile], list[Pile]]:
    """What is to be done, and what of it is late: steps of entries, and what other pages ask for."""
    soon, overdue = _calendar(actor)
    elections = terms.piles(actor)
    visits, late_visits = organising.piles(actor)
    asks, late_asks = called.upon(actor)
    to_do = filled(found.due) + soon + elections.due + visits + asks + proofs.asked_of(actor)
    return to_do, filled(found.late) + overdue + elections.late + late_visits + late_asks + sites.piles(actor)


def quick(actor: Actor) -> list[Quick]:
    """The registers an officer fills in on the way, what counts by its proof, the ones used lately first."""
    used = Counter(
        JournalEvent.objects.filter(user_id=actor.user_id, verb="add")
        .order_by("-id")
        .values_list("kind", flat=True)[:LATELY]
    )
    begun = (one for one in registers() if one not in ELSEWHERE and one.policy.add.ever(actor))
    found = [one for one in begun if one.evidence and one.indicators]
    found.sort(key=lambda register: -used[register.key])
    return [
        Quick(
            str(register.model._meta.verbose_name),
            reverse("registry:new", args=[register.room, register.noun]) + "?next=/",
            register.icon,
        )
        for register in found
    ]


def _calendar(actor: Actor) -> tuple[list[Pile], list[Pile]]:
    """What the actor's unions have to hold: soon, and overdue."""
    day = today()
    soon: list[Task] = []
    overdue: list[Task] = []
    for duty in agenda.mine(actor, day):
        url = reverse("desks:held", args=[duty.uid])
        one = Task(duty.milestone.title, duty.org.name, url, "", duty.ends_on)
        (overdue if duty.ends_on < day else soon).append(one)
    url = reverse("desks:calendar")
    return (
        [Pile(_("On the calendar, soon"), len(soon), url, "plain", soon)] if soon else [],
        [Pile(_("On the calendar, not held"), len(overdue), url, "bad", overdue)] if overdue else [],
    )


def _sums(
    late: list[Pile],
    returned: list[Pile],
    to_do: list[Pile],
    not_counted: list[Pile],
    waiting: list[Pile],
    beneath: int,
) -> list[Sum]:
    """The numbers that are not nothing, the most pressing first."""
    kinds = (
        (_("late"), late, "late", "bad"),
        (_("returned"), returned, "returned", "warn"),
        (_("to do"), to_do, "to-do", "info"),
        (_("not counted yet"), not_counted, "not-counted", "warn"),
        (_("waiting for others"), waiting, "waiting", "plain"),
    )
    found = [Sum(label, sum(p.count for p in piles), anchor, tone) for label, piles, anchor, tone in kinds]
    found.append(Sum(_("late below"), beneath, "below", "bad"))
    return [one for one in found if one.number]


def _targets(actor: Actor, org: Any) -> dict[str, Any]:
    """The targets in need at one's own union, and how many stand how."""
    plan = plans.current_plan(actor)
    if plan is None or org is None:
        return {"plan": None, "lines": [], "counts": []}
    whole = lines.lines(plan, org, today())
    found = sorted(whole, key=lambda line: lines.RANKS[line.state])
    return {"plan": plan, "node": org, "lines": found[:TARGETS], "counts": groups.counts(whole)}
