"""What the pages of a union, of its changes and of the integrity of the directory answer to everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import GET, NOWHERE, POST, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.directory.changes.rights import may_change
from zhijia.directory.integrity.check import may_look
from zhijia.directory.models import Union
from zhijia.plans.models import STAFF
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    yield from _integrity(world)
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


def _integrity(world: World) -> Iterator[Cell]:
    """Those who work with the directory, at and below their posts."""
    away = world.cast.orgs["mill"]
    looks: Expected = lambda actor: {200} if may_look(actor) else {404}  # noqa: E731

    def far(actor: Actor) -> Statuses:
        reached = any(away.path.startswith(one) for one in actor.paths(*STAFF))
        return {200} if may_look(actor) and reached else {404}

    for name, args in (("integrity", []), ("integrity_found", ["union_no_phone"])):
        url = reverse(f"desks:{name}", args=args)
        yield from both(f"desks:{name}", url, looks, always(405))
        yield Cell(f"desks:{name}", GET, f"{url}?node={away.code}", far, absent=f"{url}?node=ZZ99")
    unknown = reverse("desks:integrity_found", args=["nothing"])
    yield Cell("desks:integrity_found", GET, unknown, always(404))
