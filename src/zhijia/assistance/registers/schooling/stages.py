"""Stages of schooling and school years."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy

#: a school year begins on the first of September
FIRST_DAY = (9, 1)


class Stage(models.TextChoices):
    PRIMARY = "primary", pgettext_lazy("stage of schooling", "primary school")
    JUNIOR = "junior", pgettext_lazy("stage of schooling", "junior secondary school")
    SENIOR = "senior", pgettext_lazy("stage of schooling", "senior secondary school")
    VOCATIONAL = "vocational", pgettext_lazy("stage of schooling", "vocational secondary school")
    COLLEGE = "college", pgettext_lazy("stage of schooling", "vocational college")
    UNIVERSITY = "university", pgettext_lazy("stage of schooling", "university, bachelor's course")
    POSTGRADUATE = "postgraduate", pgettext_lazy("stage of schooling", "postgraduate studies")


#: the youngest and the oldest somebody can sensibly be when a school year of a stage begins
AGES: dict[str, tuple[int, int]] = {
    Stage.PRIMARY: (5, 16),
    Stage.JUNIOR: (10, 19),
    Stage.SENIOR: (13, 22),
    Stage.VOCATIONAL: (13, 24),
    Stage.COLLEGE: (15, 35),
    Stage.UNIVERSITY: (15, 35),
    Stage.POSTGRADUATE: (18, 45),
}


def first_day(year: int) -> date:
    """The first day of the school year that begins in a year."""
    return date(year, *FIRST_DAY)


def age_on(born_on: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
