"""What the pages of targets handed down answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.matrix.cells import NOWHERE, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.plans.models import STAFF, HandingRegister, LetterRegister, PlanRegister, ShareRegister
from zhijia.registry.policy import Rule
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


def cells(world: World) -> Iterator[Cell]:
    handing, share = world.entries["plans.handing"], world.entries["plans.share"]
    letter, plan, target = world.entries["plans.letter"], world.entries["plans.plan"], world.target
    agreed = letter.plan.targets.get().shares.get()
    policy = HandingRegister.policy
    assert target is not None
    may: dict[str, tuple[Any, Expected, Expected]] = {
        "handing": (handing, _to(HandingRegister, handing, policy.view, 200), always(405)),
        "handing_lock": (handing, always(405), _to(HandingRegister, handing, policy.change, 302)),
        "handing_back": (
            handing,
            _to(HandingRegister, handing, policy.change, 200),
            _to(HandingRegister, handing, policy.change, 422),
        ),
        "share": (share, _to(ShareRegister, share, ShareRegister.policy.view, 200), always(405)),
        "share_settle": (agreed, _settles(agreed, 200), _settles(agreed, 422)),
        "hand_on": (agreed, _hands(ShareRegister, agreed, 200), _hands(ShareRegister, agreed, 422)),
        "hand": (
            target,
            _hands(type(target).register, target, 200),
            _hands(type(target).register, target, 422),
        ),
        "letter": (letter, _to(LetterRegister, letter, LetterRegister.policy.view, 200), always(405)),
        "letter_docx": (letter, _to(LetterRegister, letter, LetterRegister.policy.view, 200), always(405)),
        "letter_pdf": (letter, _to(LetterRegister, letter, LetterRegister.policy.view, 200), always(405)),
        "handed": (plan, _overview(plan), always(405)),
        "letter_new": (plan, _issues(plan, 200), _issues(plan, 422)),
    }
    for name, (entry, get, post) in may.items():
        url, absent = (reverse(f"plans:{name}", args=[uid]) for uid in (entry.uid, NOWHERE))
        yield from both(f"plans:{name}", url, get, post, absent=absent)


def _to(register: type[Register], entry: Any, rule: Rule, status: int) -> Expected:
    """404 for whoever does not see the entry, 403 for whoever may not, else the status."""

    def answer(actor: Actor) -> Statuses:
        if not register.policy.view.test(actor, entry):
            return {404}
        return {status} if rule.test(actor, entry) else {403}

    return answer


def _settles(share: Any, status: int) -> Expected:
    """Only the union that handed it down, no one above it, no one in the union itself."""
    giver = share.handing.path

    def answer(actor: Actor) -> Statuses:
        if not ShareRegister.policy.view.test(actor, share):
            return {404}
        return {status} if giver in actor.paths("officer", "leader") else {403}

    return answer


def _hands(register: type[Register], entry: Any, status: int) -> Expected:
    """Officers and leaders of the union whose target or share it is."""

    def answer(actor: Actor) -> Statuses:
        if not register.policy.view.test(actor, entry):
            return {404}
        return {status} if entry.path in actor.paths("officer", "leader") else {403}

    return answer


def _overview(plan: Any) -> Expected:
    def answer(actor: Actor) -> Statuses:
        seen = PlanRegister.policy.view.test(actor, plan) and actor.paths(*STAFF)
        return {200} if seen else {404}

    return answer


def _issues(plan: Any, status: int) -> Expected:
    """Whoever hands down where one sees the plan from: its own union, or one's own below it."""

    def answer(actor: Actor) -> Statuses:
        if not PlanRegister.policy.view.test(actor, plan):
            return {404}
        paths = sorted(actor.paths(*STAFF), key=len)
        above = any(plan.path.startswith(path) for path in paths)
        place = plan.path if above else next(path for path in paths if path.startswith(plan.path))
        gives = place in actor.paths("officer", "leader") and Org.objects.filter(path=place).exists()
        return {status} if gives else {403}

    return answer
