"""No protected value is found by whoever walks through the house, except by whom it may be shown to."""

from __future__ import annotations

import random

import pytest

from tests.lanes import PARTS, SEED
from tests.matrix.canary import Crawler, Mark, marks, seeds
from tests.matrix.world import ANYBODY, World

pytestmark = pytest.mark.django_db
SHORT = (
    "officer@gas",
    "finance@gas",
    "officer@river",
    "leader@city",
    "officer@hill",
    "auditor@city",
    "wang",
    "li",
)
#: pages on which officers of other unions see what they must ask about
ACROSS = ("/evidence/callbacks/",)


def leaks(
    world: World, name: str, known: list[Mark], most: int, start: list[str] | None = None
) -> tuple[list[str], Crawler]:
    """Marks and names of other unions in pages of somebody they are not for, and the walk itself."""
    crawler = Crawler(world, name)
    found = []
    for url, response, text in crawler.pages(most, start):
        if response.status_code >= 500:
            found.append(f"{name} {url}: {response.status_code}")
        found += [
            f"{name} {url}: {mark.where}"
            for mark in known
            if mark.text in text and not mark.shown_to(crawler.actor)
        ]
        if not url.startswith(ACROSS):
            found += [f"{name} {url}: tells of {other}" for other in crawler.foreign if other in text]
    return found, crawler


def test_the_crawl_finds_what_it_may_see(world: World, db: None) -> None:
    """A crawl that finds nothing at all would prove nothing."""
    known = marks(world)
    crawler = Crawler(world, "officer@gas")
    seen = "".join(text for _url, _response, text in crawler.pages(len(seeds()) + 40))
    mine = [
        mark
        for mark in known
        if mark.where.startswith("directory.person.phone") and mark.shown_to(crawler.actor)
    ]
    assert mine and all(mark.text in seen for mark in mine)
    assert "程小一" in seen


@pytest.mark.parametrize("name", [ANYBODY, *SHORT])
def test_nothing_protected_leaks(world: World, db: None, name: str) -> None:
    """A walk of 60 pages from the home page and some of the starts, drawn by the seed of the matrix."""
    start = ["/", *random.Random(f"{SEED} {name}").sample(seeds(), 35)]
    found, crawler = leaks(world, name, marks(world), 60, start)
    assert not found, f"seed {SEED}:\n" + "\n".join(found[:30])
    assert len(crawler.opened) >= 36


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_protected_leaks_to_anybody(world: World, db: None, part: int) -> None:
    known = marks(world)
    found = [leak for name in world.names[part::PARTS] for leak in leaks(world, name, known, 200)[0]]
    assert not found, f"{len(found)} leaks:\n" + "\n".join(found[:40])
