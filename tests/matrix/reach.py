"""What the pages of messages answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.reach.kinds import kind_of
from zhijia.reach.queries import may_look
from zhijia.reach.services import Letter, To, send
from zhijia.reach.wordings import WRITERS, federations_of
from zhijia.tree.actor import Actor
from zhijia.tree.paths import successor


def cells(world: World) -> Iterator[Cell]:
    gas, river = world.cast.orgs["gas"], world.cast.orgs["river"]
    kind = kind_of("meeting_invitation")
    assert kind is not None
    person = world.cast.people["tian"]
    values = dict.fromkeys((one.name for one in kind.fields), "x")
    # nobody can be written to: the reason stands on the list, and its text is kept by nobody
    held = send(Letter(kind, gas, To(person=person.uid), values, "matrix:held"))

    def again(actor: Actor) -> Statuses:
        seats = actor.paths("officer", "chair", "leader")
        return {302} if any(path <= gas.path < successor(path) for path in seats) else {404}

    def writes(*statuses: int) -> Expected:
        return lambda actor: set(statuses) if river.path in actor.paths(*WRITERS) else {404}

    def sets(*statuses: int) -> Expected:
        return lambda actor: set(statuses) if gas.path in actor.paths("officer", "chair", "leader") else {404}

    def own(*statuses: int) -> Expected:
        return lambda actor: set(statuses) if actor.person_id is not None else {404}

    look: Expected = lambda actor: {200 if may_look(actor) else 404}  # noqa: E731
    words: Expected = lambda actor: {200 if federations_of(actor) else 404}  # noqa: E731
    yield from both("reach:sent", reverse("reach:sent"), look, always(405))
    yield from both("reach:wordings", reverse("reach:wordings"), words, always(405))
    to, nowhere = (reverse("reach:again", args=[uid]) for uid in (held.uid, NOWHERE))
    yield from both("reach:again", to, always(405), again, absent=nowhere)
    for name, get, post in (("wording", writes(200), writes(422)), ("preview", always(405), writes(200))):
        args = [kind.key, "zh-hans"]
        yield from both(f"reach:{name}", reverse(f"reach:{name}", args=[river.code, *args]), get, post)
        yield Cell(f"reach:{name}", POST, reverse(f"reach:{name}", args=["ZZ99", *args]), always(404))
    yield from both("reach:limits", reverse("reach:limits", args=[gas.code]), sets(200), sets(422))
    yield Cell("reach:limits", POST, reverse("reach:limits", args=["ZZ99"]), always(404))
    yield from both("reach:mine", reverse("reach:mine"), own(200), own(302))
