"""The calendars of the demonstration: the city's from its plan, a county's by hand, the farm's from its text."""

from __future__ import annotations

from zhijia.site.demo.answers import Answers
from zhijia.site.demo.rooms.calendar.playing import Calendars
from zhijia.site.demo.world import World

ROOM = "plans"


def load(world: World, answers: Answers) -> None:
    """Fills the calendar of the demonstration."""
    Calendars(world, answers).load()
