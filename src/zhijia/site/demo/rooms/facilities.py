"""Reading rooms the city names model rooms: two that count, one nobody has confirmed, one named last year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zhijia.facilities.models import ReadingRoom
from zhijia.registry.services import move
from zhijia.site.demo.answers import Answers
from zhijia.site.demo.size import lots
from zhijia.site.demo.world import World

COUNTED = 2


def load(world: World, answers: Answers) -> None:
    """The year's model rooms among those there are."""
    draw, days = lots("facilities"), world.days
    opened = ReadingRoom.objects.filter(state="open", happened_on__lte=days.last - timedelta(days=7))
    counted = opened.filter(evidenced_at__isnull=False, confirmed_at__isnull=False).order_by("pk")
    for room in draw.sample(list(counted), min(COUNTED, counted.count())):
        _name(
            room,
            answers,
            on=max(room.happened_on, days.ago(draw.randint(3, 60))),
            number=draw.randint(20, 60),
        )
    for room in opened.filter(happened_on__gte=days.first, confirmed_at=None).order_by("pk")[:1]:
        _name(room, answers, on=max(room.happened_on, days.ago(5)), number=61)
    for room in opened.filter(happened_on__lt=date(days.year - 1, 6, 1)).order_by("pk")[:1]:
        _name(room, answers, on=date(days.year - 1, 10, 20), number=33)


def _name(room: Any, answers: Answers, *, on: date, number: int) -> None:
    """The city's decision on one room, written down by the city's leader: the officers record rooms."""
    values = {
        "grade": "municipal",
        "graded_on": on,
        "graded_by": "云川市总工会",
        "grade_document": f"云工发〔{on.year}〕{number}号",
    }
    move(room, "grade", by=answers.actor("city.leader"), version=room.version, values=values)
