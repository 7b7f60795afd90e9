"""Skill grades and degrees, each in its own order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    SKILL = "skill", pgettext_lazy("kind of advancement", "skill grade")
    DEGREE = "degree", pgettext_lazy("kind of advancement", "degree")


class Level(models.TextChoices):
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


#: the levels of each kind, lowest first
ORDER: dict[str, tuple[str, ...]] = {
    Kind.SKILL.value: tuple(level.value for level in Level)[: list(Level).index(Level.LOWER_SCHOOL)],
    Kind.DEGREE.value: tuple(level.value for level in Level)[list(Level).index(Level.LOWER_SCHOOL) :],
}


def rank(kind: str, level: str) -> int | None:
    """How high a level stands within a kind, or None where it is none of that kind."""
    levels = ORDER.get(kind, ())
    return levels.index(level) if level in levels else None
