"""What the pages of project sites answer to everybody: the site, and bringing in somebody of another union."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import NOWHERE, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.directory.models import SiteRegister
from zhijia.directory.sites.pages import may_post
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    site = world.entries["directory.site"]

    def seen(actor: Actor) -> Statuses:
        return {200} if SiteRegister.policy.view.test(actor, site) else {404}

    url, absent = (reverse("directory:site", args=[uid]) for uid in (site.uid, NOWHERE))
    yield from both("directory:site", url, seen, always(405), absent=absent)

    def posts(status: int) -> Expected:
        return lambda actor: {404} if seen(actor) == {404} else {status} if may_post(actor, site) else {403}

    url, absent = (reverse("directory:bring", args=[uid]) for uid in (site.uid, NOWHERE))
    yield from both("directory:bring", url, posts(200), posts(422), absent=absent)
