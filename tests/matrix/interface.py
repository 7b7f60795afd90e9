"""The cells of the interface for programs, asked with the session of each who acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.matrix.cells import GET, NOWHERE, PATCH, POST, Cell, Expected, always
from tests.matrix.world import World
from zhijia.registry.policy import Rule
from zhijia.registry.register import Register, registers

V1 = "/api/v1"
#: a body or a header that is wrong is told before anything is looked for, the same for all
UNREAD = {400, 412, 422, 428}


def cells(world: World) -> Iterator[Cell]:
    """Every address below /api/ and the page of one's own tokens."""
    yield Cell("tokens", GET, reverse("tokens"), always(200))
    yield Cell("tokens", POST, reverse("tokens"), always(422))
    for name, uid in (("token_revoke", NOWHERE),):
        yield Cell(name, GET, reverse(name, args=[uid]), always(405))
        yield Cell(name, POST, reverse(name, args=[uid]), always(404))
    yield Cell("api_about", GET, "/api/", always(200))
    yield Cell("api_about", POST, "/api/", always(405))
    yield Cell("api:openapi", GET, f"{V1}/openapi.json", always(200))
    yield Cell("api:openapi", POST, f"{V1}/openapi.json", always(405))
    yield from _figures(world)
    for register in registers():
        yield from _register(world, register)


def _figures(world: World) -> Iterator[Cell]:
    away = world.cast.orgs["mill"]

    def reaches(path: str) -> Expected:
        return lambda actor: {200 if any(path.startswith(seat.path) for seat in actor.seats) else 404}

    anywhere: Expected = lambda actor: {200 if actor.seats else 404}  # noqa: E731
    yield Cell("api:measures", GET, f"{V1}/figures", always(200))
    for name, url in (
        ("api:figure", f"{V1}/figures/read_new"),
        ("api:facts", f"{V1}/figures/read_new/facts"),
    ):
        yield Cell(name, GET, f"{url}?period=2025", anywhere)
        asked, absent = f"{url}?period=2025&node={away.code}", f"{url}?period=2025&node=ZZ99"
        yield Cell(name, GET, asked, reaches(away.path), absent=absent)
    for name, url in (
        ("api:measures", f"{V1}/figures"),
        ("api:figure", f"{V1}/figures/read_new"),
        ("api:facts", f"{V1}/figures/read_new/facts"),
    ):
        yield Cell(name, POST, url, always(405))


def _register(world: World, register: type[Register]) -> Iterator[Cell]:
    entry, policy = world.entries[register.key], register.policy
    base = f"{V1}/{register.room}/{register.noun}"

    def one(suffix: str = "") -> dict[str, Any]:
        return {"url": f"{base}/{entry.uid}{suffix}", "absent": f"{base}/{NOWHERE}{suffix}"}

    def written(rule: Rule) -> Expected:
        """A write nobody has filled in: unread, or hidden, or refused."""
        return lambda actor: (
            UNREAD
            | ({404} if not policy.view.test(actor, entry) else set() if rule.test(actor, entry) else {403})
        )

    yield Cell("api:listed", GET, base, lambda actor: {200 if policy.view.ever(actor) else 404})
    yield Cell(
        "api:add",
        POST,
        base,
        lambda actor: UNREAD | ({403, 404} if not policy.add.ever(actor) else set()),
    )
    yield Cell("api:one", GET, expected=lambda a: {200 if policy.view.test(a, entry) else 404}, **one())
    yield Cell("api:change", PATCH, expected=written(policy.change), **one())
    yield Cell("api:one", POST, expected=always(405), **one())
    for step in register.flow.moves if register.flow else ():
        yield Cell("api:take", POST, expected=written(step.by), **one(f"/moves/{step.key}"))
        yield Cell("api:take", GET, expected=always(405), **one(f"/moves/{step.key}"))
