"""What the pages of the calendar answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.matrix.cells import GET, NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.plans.models import STAFF, DutyRegister, MilestoneRegister, PlanRegister
from zhijia.registry.policy import Rule
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    yield from _pages()
    yield from _lines(world)
    yield from _subscriptions(world)


def _to(register: type[Register], entry: Any, rule: Rule, status: int) -> Expected:
    """404 for whoever does not see the entry, 403 for whoever may not, else the status."""

    def answer(actor: Actor) -> Statuses:
        if not register.policy.view.test(actor, entry):
            return {404}
        return {status} if rule.test(actor, entry) else {403}

    return answer


def _staff(status: int) -> Expected:
    return lambda actor: {status if actor.holds(*STAFF) else 404}


def _pages() -> Iterator[Cell]:
    for name in ("calendar", "calendar_month"):
        yield from both(f"desks:{name}", reverse(f"desks:{name}"), _staff(200), always(405))
        yield Cell(f"desks:{name}", GET, reverse(f"desks:{name}") + "?scope=below", _staff(200))
        yield Cell(f"desks:{name}", GET, reverse(f"desks:{name}") + "?org=ZZ99", _staff(400))


def _lines(world: World) -> Iterator[Cell]:
    line, duty = world.entries["plans.milestone"], world.entries["plans.duty"]
    plan = world.entries["plans.plan"]
    seen, change = MilestoneRegister.policy.view, MilestoneRegister.policy.change
    assert DutyRegister.flow is not None
    hold = DutyRegister.flow.move("hold").by
    may = {
        "plans:milestone": (line, _to(MilestoneRegister, line, seen, 200), always(405)),
        "plans:milestone_decide": (line, always(405), _to(MilestoneRegister, line, seen, 302)),
        "plans:milestone_assign": (line, always(405), _to(MilestoneRegister, line, change, 302)),
        "plans:milestones_accept": (
            plan,
            always(405),
            _to(PlanRegister, plan, PlanRegister.policy.change, 302),
        ),
        "desks:held": (duty, _to(DutyRegister, duty, hold, 200), _to(DutyRegister, duty, hold, 422)),
    }
    for name, (entry, get, post) in may.items():
        yield from both(
            name, reverse(name, args=[entry.uid]), get, post, absent=reverse(name, args=[NOWHERE])
        )


def _subscriptions(world: World) -> Iterator[Cell]:
    yield from both("desks:feed", reverse("desks:feed"), _staff(200), _staff(200))
    yield from both("desks:feed_revoke", reverse("desks:feed_revoke"), always(405), always(302))
    url = reverse("desks:feed_ics", args=["x" * 32])
    yield Cell("desks:feed_ics", GET, url, always(404), open_to_all=True)
    yield Cell("desks:feed_ics", POST, url, always(405), open_to_all=True)
    gas = world.cast.orgs["gas"]

    def own(actor: Actor) -> Statuses:
        """Officers and chairs set the reminders of their very own union."""
        return {302 if gas.path in actor.paths("officer", "chair") else 404}

    yield from both("desks:reminders", reverse("desks:reminders", args=[gas.code]), always(405), own)
    yield Cell("desks:reminders", POST, reverse("desks:reminders", args=["ZZ99"]), always(404))
