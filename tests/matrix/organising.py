"""What the pages of founding unions answer to everybody: the list of employers, drives, foundings, letters."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import GET, NOWHERE, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.directory.models import DriveRegister, UnitRegister
from zhijia.directory.organising.pages import may_look
from zhijia.directory.registers.union.register import UnionRegister
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor

WORKING = ("officer", "chair", "caseworker", "leader")


def cells(world: World) -> Iterator[Cell]:
    yield from _list(world)
    yield from _drive(world)
    yield from _employer(world)
    letter = world.entries["directory.invitation"]
    for name in ("invitation_docx", "invitation_pdf"):
        url, absent = (reverse(f"directory:{name}", args=[uid]) for uid in (letter.uid, NOWHERE))
        yield from both(
            f"directory:{name}", url, _seen(letter.register.policy.view, letter), always(405), absent=absent
        )


def _list(world: World) -> Iterator[Cell]:
    url, away = reverse("directory:organising"), world.cast.orgs["hill"]
    looks: Expected = lambda actor: {200} if may_look(actor) else {404}  # noqa: E731
    yield from both("directory:organising", url, looks, always(405))
    yield Cell("directory:organising", GET, f"{url}?size=many&covered=x&page=no", looks)

    def far(actor: Actor) -> Statuses:
        return {200} if any(away.path.startswith(one) for one in actor.paths(*WORKING)) else {404}

    yield Cell("directory:organising", GET, f"{url}?node={away.code}", far, absent=f"{url}?node=ZZ99")


def _seen(rule: Rule, entry: object, status: int = 200) -> Expected:
    return lambda actor: {status} if rule.test(actor, entry) else {404}  # type: ignore[arg-type]


def _drive(world: World) -> Iterator[Cell]:
    drive, policy = world.entries["directory.drive"], DriveRegister.policy
    url, absent = (reverse("directory:drive", args=[uid]) for uid in (drive.uid, NOWHERE))
    yield from both("directory:drive", url, _seen(policy.view, drive), always(405), absent=absent)

    def given(status: int) -> Expected:
        return lambda actor: (
            {404}
            if not policy.view.test(actor, drive)
            else {status}
            if policy.change.test(actor, drive)
            else {403}
        )

    url, absent = (reverse("directory:quotas", args=[uid]) for uid in (drive.uid, NOWHERE))
    yield from both("directory:quotas", url, given(200), given(422), absent=absent)


def _employer(world: World) -> Iterator[Cell]:
    """The founding asks for the right to found somewhere, the taking over for the right to this employer."""
    approach = world.entries["directory.approach"]
    unit = approach.unit

    def answered(may: Rule, entry: object | None, status: int) -> Expected:
        def answer(actor: Actor) -> Statuses:
            if not UnitRegister.policy.view.test(actor, unit):
                return {404}
            allowed = may.ever(actor) if entry is None else may.test(actor, entry)  # type: ignore[arg-type]
            return {status} if allowed else {403}

        return answer

    found, over = UnionRegister.policy.add, approach.register.policy.change
    for name, may, entry in (("found", found, None), ("take_over", over, approach)):
        url, absent = (reverse(f"directory:{name}", args=[uid]) for uid in (unit.uid, NOWHERE))
        yield from both(
            f"directory:{name}", url, answered(may, entry, 200), answered(may, entry, 422), absent=absent
        )
