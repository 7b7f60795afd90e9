"""Surveys of how model workers live: begun, everybody on the list asked, finished."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.models import Person
from zhijia.honours.levels import Asked
from zhijia.honours.registers.survey import rules
from zhijia.honours.registers.survey.form import SurveyForm
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, in_line, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced


class Survey(Event):
    """One survey of a year at a union and everything below it; `happened_on` is the day it began."""

    title = models.CharField(pgettext_lazy("survey", "title"), max_length=80)
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("survey", "year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    asked = models.CharField(pgettext_lazy("survey", "who is asked"), max_length=9, choices=Asked.choices)
    happened_on = models.DateField(pgettext_lazy("survey", "begun on"))
    finished_on = models.DateField(pgettext_lazy("survey", "finished on"), null=True, blank=True)
    witness = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("survey", "model worker who can confirm it"),
        help_text=gettext_lazy(
            "One of those asked, who says that the survey was held; empty until somebody was asked."
        ),
    )
    findings = models.TextField(
        pgettext_lazy("survey", "findings"),
        max_length=1000,
        blank=True,
        help_text=gettext_lazy("What the survey found in all; nobody's own circumstances."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "survey of model workers")
        verbose_name_plural = pgettext_lazy("noun", "surveys of model workers")
        constraints: ClassVar = [
            RaceGuard(fields=["org", "year", "asked"], name="one_survey_a_year"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="survey_place_day")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A survey that runs has no last day."""
        if self.state != "finished":
            self.finished_on = None

    @property
    def name(self) -> str:
        """What the model worker asked reads behind the kind of entry."""
        return self.title


officer = holds("officer", "caseworker")


class SurveyRegister(Register):
    model = Survey
    fields = ("org", "title", "year", "asked", "happened_on", "finished_on", "witness", "findings")
    fixed = ("org",)
    columns = ("title", "org", "year", "asked", "happened_on", "finished_on", "state")
    filters = ("org", "state", "year", "asked", "happened_on", "finished_on")
    search = ("title",)
    select = ("org", "witness")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "witness": "uid"}
    form_class = SurveyForm  # type: ignore[assignment]
    confirmed_by = "witness"
    confirms: ClassVar = ("org", "witness", "year", "asked", "happened_on", "finished_on")
    evidence = gettext_lazy("The report of the survey, or photos of the visits.")
    policy = Policy(
        view=in_line("officer", "chair", "caseworker", "leader") | is_person("witness"),
        add=officer,
        change=officer,
        remove=holds("officer"),
        export=officer,
    )
    flow = Flow(
        start="running",
        states={
            "running": pgettext_lazy("state of a survey", "running"),
            "finished": pgettext_lazy("state of a survey", "finished"),
        },
        moves=(
            Move(
                "finish",
                ("running",),
                "finished",
                label=pgettext_lazy("step", "Everybody was asked"),
                by=holds("officer", "chair", "leader"),
                form=("finished_on", "witness"),
            ),
            Move(
                "reopen",
                ("finished",),
                "running",
                label=pgettext_lazy("step", "The survey is not finished"),
                by=holds("officer", "chair", "leader"),
                reason=True,
            ),
        ),
    )
    refuses = (
        rules.refuse_other_year,
        rules.refuse_second_survey,
        rules.refuse_nobody,
        rules.refuse_unfinished,
        rules.refuse_witness,
        rules.refuse_changed_survey,
    )
    indicators = (
        Indicator(
            "honours_survey",
            pgettext_lazy("indicator", "surveys of model workers' living finished"),
            unit="time",
            on="finished_on",
            when=Q(state="finished"),
            gates=(evidenced, confirmed),
            names=(
                "劳模生活状况调查次数",
                "劳模生活状况调查",
                "省部级劳模生活状况调查",
                "全国省部级劳模生活状况调查",
                "组织劳模生活状况调查",
            ),
            rule=gettext_lazy(
                "Surveys finished in the period, everybody on the list asked or explained, with the report and "
                "the word of a model worker who was asked."
            ),
        ),
    )
    icon = "clipboard-list"
    menu_order = 131
    first_step = gettext_lazy(
        "Begin a survey; the unions below record what each model worker on their lists says. It is finished when "
        "nobody is left out without a reason."
    )

    @classmethod
    def subject(cls) -> str:
        """No pasted list of names makes surveys."""
        return ""
