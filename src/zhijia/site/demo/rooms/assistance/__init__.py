"""School aid, insurance, check-ups, placements and goods of the demonstration, with every way of not counting."""

from __future__ import annotations

from zhijia.site.demo.answers import Answers
from zhijia.site.demo.rooms.assistance import checkups, goods, insurance, placements, schooling
from zhijia.site.demo.rooms.assistance.pool import Pool
from zhijia.site.demo.world import World

__all__ = ["load"]


def load(world: World, answers: Answers) -> None:
    """Fills the room's other registers, each county's lists by its own officer."""
    pool = Pool(world, answers)
    schooling.load(pool)
    insurance.load(pool)
    checkups.load(pool)
    placements.load(pool)
    goods.load(pool)
