"""What can hold of a person for a time: groups, skill grade, degree and kind of work, each in its place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Slot(models.TextChoices):
    """A place that one value at a time can fill; a person fills several places at once."""

    MIGRANT = "migrant", pgettext_lazy("fact of a person", "migrant work")
    PLATFORM = "platform", pgettext_lazy("fact of a person", "new form of employment")
    HARDSHIP = "hardship", pgettext_lazy("fact of a person", "hardship")
    SKILL = "skill", pgettext_lazy("fact of a person", "skill grade")
    DEGREE = "degree", pgettext_lazy("fact of a person", "degree")
    JOB = "job", pgettext_lazy("fact of a person", "kind of work")


class Level(models.TextChoices):
    """Skill grades and degrees, each in its order."""

    NO_GRADE = "no_grade", pgettext_lazy("skill grade", "no grade")
    JUNIOR = "junior", pgettext_lazy("skill grade", "junior worker (grade 5)")
    INTERMEDIATE = "intermediate", pgettext_lazy("skill grade", "intermediate worker (grade 4)")
    SENIOR = "senior", pgettext_lazy("skill grade", "senior worker (grade 3)")
    TECHNICIAN = "technician", pgettext_lazy("skill grade", "technician (grade 2)")
    SENIOR_TECHNICIAN = "senior_technician", pgettext_lazy("skill grade", "senior technician (grade 1)")
    SPECIAL_TECHNICIAN = "special_technician", pgettext_lazy("skill grade", "special-grade technician")
    CHIEF_TECHNICIAN = "chief_technician", pgettext_lazy("skill grade", "chief technician")
    LOWER_SCHOOL = "lower_school", pgettext_lazy("degree", "junior middle school or less")
    MIDDLE_SCHOOL = "middle_school", pgettext_lazy("degree", "senior middle or vocational school")
    COLLEGE = "college", pgettext_lazy("degree", "junior college")
    BACHELOR = "bachelor", pgettext_lazy("degree", "bachelor")
    MASTER = "master", pgettext_lazy("degree", "master")
    DOCTOR = "doctor", pgettext_lazy("degree", "doctor")


class Group(models.TextChoices):
    """Groups a person can belong to; that of women follows from the sex and is no fact to record."""

    MIGRANT = "migrant", pgettext_lazy("group of workers", "migrant worker")
    TRUCK = "truck", pgettext_lazy("group of workers", "platform worker: truck driver")
    RIDE = "ride", pgettext_lazy("group of workers", "platform worker: ride-hailing driver")
    COURIER = "courier", pgettext_lazy("group of workers", "platform worker: courier")
    FOOD = "food", pgettext_lazy("group of workers", "platform worker: food delivery rider")
    OTHER_FORM = "other_form", pgettext_lazy("group of workers", "platform worker: other")
    HARDSHIP = "hardship", pgettext_lazy("group of workers", "worker in hardship")


class Job(models.TextChoices):
    """Kinds of work as rosters of employers tell them apart."""

    PRODUCTION = "production", pgettext_lazy("kind of work", "production and transport")
    SERVICE = "service", pgettext_lazy("kind of work", "trade and services")
    TECHNICAL = "technical", pgettext_lazy("kind of work", "professional and technical")
    CLERK = "clerk", pgettext_lazy("kind of work", "clerk")
    MANAGEMENT = "management", pgettext_lazy("kind of work", "management")
    OTHER_JOB = "other_job", pgettext_lazy("kind of work", "other work")


class Source(models.TextChoices):
    OWN = "own", pgettext_lazy("source of a fact", "said by the person")
    PAPER = "paper", pgettext_lazy("source of a fact", "certificate or document seen")
    ROSTER = "roster", pgettext_lazy("source of a fact", "the employer's roster")
    VISIT = "visit", pgettext_lazy("source of a fact", "visit or survey of the union")
    MEMBERS = "members", pgettext_lazy("source of a fact", "list of members")
    RECORD = "record", pgettext_lazy("source of a fact", "the earlier record without a day")


_levels = tuple(Level)
_cut = _levels.index(Level.LOWER_SCHOOL)
_groups = tuple(Group)
#: the values of each place; levels the lowest first
VALUES: dict[str, tuple[str, ...]] = {
    Slot.MIGRANT.value: (Group.MIGRANT.value,),
    Slot.PLATFORM.value: tuple(one.value for one in _groups[1:-1]),
    Slot.HARDSHIP.value: (Group.HARDSHIP.value,),
    Slot.SKILL.value: tuple(level.value for level in _levels[:_cut]),
    Slot.DEGREE.value: tuple(level.value for level in _levels[_cut:]),
    Slot.JOB.value: tuple(one.value for one in Job),
}
SLOT_OF: dict[str, str] = {value: slot for slot, values in VALUES.items() for value in values}
#: the places that have an order
ORDERED = (Slot.SKILL.value, Slot.DEGREE.value)
#: every value as a form offers it, under headings
CHOICES = [
    (pgettext_lazy("fact of a person", "belongs to a group"), Group.choices),
    (Slot.SKILL.label, [(one.value, one.label) for one in _levels[:_cut]]),
    (Slot.DEGREE.label, [(one.value, one.label) for one in _levels[_cut:]]),
    (Slot.JOB.label, Job.choices),
]
LABELS = dict(pair for _heading, pairs in CHOICES for pair in pairs)


def rank(slot: str, value: str) -> int | None:
    """How high a level stands within its place, or None where it is none of it."""
    levels = VALUES.get(slot, ()) if slot in ORDERED else ()
    return levels.index(value) if value in levels else None
