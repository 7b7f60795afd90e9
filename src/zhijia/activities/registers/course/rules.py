"""What a course must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.activities.standards import MOST_HOURS_A_DAY
from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
#: states in which the lessons have begun
HELD = ("open", "finished")


def refuse_too_many_hours(course: Any, by: Actor, before: Before) -> None:
    """A day has only so many class hours."""
    most = ((course.ends_on - course.happened_on).days + 1) * MOST_HOURS_A_DAY
    if course.hours > most:
        raise Refused(
            "hours",
            _("%(hours)s class hours do not fit into these days: at most %(most)s, %(daily)s a day.")
            % {"hours": course.hours, "most": most, "daily": MOST_HOURS_A_DAY},
        )


def refuse_before_founding(course: Any, by: Actor, before: Before) -> None:
    if course.happened_on < course.org.opened_on:
        raise Refused(
            "happened_on",
            _("%(org)s was founded on %(day)s; it held no course before.")
            % {"org": course.org, "day": course.org.opened_on.isoformat()},
        )


def refuse_ahead(course: Any, by: Actor, before: Before) -> None:
    """A course is open from its first day on and finished from its last."""
    if course.state == "open" and course.happened_on > today():
        raise Refused("happened_on", _("It has not begun yet: leave it planned until its first day."))
    if course.state == "finished" and course.ends_on > today():
        raise Refused("ends_on", _("Its last day is still to come: it can be finished from that day on."))


def refuse_no_teacher(course: Any, by: Actor, before: Before) -> None:
    if course.state in HELD and course.trainer_id is None and not course.trainer_name:
        raise Refused("trainer", _("Say who teaches: choose the person, or type the name of a guest."))


def refuse_nobody(course: Any, by: Actor, before: Before) -> None:
    """A course nobody finished was not held."""
    if course.state == "finished" and not course.finishers().exists():
        raise Refused(
            "ends_on",
            _("Nobody has finished this course: enter the people first, by name list or one by one."),
        )


def refuse_too_small(course: Any, by: Actor, before: Before) -> None:
    if course.pk is None or course.capacity is None:
        return
    listed = course.attendances.count()
    if listed > course.capacity:
        raise Refused(
            "capacity",
            _("%(count)s people are on the list already; the room must hold them.") % {"count": listed},
        )


def refuse_teacher_on_list(course: Any, by: Actor, before: Before) -> None:
    """Nobody is trained by themselves."""
    if course.pk is None or course.trainer_id is None:
        return
    if course.attendances.filter(person_id=course.trainer_id).exists():
        raise Refused(
            "trainer",
            _("%(name)s is on the list of this course and cannot teach it.") % {"name": course.trainer},
        )


def refuse_monitor(course: Any, by: Actor, before: Before) -> None:
    """Whoever vouches for a course sat in it and neither taught nor recorded it."""
    if course.monitor_id is None:
        return
    recorder = by.user_id if before is None else before.get("recorded_by")
    own = {user for user in (recorder, by.user_id) if user is not None}
    if course.monitor_id == course.trainer_id or course.monitor.user_id in own:
        raise Refused(
            "monitor", _("Choose somebody who took part and neither taught nor recorded the course.")
        )
    if course.state == "finished" and not course.finishers().filter(person_id=course.monitor_id).exists():
        raise Refused(
            "monitor",
            _("%(name)s has not finished the course; choose somebody who has.") % {"name": course.monitor},
        )


def refuse_after_answers(course: Any, by: Actor, before: Before) -> None:
    """What people have confirmed stays: kind, days and hours of a course somebody said yes to."""
    if before is None:
        return
    now = {"kind": course.kind, "hours": course.hours}
    now |= {"happened_on": course.happened_on.isoformat(), "ends_on": course.ends_on.isoformat()}
    changed = [name for name, value in now.items() if before[name] != value]
    if changed and course.attendances.filter(confirmed_at__isnull=False).exists():
        raise Refused(
            changed[0],
            _("People have confirmed this course as it stands; record another one for what was different."),
        )


def refuse_cancelled_with_answers(course: Any, by: Actor, before: Before) -> None:
    if course.state == "cancelled" and course.pk and course.attendances.exists():
        raise Refused(
            "title",
            _("There are people on its list: a course somebody attended was held. Remove them first."),
        )
