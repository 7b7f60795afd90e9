"""The pages of members: one's own, for those who are on file; and asking another union for a member."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import NOWHERE, Cell, Expected, always, both
from tests.matrix.world import World
from zhijia.directory.forms import may_fetch
from zhijia.directory.services import own_record
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    """Whoever has no record of their own finds none of the own pages; members are fetched by those who write."""

    def on_file(*statuses: int) -> Expected:
        return lambda actor: set(statuses) if own_record(actor) is not None else {404}

    for name in ("find", "card"):
        yield from both(
            f"directory:{name}", reverse(f"directory:{name}"), on_file(200), always(405), across=True
        )
    farm = world.cast.orgs["farm"]
    url, absent = (reverse("directory:join", args=[uid]) for uid in (farm.uid, NOWHERE))
    # a member's wish to go over needs no words; an application does, and a second wish is refused
    yield from both("directory:join", url, on_file(200), on_file(302, 422), absent=absent, across=True)
    yield from both("directory:notice", reverse("directory:notice"), on_file(200), on_file(422))

    def fetches(status: int) -> Expected:
        def answer(actor: Actor) -> set[int]:
            return {status} if may_fetch(actor) else {403}

        return answer

    yield from both("directory:fetch", reverse("directory:fetch"), fetches(200), fetches(422))
