"""The calendar of working days: the years it knows and the days that break the rhythm of the week."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CalendarYear(models.Model):
    """A year whose holidays were announced; days of other years are unknown, not ordinary."""

    year = models.PositiveSmallIntegerField(pgettext_lazy("working day", "year"), primary_key=True)
    source = models.CharField(pgettext_lazy("working day", "source"), max_length=200)

    class Meta:
        verbose_name = _("year of the calendar")
        verbose_name_plural = _("years of the calendar")
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class WorkingDay(models.Model):
    """A day on which work differs from the week: a holiday, or a weekend day worked in exchange for one."""

    day = models.DateField(pgettext_lazy("working day", "day"), primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    working = models.BooleanField(pgettext_lazy("working day", "worked"))
    name = models.CharField(pgettext_lazy("working day", "holiday"), max_length=60)
    name_en = models.CharField(pgettext_lazy("working day", "holiday in English"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"
