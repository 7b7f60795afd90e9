"""What the pages of the yearly return answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.matrix.cells import GET, NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.plans.models import STAFF, YearlyReturnRegister
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    one, away = world.entries["plans.yearlyreturn"], world.cast.orgs["mill"]
    view = YearlyReturnRegister.policy.view
    url = reverse("desks:statistics")
    yield from both("desks:statistics", url, lambda actor: {200 if actor.paths(*STAFF) else 404}, always(405))
    yield Cell(
        "desks:statistics", GET, f"{url}?node={away.code}", _reaches(away.path), absent=f"{url}?node=ZZ99"
    )
    for name in ("return", "return_xlsx"):
        here, absent = (reverse(f"desks:{name}", args=[uid]) for uid in (one.uid, NOWHERE))
        yield from both(f"desks:{name}", here, _to(one, view, 200), always(405), absent=absent)
    here, absent = (reverse("desks:return_entries", args=[uid, "1.12"]) for uid in (one.uid, NOWHERE))
    yield from both("desks:return_entries", here, _to(one, view, 200), always(405), absent=absent)
    here, absent = (reverse("desks:return_explain", args=[uid]) for uid in (one.uid, NOWHERE))
    yield from both("desks:return_explain", here, always(405), _explains(one), absent=absent)
    yield from _opening(one)


def _opening(one: Any) -> Iterator[Cell]:
    """Opening the return of a union one reaches: for its own officer, or whoever sees it opened already."""
    here, absent = (reverse("desks:return_open", args=[uid]) for uid in (one.called.uid, NOWHERE))
    yield Cell("desks:return_open", GET, here, always(405))
    opens = _reaches(one.org.path, status=302)
    yield Cell("desks:return_open", POST, here, opens, data={"org": one.org.code}, absent=absent)


def _reaches(path: str, status: int = 200) -> Expected:
    return lambda actor: {status if any(path.startswith(at) for at in actor.paths(*STAFF)) else 404}


def _to(one: Any, rule: Rule, status: int) -> Expected:
    """404 for whoever does not see the return, 403 for whoever may not, else the status."""

    def answer(actor: Actor) -> Statuses:
        if not YearlyReturnRegister.policy.view.test(actor, one):
            return {404}
        return {status} if rule.test(actor, one) else {403}

    return answer


def _explains(one: Any) -> Expected:
    """Officers of the union or above it, its own chair or leader; nothing sent is refused."""

    def answer(actor: Actor) -> Statuses:
        if not YearlyReturnRegister.policy.view.test(actor, one):
            return {404}
        helps = any(one.path.startswith(path) for path in actor.paths("officer"))
        return {422} if helps or one.path in actor.paths("chair", "leader") else {403}

    return answer
