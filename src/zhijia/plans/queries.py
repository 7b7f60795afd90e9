"""How far each target is, from the tally alone: plans know no register."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from zhijia.kernel.day import today
from zhijia.plans.models import Plan, PlanRegister, Target, TargetRegister
from zhijia.tally import queries as tally
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor


@dataclass(frozen=True)
class Progress:
    """A target beside its figure at one node: done, of how much, how much time has passed.

    `share` is done ÷ value, None without a base; `state` is met, on_pace, behind, exceeded, no_base or failed.
    """

    target: Target
    figure: tally.Figure
    done: float | None
    value: float
    share: float | None
    passed: float
    state: str

    @property
    def measure(self) -> Indicator | Ratio:
        return tally.measure(self.target.indicator)

    @property
    def is_rate(self) -> bool:
        return self.target.indicator in RATIOS

    @property
    def unit(self) -> str:
        return self.measure.unit


def value_of(target: Target) -> float:
    """The promised value in the indicator's unit, money in fen; whole where it is whole."""
    money = target.indicator in INDICATORS and INDICATORS[target.indicator].unit == "fen"
    value = target.value * (Decimal(100) if money else Decimal(1))
    return int(value) if value == value.to_integral_value() else float(value)


def progress(target: Target, nodes: Collection[int], *, as_of: date | None = None) -> dict[int, Progress]:
    """The progress of a confirmed target at each node as of a day."""
    found = tally.figures(target.indicator, nodes, target.period, as_of=as_of)
    return {node: _beside(target, figure) for node, figure in found.items()}


def _beside(target: Target, figure: tally.Figure) -> Progress:
    value = value_of(target)
    done = figure.percent if target.indicator in RATIOS else figure.counted
    share = None if done is None else (done / value if value else 1.0)
    passed = target.period.passed(figure.as_of)
    return Progress(target, figure, done, value, share, passed, _state(target, done, value, share, passed))


def _state(target: Target, done: float | None, value: float, share: float | None, passed: float) -> str:
    if done is None or share is None:
        return "no_base"
    if target.operator == "<=":
        return "exceeded" if done > value else "on_pace"
    if done >= value:
        return "met"
    if passed >= 1:
        return "failed"
    if target.indicator in RATIOS or INDICATORS[target.indicator].is_stock:
        return "behind"
    return "on_pace" if share >= passed * 0.95 else "behind"


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
