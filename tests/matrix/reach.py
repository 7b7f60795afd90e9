"""What the pages of messages answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from tests.matrix.cells import GET, NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.reach.kinds import kind_of
from zhijia.reach.lists import crowd as crowds
from zhijia.reach.models import Mailing
from zhijia.reach.queries import may_look
from zhijia.reach.services import Letter, To, send
from zhijia.reach.wordings import WRITERS, federations_of
from zhijia.registry.register import register
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
    yield from _lists(world)
    yield from both("reach:mine", reverse("reach:mine"), own(200), own(302))


def _lists(world: World) -> Iterator[Cell]:
    """Writing to lists and printing them: only of one's own unions, and only what one may take out."""
    gas = world.cast.orgs["gas"]
    mailing = Mailing.objects.create(
        org=gas,
        key="list_news",
        source="directory.person",
        title="matrix",
        digest="",
        people=0,
        made_at=timezone.now(),
    )

    def writes(*statuses: int) -> Expected:
        return lambda actor: set(statuses) if crowds.may_write(actor) else {404}

    def over_gas(actor: Actor, *roles: str) -> bool:
        return any(path <= gas.path < successor(path) for path in actor.paths(*roles))

    def looks(actor: Actor) -> Statuses:
        return {200} if over_gas(actor, "officer", "chair", "leader") else {404}

    def again(actor: Actor) -> Statuses:
        if not over_gas(actor, "officer", "chair", "leader"):
            return {404}
        return {302} if over_gas(actor, *crowds.WRITERS) else {403}

    def overview(actor: Actor) -> Statuses:
        return {200} if crowds.may_write(actor) or looks(actor) == {200} else {404}

    def prints(actor: Actor) -> Statuses:
        if not crowds.may_write(actor):
            return {404}
        return {200} if register("directory.person").policy.rule("export").ever(actor) else {403}

    yield from both("reach:lists", reverse("reach:lists"), overview, always(405))
    for name, get in (("mailing", looks), ("unreached", looks)):
        to, nowhere = (reverse(f"reach:{name}", args=[uid]) for uid in (mailing.uid, NOWHERE))
        yield from both(f"reach:{name}", to, get, always(405), absent=nowhere)
    to, nowhere = (reverse("reach:mailing_again", args=[uid]) for uid in (mailing.uid, NOWHERE))
    yield from both("reach:mailing_again", to, always(405), again, absent=nowhere)
    yield from both("reach:wall", reverse("reach:wall"), writes(200), always(405))
    write = reverse("reach:write", args=["directory.person", "list_news"])
    yield from both("reach:write", write, writes(200), writes(422))
    yield Cell("reach:write", GET, f"{write}?union=ZZ99", always(404))
    for form in ("sign", "board"):
        paper = reverse("reach:paper", args=["directory.person", form])
        yield from both("reach:paper", paper, prints, always(405))
