"""Where the people of this room's lists come together, so that they can ask for the question themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhijia.activities.models import Course, Meeting, Programme
from zhijia.directory.life.signs import Sign, add
from zhijia.evidence.services import Gathering, gather


def _held_on(model: Any, state: str) -> Any:
    def held_on(day: date) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.filter(state__in=["open", state])
        return rows.filter(happened_on__lte=day, ends_on__gte=day)

    return held_on


def _meetings_on(day: date) -> QuerySet[Any]:
    """Meetings of that day whose sign-in is open."""
    rows: QuerySet[Any] = Meeting._default_manager.filter(state="open", happened_on=day)
    return rows


def make_known() -> None:
    """Tells the room of evidence about meetings, lessons and activities."""
    gather(Gathering("activities.meeting", "activities.invitation", "meeting", _meetings_on))
    gather(Gathering("activities.course", "activities.attendance", "course", _held_on(Course, "finished")))
    gather(
        Gathering(
            "activities.programme", "activities.participation", "programme", _held_on(Programme, "held")
        )
    )
    for key, model, state in (("course", Course, "finished"), ("programme", Programme, "held")):
        add(Sign(f"activities.{key}", model._meta.verbose_name or key, model, _in_state(state)))


def _in_state(state: str) -> Any:
    """What was really held: something planned or called off proves nothing."""
    return lambda rows: rows.filter(state__in=["open", state])
