"""How far each target is, from the tally alone: plans know no register."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhijia.kernel.day import today
from zhijia.kernel.likeness import Unchanged, each_unchanged
from zhijia.plans import milestones
from zhijia.plans.editions import Change, changes_since, editions_of
from zhijia.plans.models import Item, Plan, PlanRegister, Target, TargetRegister
from zhijia.plans.progress import Part, Progress, progress_of, value_of
from zhijia.plans.registers.share.rules import overdue as late_share
from zhijia.plans.stretches import stretches, years
from zhijia.tree.actor import Actor

__all__ = [
    "Change",
    "Part",
    "Piece",
    "Point",
    "Progress",
    "changes_since",
    "confirmed",
    "current_plan",
    "editions_of",
    "fulfilment",
    "late_share",
    "pieces",
    "plans_for",
    "points_of",
    "progress",
    "progress_of",
    "stretches",
    "targets_of",
    "unchanged_of",
    "value_of",
    "whole_text",
    "years",
]


def progress(target: Target, nodes: Collection[int], *, as_of: date | None = None) -> dict[int, Progress]:
    """The progress of a confirmed target at each node as of a day."""
    return progress_of([target], nodes, as_of=as_of)[target.pk]


def confirmed(plan: Plan) -> QuerySet[Target]:
    """The targets of a plan that are followed, in the order of its text."""
    found = Target.objects.filter(plan=plan, state="confirmed").exclude(indicator="")
    return found.select_related("plan", "item", "org").order_by("start", "id")


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """The plans an actor reads, issued and of this year first."""
    return PlanRegister.visible(actor).order_by("-year", "state", "-id")


def current_plan(actor: Actor) -> Plan | None:
    """The plan a page opens with: the newest issued one of a year that has begun and has targets."""
    issued = PlanRegister.visible(actor).filter(state="issued", year__lte=today().year)
    found: Plan | None = issued.filter(targets__state="confirmed").order_by("-year", "path", "-id").first()
    return found


def targets_of(plan: Plan, actor: Actor) -> QuerySet[Any]:
    """All targets of a plan within sight, in the order of the text."""
    return TargetRegister.visible(actor).filter(plan=plan).order_by("start", "id")


@dataclass(frozen=True)
class Piece:
    """A stretch of a plan's text: plain, or the wording of a target."""

    text: str
    target: Target | None = None


def pieces(plan: Plan, targets: Collection[Target]) -> list[Piece]:
    """The text cut at the wordings of its targets, for showing them highlighted."""
    found: list[Piece] = []
    place = 0
    for target in targets:
        if target.start is None or target.end is None or target.start < place:
            continue
        if target.start > place:
            found.append(Piece(plan.text[place : target.start]))
        found.append(Piece(plan.text[target.start : target.end], target))
        place = target.end
    found.append(Piece(plan.text[place:]))
    return found


def whole_text(plan: Plan) -> str:
    """What a plan says: its points as they stand once one was typed or amended, else its text."""
    return plan.outline or plan.text


@dataclass(frozen=True)
class Point:
    """A numbered point with how much of it stood in last year's plan."""

    item: Item
    unchanged: Unchanged | None


def unchanged_of(plan: Plan) -> Unchanged | None:
    """The part of a plan's text that stood in the plan it continues; None where it continues none."""
    return each_unchanged([whole_text(plan)], whole_text(plan.previous))[0] if plan.previous else None


def points_of(plan: Plan) -> list[Point]:
    """The points of a plan in order, each beside last year's plan."""
    items = list(plan.items.all())
    if plan.previous is None:
        return [Point(item, None) for item in items]
    shares = each_unchanged([item.words for item in items], whole_text(plan.previous))
    return [Point(item, share) for item, share in zip(items, shares, strict=True)]


@dataclass(frozen=True)
class Fulfilment:
    """A point of a plan at the end of its year: its followed targets, and those of them not reached.

    `state` is open (something is not reached), done (everything is) or unmeasured (nothing is followed).
    """

    item: Item
    targets: tuple[Progress, ...]
    unreached: tuple[Progress, ...]
    waiting: int

    @property
    def state(self) -> str:
        if self.unreached or self.waiting:
            return "open"
        return "done" if self.targets else "unmeasured"


def fulfilment(plan: Plan, *, as_of: date | None = None) -> list[Fulfilment]:
    """Every point of a plan with what of it is still to be done, as of a day or the plan's last."""
    day = as_of or min(today(), date(plan.year, 12, 31))
    followed = list(confirmed(plan))
    found = progress_of(followed, [plan.org_id], as_of=day)
    lines = list(milestones.unfulfilled(plan).values_list("item_id", flat=True))
    made = []
    for item in plan.items.all():
        own = tuple(found[target.pk][plan.org_id] for target in followed if target.item_id == item.pk)
        unreached = tuple(one for one in own if not is_reached(one))
        made.append(Fulfilment(item, own, unreached, lines.count(item.pk)))
    return made


def is_reached(progress: Progress) -> bool:
    """Whether nothing is left to do: reached, or a ceiling kept."""
    return progress.state == "met" or (progress.target.operator == "<=" and progress.state == "on_pace")
