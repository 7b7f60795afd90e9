"""Meetings, training, the women's programme and raised grades of the demonstration, with every way of not counting."""

from __future__ import annotations

from zhijia.site.demo.answers import Answers
from zhijia.site.demo.rooms.activities import levels, meetings, training, women
from zhijia.site.demo.rooms.activities.pool import Pool
from zhijia.site.demo.world import World

__all__ = ["load"]


def load(world: World, answers: Answers) -> None:
    """Fills the room's registers, each county's lists by its own officer."""
    pool = Pool(world, answers)
    training.load(pool)
    women.load(pool)
    levels.load(pool)
    meetings.load(pool)
