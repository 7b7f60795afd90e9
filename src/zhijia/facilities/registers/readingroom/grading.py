"""Who makes a reading room a model room, and what belongs to it: a day, a body and a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule, above
from zhijia.registry.writing import plain
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
FIELDS = ("grade", "graded_on", "graded_by", "grade_document")
ORDINARY = "ordinary"

#: nobody grades the own room
grader = above("officer", "leader")
ungraded = Rule(
    gettext_lazy("a room without a graded day"),
    lambda actor: None if actor.is_anonymous else Q(graded_on__isnull=True),
)
graded = Rule(
    gettext_lazy("a room that was named a model room"),
    lambda actor: None if actor.is_anonymous else Q(graded_on__isnull=False),
)


def _changed(room: Any, before: Before) -> list[str]:
    """The parts of the grading that are not as they were; a new room begins as an ordinary one."""
    was = before or {"grade": ORDINARY, "graded_on": None, "graded_by": "", "grade_document": ""}
    return [name for name in FIELDS if was.get(name) != plain(getattr(room, name))]


def refuse_own_grade(room: Any, by: Actor, before: Before) -> None:
    """A grade is given by the union above, by whatever way it is written down."""
    changed = _changed(room, before)
    if changed and not by.system and not grader.test(by, room):
        raise Refused(
            changed[0],
            _("The grade is given by a union above this one; ask it to name the room a model room."),
        )


def refuse_half_graded(room: Any, by: Actor, before: Before) -> None:
    """A model room has the day, the body and the number of the decision; its day is never moved by a later grade.

    Grades written down before days were asked for stand until somebody above grades the room anew.
    """
    if not _changed(room, before):
        return
    first = (before or {}).get("graded_on")
    if first and first != plain(room.graded_on):
        raise Refused("graded_on", _("It became a model room on %(day)s; that day stays.") % {"day": first})
    if room.graded_on is None:
        if room.grade != ORDINARY:
            raise Refused("graded_on", _("Give the day of the decision that names it a model room."))
        return
    if not first and room.grade == ORDINARY:
        raise Refused("grade", _("Choose the grade the decision gives; an ordinary room needs none."))
    if room.graded_on < room.happened_on:
        raise Refused(
            "graded_on",
            _("It opened on %(opened)s and was no model room before.")
            % {"opened": room.happened_on.isoformat()},
        )
    for name in ("graded_by", "grade_document"):
        if not getattr(room, name).strip():
            raise Refused(name, _("Say who decided on the grade, and by which document."))
