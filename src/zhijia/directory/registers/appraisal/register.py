"""The yearly result of an organiser, given by the federation that employs, never by oneself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.appraisal import rules
from zhijia.directory.registers.organiser.register import Organiser
from zhijia.directory.rules import officers
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator


class Result(models.TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("appraisal", "excellent")
    COMPETENT = "competent", pgettext_lazy("appraisal", "competent")
    BARELY = "barely", pgettext_lazy("appraisal", "barely competent")
    NOT = "not", pgettext_lazy("appraisal", "not competent")


class Appraisal(Event):
    """What a federation found of an organiser's year; `org` follows the assignment."""

    organiser = models.ForeignKey(
        Organiser,
        models.PROTECT,
        related_name="appraisals",
        verbose_name=pgettext_lazy("appraisal", "organiser"),
    )
    happened_on = models.DateField(pgettext_lazy("appraisal", "decided on"))
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("appraisal", "year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    result = models.CharField(pgettext_lazy("appraisal", "result"), max_length=10, choices=Result.choices)
    grounds = models.CharField(
        pgettext_lazy("appraisal", "grounds"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy(
            "Needed unless the result is “competent”: unions founded, members won, training, complaints."
        ),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "yearly result of an organiser")
        verbose_name_plural = pgettext_lazy("noun", "yearly results of organisers")
        constraints: ClassVar = [RaceGuard(fields=["organiser", "year"], name="one_result_a_year")]

    def __str__(self) -> str:
        return f"{self.organiser.person} · {self.year}"


class AppraisalRegister(Register):
    model = Appraisal
    fields = ("organiser", "year", "result", "grounds", "happened_on")
    fixed = ("organiser", "year")
    columns = ("organiser", "org", "year", "result", "happened_on")
    filters = ("org", "result", "happened_on")
    search = ("organiser__person__name",)
    select = ("org", "organiser__person", "organiser__works_at")
    order = ("-year", "path", "-id")
    natural_keys: ClassVar = {"organiser": "work_number"}
    policy = Policy(
        view=officers | is_person("organiser__person"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (rules.refuse_oneself, rules.refuse_year, rules.refuse_ungrounded, rules.refuse_twice)
    indicators = (
        Indicator(
            "cad_organiser_competent",
            pgettext_lazy("indicator", "organisers found competent"),
            unit="person",
            on="happened_on",
            when=Q(result__in=[Result.EXCELLENT.value, Result.COMPETENT.value]),
            distinct="organiser",
            names=("考核合格的协理员", "协理员考核称职人数"),
            rule=gettext_lazy(
                "Organisers whose year was found excellent or competent, by the day it was decided."
            ),
        ),
    )
    icon = "clipboard-check"
    menu_order = 33
    first_step = gettext_lazy("Once a year the federation that employs an organiser says how the year went.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Any) -> None:  # type: ignore[override]
        """A result stands at the federation that employs the organiser."""
        if values.get("organiser") is not None:
            values["org"] = values["organiser"].org
