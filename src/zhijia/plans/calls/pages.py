"""What the pages of a call for plans show."""

from __future__ import annotations

from typing import Any

from zhijia.kernel.day import today
from zhijia.plans.calls import queries
from zhijia.plans.calls.forms import LinkForm
from zhijia.plans.models import STAFF, PlanCall, PlanCallRegister, UnitPlan, UnitPlanRegister
from zhijia.registry.moments import timeline
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Org


def call(entry: PlanCall, actor: Actor) -> dict[str, Any]:
    """A call with the answers within sight; the whole of it for whoever called and those above."""
    rows = queries.rows(entry, actor)
    whole = actor.system or any(entry.path.startswith(path) for path in actor.paths(*STAFF))
    answered = queries.answered(entry) if whole else []
    own = _own(entry, actor)
    return {
        "call": entry,
        "plan": entry.plan,
        "rows": sorted(rows, key=lambda row: (row.answer is not None, row.org.path)),
        "filed": sum(1 for row in rows if row.answer is not None and row.answer.is_filed),
        "copied": [row for row in rows if row.is_copied],
        "whole": whole,
        "unanswered": [one for one in answered if not one.unions],
        "answered": answered,
        "own": [(org, _answer(rows, org), queries.own_plans(entry, org, actor)) for org in own],
        "may_change": bool(PlanCallRegister.policy.change.test(actor, entry)),
        "is_over": entry.due_on < today(),
        "moments": timeline(PlanCallRegister, entry, actor) if whole else [],
    }


def _own(entry: PlanCall, actor: Actor) -> list[Org]:
    """The unions called upon that are the actor's own to answer for."""
    paths = actor.paths(Role.OFFICER, Role.LEADER)
    return list(queries.called(entry).filter(path__in=sorted(set(paths))).order_by("path"))


def _answer(rows: list[queries.Row], org: Org) -> UnitPlan | None:
    return next((row.answer for row in rows if row.org.pk == org.pk), None)


def may_link(entry: UnitPlan, actor: Actor) -> bool:
    """Whether the links are the actor's to say now."""
    return not entry.is_filed and bool(UnitPlanRegister.policy.change.test(actor, entry))


def unit_plan(entry: UnitPlan, actor: Actor, form: LinkForm | None = None) -> dict[str, Any]:
    """One answer: its points beside those they answer."""
    links = may_link(entry, actor)
    if links and form is None:
        form = LinkForm(entry)
    lines = form.lines if form is not None else queries.lines(entry)
    above = {item.pk: item for item in entry.call.plan.items.all()}
    row = next((row for row in queries.rows(entry.call, actor) if row.org.pk == entry.org_id), None)
    return {
        "entry": entry,
        "call": entry.call,
        "plan": entry.plan,
        "row": row,
        "form": form if links else None,
        "lines": [(line, above.get(line.chosen or 0)) for line in lines],
        "open": sum(1 for line in lines if line.is_open),
        "moves": {move.key: move for move in UnitPlanRegister.moves_for(entry, actor)},
        "is_late": not entry.is_filed and entry.call.due_on < today(),
        "moments": timeline(UnitPlanRegister, entry, actor),
    }
