"""What the pages of a union, of its changes and of the integrity of the directory answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from tests.cast import NO_NUMBER
from tests.matrix.cells import GET, NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.directory.changes.rights import may_change
from zhijia.directory.integrity.check import may_look
from zhijia.directory.merging.carrying import merge
from zhijia.directory.merging.keys import merging
from zhijia.directory.merging.wish import Wish
from zhijia.directory.models import Merger, Person, Union
from zhijia.directory.rules import officers
from zhijia.plans.models import STAFF
from zhijia.registry import services
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    yield from _integrity(world)
    yield from _alike(world)
    for key in ("gas", "mill"):
        union = Union.objects.select_related("org__parent").get(code=world.cast.orgs[key].code)
        yield from _union(union)
        yield from _changes(union)


def _sees(union: Union) -> Expected:
    return lambda actor: {200} if Union.register.policy.view.test(actor, union) else {404}


def _changed(union: Union, status: int) -> Expected:
    """404 for whoever does not see the union, 403 for whoever may not change its place."""

    def answer(actor: Actor) -> Statuses:
        if not Union.register.policy.view.test(actor, union):
            return {404}
        return {status} if may_change(union, actor) else {403}

    return answer


def _union(union: Union) -> Iterator[Cell]:
    url, absent = (reverse("directory:union", args=[uid]) for uid in (union.uid, NOWHERE))
    yield from both("directory:union", url, _sees(union), always(405), absent=absent)
    lasting = reverse("directory:by_code", args=[union.code])
    leads: Expected = lambda actor: {302} if Union.register.policy.view.test(actor, union) else {404}  # noqa: E731
    yield from both("directory:by_code", lasting, leads, always(405))


def _changes(union: Union) -> Iterator[Cell]:
    url, absent = (reverse("directory:choose", args=[uid]) for uid in (union.uid, NOWHERE))
    yield from both("directory:choose", url, _changed(union, 200), always(405), absent=absent)
    for kind in ("move", "merge", "split", "close"):
        url, absent = (reverse("directory:change", args=[uid, kind]) for uid in (union.uid, NOWHERE))
        yield Cell("directory:change", GET, url, _changed(union, 200), absent=absent)
        yield Cell("directory:change", POST, url, _changed(union, 422), absent=absent)
    unknown = reverse("directory:change", args=[union.uid, "sell"])
    yield Cell("directory:change", GET, unknown, _changed(union, 404))
    url, absent = (reverse("directory:pick", args=[uid, "merge", "into"]) for uid in (union.uid, NOWHERE))
    yield from both("directory:pick", url, _changed(union, 200), always(405), absent=absent)


def _alike(world: World) -> Iterator[Cell]:
    """Records that could be one person: for officers who look after both, like none to everybody else."""
    people = world.cast.people
    works: Expected = lambda actor: {200} if officers.ever(actor) else {403}  # noqa: E731
    yield from both("directory:terms", reverse("directory:terms"), works, always(405))
    opens: Expected = lambda actor: {200} if merging.ever(actor) else {403}  # noqa: E731
    yield from both("directory:alike", reverse("directory:alike"), opens, always(405))
    for other in ("wang", "li"):
        pair = [people["gao"], people[other]]

        def looks(status: int, pair: list[Any] = pair) -> Expected:
            return lambda actor: {status} if all(merging.test(actor, one) for one in pair) else {404}

        args, absent = [one.uid for one in pair], [pair[0].uid, NOWHERE]
        url, none = (reverse("directory:pair", args=each) for each in (args, absent))
        yield from both("directory:pair", url, looks(200), looks(422), absent=none)
        url, none = (reverse("directory:apart", args=each) for each in (args, absent))
        yield Cell("directory:apart", GET, url, always(405))
        yield Cell("directory:apart", POST, url, looks(302), absent=none)
    merger = _merged(world)

    def owns(status: int) -> Expected:
        return lambda actor: {status} if merging.test(actor, merger) else {404}

    url, none = (reverse("directory:merger", args=[uid]) for uid in (merger.uid, NOWHERE))
    yield from both("directory:merger", url, owns(200), owns(422), absent=none)


def _merged(world: World) -> Merger:
    """A merging of two records of the gas company, done once for all the questions."""
    known = Merger.objects.first()
    if known is not None:
        return known
    cast = world.cast
    rows = []
    for number in (1, 2):
        values = {"org": cast.orgs["gas"], "name": "程双份", "phone": f"1390001000{number}", **NO_NUMBER}
        rows.append(services.add(Person.register, values, by=cast.actor("gas.officer")))
    return merge(Wish(rows[0], rows[1], "first", "核实是同一人"), by=cast.actor("gas.officer"))


def _integrity(world: World) -> Iterator[Cell]:
    """Those who work with the directory, at and below their posts."""
    away = world.cast.orgs["mill"]
    looks: Expected = lambda actor: {200} if may_look(actor) else {404}  # noqa: E731

    def far(actor: Actor) -> Statuses:
        reached = any(away.path.startswith(one) for one in actor.paths(*STAFF))
        return {200} if may_look(actor) and reached else {404}

    for name, args in (("integrity", []), ("integrity_found", ["union_no_phone"]), ("life", [])):
        url = reverse(f"desks:{name}", args=args)
        yield from both(f"desks:{name}", url, looks, always(405))
        yield Cell(f"desks:{name}", GET, f"{url}?node={away.code}", far, absent=f"{url}?node=ZZ99")
    unknown = reverse("desks:integrity_found", args=["nothing"])
    yield Cell("desks:integrity_found", GET, unknown, always(404))
