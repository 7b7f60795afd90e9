"""Who answers a call and how far, which points nobody answers, and what was copied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from zhijia.kernel.day import today
from zhijia.kernel.likeness import Unchanged, runs, unchanged
from zhijia.plans.calls.likeness import suggested
from zhijia.plans.models import Item, Plan, PlanCall, PlanRegister, UnitPlan, UnitPlanRegister
from zhijia.plans.queries import whole_text
from zhijia.plans.registers.unitplan.rules import overdue
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org
from zhijia.tree.paths import under

__all__ = ["asked_of", "called", "late_answer", "late_calls", "rows", "silent"]

late_answer = overdue
TONES = {"open": "info", "filed": "info", "accepted": "good", "returned": "warn"}


def called(call: PlanCall) -> QuerySet[Org]:
    """The unions called upon: those led directly and not closed."""
    return Org.objects.filter(parent=call.org_id, closed_on=None)


def silent(call: PlanCall) -> QuerySet[Org]:
    """Those of them that have not begun an answer."""
    return called(call).exclude(pk__in=UnitPlan.objects.filter(call=call).values("org"))


def late_calls(org: Org) -> list[PlanCall]:
    """The calls at and below a union whose day has passed, those of this year's plans and later."""
    rows = PlanCall.objects.filter(under(org.path), due_on__lt=today(), plan__year__gte=today().year)
    return list(rows.order_by("id"))


@dataclass(frozen=True)
class Row:
    """A union called upon with its answer and how much of it is copied."""

    org: Org
    call: PlanCall
    answer: UnitPlan | None = None
    #: of the text of the plan above, and of the union's own plan of an earlier year
    from_above: Unchanged | None = None
    from_before: Unchanged | None = None

    @property
    def is_late(self) -> bool:
        if self.answer is not None and self.answer.is_filed:
            return self.answer.was_late
        return self.call.due_on < today()

    @property
    def is_copied(self) -> bool:
        return any(one is not None and one.is_copied for one in (self.from_above, self.from_before))

    @property
    def tone(self) -> str:
        return TONES[self.answer.state] if self.answer is not None else ""


def rows(call: PlanCall, actor: Actor) -> list[Row]:
    """The unions called upon within sight, each with its answer."""
    found = {one.org_id: one for one in UnitPlanRegister.visible(actor).filter(call=call)}
    orgs = [org for org in called(call).order_by("path") if _sees(actor, org)]
    above = runs(text_of(call.plan))
    earlier = _earlier([one.plan for one in found.values()])
    return [_row(org, call, found.get(org.pk), above, earlier.get(org.pk)) for org in orgs]


def _sees(actor: Actor, org: Org) -> bool:
    return actor.system or any(org.path.startswith(seat.path) for seat in actor.seats)


def _row(org: Org, call: PlanCall, one: UnitPlan | None, above: set[str], before: Plan | None) -> Row:
    if one is None:
        return Row(org, call)
    text = text_of(one.plan)
    older = unchanged(text, runs(text_of(before))) if before is not None else None
    return Row(org, call, one, unchanged(text, above), older)


def text_of(plan: Plan) -> str:
    """What a plan says, its points where it was typed by hand."""
    return whole_text(plan) or "\n".join(item.words for item in plan.items.all())


def _earlier(plans: Sequence[Plan]) -> dict[int, Plan]:
    """The newest plan of an earlier year of each plan's union."""
    found: dict[int, Plan] = {}
    years = {plan.org_id: plan.year for plan in plans}
    for plan in Plan.objects.filter(org__in=years).order_by("year", "id"):
        if plan.year < years[plan.org_id]:
            found[plan.org_id] = plan
    return found


@dataclass(frozen=True)
class Answered:
    """A point of the plan above with the number of unions whose filed plans answer it."""

    item: Item
    unions: int


def answered(call: PlanCall) -> list[Answered]:
    """Every point of the plan above, with how many unions answer it."""
    counts: Counter[int] = Counter()
    for one in UnitPlan.objects.filter(call=call, state__in=("filed", "accepted")):
        counts.update({there for there in one.links.values() if there})
    return [Answered(item, counts[item.pk]) for item in call.plan.items.all()]


@dataclass
class Line:
    """A point of one's own plan with the point above it answers: said by hand, or only like it."""

    item: Item
    chosen: int | None = None
    like: int | None = None
    targets: list[str] = field(default_factory=list)

    @property
    def shown(self) -> int | None:
        """What the form proposes: what was said, else what is alike."""
        return self.like if self.chosen is None else self.chosen

    @property
    def is_open(self) -> bool:
        return self.chosen is None


def lines(one: UnitPlan) -> list[Line]:
    """The points of an answering plan in order."""
    items, above = list(one.plan.items.all()), list(one.call.plan.items.all())
    alike = suggested(items, above)
    labels: dict[int, list[str]] = {}
    for item, label in one.plan.targets.exclude(state="rejected").values_list("item_id", "label"):
        labels.setdefault(item, []).append(label)
    return [
        Line(item, one.links.get(str(item.pk)), alike.get(item.pk), labels.get(item.pk, [])) for item in items
    ]


def own_plans(call: PlanCall, org: Org, actor: Actor) -> list[Plan]:
    """The plans with which a union could answer: its own of that year, the newest first."""
    found = PlanRegister.visible(actor).filter(org=org, year=call.plan.year).exclude(pk=call.plan_id)
    return list(found.order_by("-id"))


@dataclass(frozen=True)
class Ask:
    """A call one of the actor's unions has not begun to answer."""

    call: PlanCall
    org: Org

    @property
    def is_late(self) -> bool:
        return self.call.due_on < today()


def asked_of(actor: Actor) -> list[Ask]:
    """The calls the actor's own unions have not begun to answer."""
    paths = sorted(set(actor.paths(Role.OFFICER, Role.LEADER)))
    orgs = list(Org.objects.filter(path__in=paths, closed_on=None, parent__isnull=False)) if paths else []
    calls = PlanCall.objects.filter(org__in=[org.parent_id for org in orgs]).select_related("plan", "org")
    begun = set(UnitPlan.objects.filter(org__in=orgs).values_list("call_id", "org_id")) if orgs else set()
    return [
        Ask(call, org)
        for call in calls
        for org in orgs
        if org.parent_id == call.org_id and (call.pk, org.pk) not in begun
    ]
