"""Who cannot stand on the list of a course, and with what result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zhijia.activities.persons import listed_elsewhere
from zhijia.activities.registers.course.register import Course, PartOfDay
from zhijia.activities.registers.course.rules import HELD
from zhijia.activities.standards import ATTENDED_PERCENT
from zhijia.directory.queries import outside
from zhijia.kernel.day import today
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_not_held(attendance: Any, by: Actor, before: Before) -> None:
    """Nobody has attended what has not begun or was cancelled."""
    course = attendance.course
    if course.state not in HELD:
        state = type(course).register.flow.states[course.state]
        raise Refused(
            "course",
            _("%(course)s is %(state)s: nobody has attended it.") % {"course": course, "state": state},
        )
    if course.happened_on > today():
        raise Refused(
            "course",
            _("%(course)s begins on %(day)s; nobody has attended it before.")
            % {"course": course, "day": course.happened_on.isoformat()},
        )


def refuse_teacher(attendance: Any, by: Actor, before: Before) -> None:
    if attendance.person_id == attendance.course.trainer_id:
        raise Refused(
            "person",
            _("%(name)s teaches this course and is not trained by it.") % {"name": attendance.person},
        )


def refuse_two_places(attendance: Any, by: Actor, before: Before) -> None:
    """Nobody sits in two courses at the same hours."""
    course = attendance.course
    other = (
        type(attendance)
        ._default_manager.filter(_same_hours(course), person_id=attendance.person_id)
        .exclude(pk=attendance.pk)
        .exclude(course_id=course.pk)
        .select_related("course")
        .first()
    )
    if other is not None:
        raise Refused(
            "person",
            _("%(name)s is on the list of %(course)s at the same hours (%(first)s to %(end)s).")
            % {
                "name": attendance.person,
                "course": _called(other.course, by),
                "first": other.course.happened_on.isoformat(),
                "end": other.course.ends_on.isoformat(),
            },
        )


def _same_hours(course: Course) -> Q:
    """Attendances of courses that share a day and a part of it with this one."""
    days = Q(course__happened_on__lte=course.ends_on, course__ends_on__gte=course.happened_on)
    held = Q(course__state__in=HELD)
    if course.part_of_day == PartOfDay.WHOLE:
        return days & held & ~Q(course__part_of_day=PartOfDay.EVENING)
    parts = [course.part_of_day]
    if course.part_of_day != PartOfDay.EVENING:
        parts.append(PartOfDay.WHOLE)
    return days & held & Q(course__part_of_day__in=parts)


def _called(course: Course, by: Actor) -> str:
    """The other course's title, for whoever may see it."""
    register = type(course).register  # type: ignore[attr-defined]
    return str(course) if register.policy.view.test(by, course) else _("another course")


def listed_twice(attendances: Sequence[Any]) -> set[int]:
    """The places of those whose person is on some other list too."""
    return listed_elsewhere(attendances, "person")


def refuse_full(attendance: Any, by: Actor, before: Before) -> None:
    """No more people than places; the course stays locked until its list is written."""
    course = attendance.course
    if course.capacity is None or (before is not None and before["course"] == course.pk):
        return
    Course.objects.select_for_update().get(pk=course.pk)
    others = type(attendance)._default_manager.filter(course=course).exclude(pk=attendance.pk).count()
    if others >= course.capacity:
        raise Refused(
            "course",
            _("%(course)s has %(count)s places; no more people can go on its list.")
            % {"course": course, "count": course.capacity},
        )


def of_full_courses(attendances: Sequence[Any]) -> set[int]:
    """The places of those whose course has fewer places than people, new ones counted in."""
    courses = {one.course_id: one.course for one in attendances if one.course.capacity is not None}
    wanted = Counter(one.course_id for one in attendances if one._state.adding)
    rows = type(attendances[0])._default_manager.order_by() if attendances else None
    for some in chunks(list(courses)):
        Course.objects.select_for_update().filter(pk__in=some).count()
        assert rows is not None
        listed = rows.filter(course_id__in=some).values_list("course_id").annotate(count=Count("pk"))
        wanted.update(dict(listed))
    full = {pk for pk, course in courses.items() if wanted[pk] > course.capacity}
    return {place for place, one in enumerate(attendances) if one.course_id in full}


def refuse_standing(attendance: Any, by: Actor, before: Before) -> None:
    """Whoever counts as a migrant worker is one on file that day; where nothing was chosen the file says it."""
    if before is not None and before["standing"] == attendance.standing:
        return
    if _told_apart([attendance]):
        raise Refused(
            "standing",
            _(
                "%(name)s was not on file as a migrant worker on that day; record it on the person's page first or "
                "choose another standing."
            )
            % {"name": attendance.person},
        )


def of_other_standing(attendances: Sequence[Any]) -> set[int]:
    """The places of those entered as migrant workers who are on file as none; empty standings are filled in."""
    return _told_apart(attendances)


def _told_apart(attendances: Sequence[Any]) -> set[int]:
    asked = {
        place: (one.person_id, one.course.happened_on)
        for place, one in enumerate(attendances)
        if one.standing in ("", "migrant")
    }
    others = outside(asked, "migrant")
    for place in asked:
        if not attendances[place].standing:
            attendances[place].standing = "in_work" if place in others else "migrant"
            others.discard(place)
    return others


def refuse_hours(attendance: Any, by: Actor, before: Before) -> None:
    """Nobody attended more hours than there were; whoever missed too many has not finished without passing."""
    hours, course = attendance.hours_attended, attendance.course
    if hours is None:
        return
    if hours > course.hours:
        raise Refused(
            "hours_attended", _("The course has only %(hours)s class hours.") % {"hours": course.hours}
        )
    if attendance.result == "finished" and hours * 100 < course.hours * ATTENDED_PERCENT:
        raise Refused(
            "result",
            _(
                "%(hours)s of %(whole)s class hours are less than the %(percent)s %% the federation asks for: "
                "not finished, unless an examination was passed."
            )
            % {"hours": hours, "whole": course.hours, "percent": ATTENDED_PERCENT},
        )


def refuse_certificate(attendance: Any, by: Actor, before: Before) -> None:
    """A certificate belongs to a passed examination."""
    if attendance.certificate_number and attendance.result != "passed":
        raise Refused("certificate_number", _("A certificate is for those who passed: choose this result."))
