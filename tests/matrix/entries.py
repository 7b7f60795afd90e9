"""What the pages of every register answer to everybody: lists, forms, steps, sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from tests.matrix.cells import GET, NOWHERE, Cell, Expected, always, both
from tests.matrix.world import World
from zhijia.registry.policy import Rule
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


def pages(world: World, register: type[Register]) -> Iterator[Cell]:
    room, noun, entry = register.room, register.noun, world.entries[register.key]
    policy = register.policy

    def to_all(rule: Rule | None, status: int) -> Expected:
        """For pages of the whole register: hidden from who sees no row, refused to who may not."""
        return lambda actor: (
            {404}
            if not policy.view.ever(actor)
            else {403}
            if rule is not None and not rule.ever(actor)
            else {status}
        )

    def to_one(rule: Rule | None, status: int) -> Expected:
        """For pages of the entry."""
        return lambda actor: (
            {404}
            if not policy.view.test(actor, entry)
            else {403}
            if rule is not None and not rule.test(actor, entry)
            else {status}
        )

    def pages(name: str, get: Expected, post: Expected, *more: Any) -> list[Cell]:
        url = reverse(f"registry:{name}", args=[room, noun, entry.uid, *more])
        absent = reverse(f"registry:{name}", args=[room, noun, NOWHERE, *more])
        return both(f"registry:{name}", url, get, post, absent=absent)

    yield from both(
        "registry:list", reverse("registry:list", args=[room, noun]), to_all(None, 200), always(405)
    )
    new = reverse("registry:new", args=[room, noun])
    yield from both("registry:new", new, to_all(policy.add, 200), to_all(policy.add, 422))
    for name in register.related():
        url = reverse("registry:pick", args=[room, noun, name])
        yield from both("registry:pick", url, to_all(None, 200), always(405))
        yield Cell("registry:pick", GET, f"{url}?{name}_typed=北山", to_all(None, 200))
    yield from pages("detail", to_one(None, 302 if register.page else 200), always(405))
    yield from pages("edit", to_one(policy.change, 200), to_one(policy.change, 422))
    yield from pages("remove", to_one(policy.remove, 200), to_one(policy.remove, 422))
    for step in register.flow.moves if register.flow else ():
        yield from pages("move", to_one(step.by, 200), to_one(step.by, 422), step.key)
    yield from pages("move", always(404), always(404), "no_such_step")
    for name in register.levels or ("org",):
        yield from pages("reveal", always(405), to_one(None, 400), name)


def sheets(world: World, register: type[Register]) -> Iterator[Cell]:
    policy, args = register.policy, [register.room, register.noun]

    def lists(name: str, may: Callable[[Actor], bool], get: int, post: int) -> list[Cell]:
        def answer(status: int) -> Expected:
            if status == 405:
                return always(405)
            return lambda actor: {404} if not policy.view.ever(actor) else {status} if may(actor) else {403}

        return both(f"sheets:{name}", reverse(f"sheets:{name}", args=args), answer(get), answer(post))

    adds = policy.add.ever
    yield from lists("export", policy.rule("export").ever, 200, 405)
    yield from lists("export_clear", lambda a: bool(register.levels) and policy.unmask.ever(a), 200, 422)
    yield from lists("template", adds, 200, 405)
    yield from lists("import", adds, 200, 422)
    yield from lists("loads", adds, 200, 405)
    yield from lists("export_later", policy.rule("export").ever, 405, 200)
    if register.subject():
        yield from lists("names", adds, 200, 422)
    else:
        url = reverse("sheets:names", args=args)
        none: Expected = lambda actor: {403, 404} - ({403} if adds(actor) else set())  # noqa: E731
        yield from both("sheets:names", url, none, none)
    draft = world.drafts[register.key]
    for name in ("preview", "headings", "faults", "matched"):
        url, absent = (reverse(f"sheets:{name}", args=[*args, uid]) for uid in (draft.uid, NOWHERE))
        nobody_else: Expected = lambda actor: {404} if adds(actor) else {403, 404}  # noqa: E731
        post = always(405) if name == "faults" else nobody_else
        yield from both(f"sheets:{name}", url, nobody_else, post, absent=absent)
    yield from _work(world, register)


def _work(world: World, register: type[Register]) -> Iterator[Cell]:
    """Long work and lists taken in are their asker's alone."""
    policy, args = register.policy, [register.room, register.noun]
    theirs: Expected = lambda actor: {404}  # noqa: E731
    for name in ("errand", "stop", "workbook"):
        uids = (world.errands[register.key], NOWHERE)
        url, absent = (reverse(f"sheets:{name}", args=[*args, uid]) for uid in uids)
        wrong = always(405)
        yield from both(
            f"sheets:{name}",
            url,
            wrong if name == "stop" else theirs,
            theirs if name == "stop" else wrong,
            absent=absent,
        )
    adds = policy.add.ever
    nobody_else: Expected = lambda actor: {404} if adds(actor) else {403, 404}  # noqa: E731
    url, absent = (reverse("sheets:undo", args=[*args, uid]) for uid in (world.loads[register.key], NOWHERE))
    yield from both("sheets:undo", url, nobody_else, nobody_else, absent=absent)
