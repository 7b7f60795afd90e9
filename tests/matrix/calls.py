"""What the pages of plans called for answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.matrix.cells import GET, NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.plans.models import PlanCallRegister, UnitPlanRegister
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    call, one = world.entries["plans.plancall"], world.entries["plans.unitplan"]
    here, absent = (reverse("plans:call", args=[uid]) for uid in (call.uid, NOWHERE))
    yield from both("plans:call", here, _sees(PlanCallRegister, call, 200), always(405), absent=absent)
    here, absent = (reverse("plans:call_answer", args=[uid]) for uid in (call.uid, NOWHERE))
    yield Cell("plans:call_answer", GET, here, always(405))
    yield Cell("plans:call_answer", POST, here, _sees(PlanCallRegister, call, 302), absent=absent)
    here, absent = (reverse("plans:unit_plan", args=[uid]) for uid in (one.uid, NOWHERE))
    yield Cell("plans:unit_plan", GET, here, _sees(UnitPlanRegister, one, 200), absent=absent)
    yield Cell("plans:unit_plan", POST, here, _links(one), absent=absent)


def _sees(register: type[Register], entry: Any, status: int) -> Expected:
    return lambda actor: {status if register.policy.view.test(actor, entry) else 404}


def _links(one: Any) -> Expected:
    """Whoever may change the answer sends nothing, which is refused."""

    def answer(actor: Actor) -> Statuses:
        if not UnitPlanRegister.policy.view.test(actor, one):
            return {404}
        return {422} if UnitPlanRegister.policy.change.test(actor, one) else {403}

    return answer
