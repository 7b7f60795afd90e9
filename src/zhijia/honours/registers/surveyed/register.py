"""What one model worker said in a survey of living, or why there is no answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import Person
from zhijia.honours.queries import titles_asked
from zhijia.honours.registers.survey.register import Survey, officer
from zhijia.honours.registers.surveyed import rules
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class Outcome(models.TextChoices):
    VISITED = "visited", pgettext_lazy("outcome of a survey", "visited at home")
    CALLED = "called", pgettext_lazy("outcome of a survey", "asked by telephone")
    WRITTEN = "written", pgettext_lazy("outcome of a survey", "answered in writing")
    NOT_REACHED = "not_reached", pgettext_lazy("outcome of a survey", "not reached")


class Insured(models.TextChoices):
    EMPLOYEE = "employee", pgettext_lazy("insurance of a model worker", "insured as an employee")
    RESIDENT = "resident", pgettext_lazy("insurance of a model worker", "insured as a resident")
    NONE = "none", pgettext_lazy("insurance of a model worker", "not insured")


class Housing(models.TextChoices):
    OWN = "own", pgettext_lazy("housing of a model worker", "own home")
    EMPLOYER = "employer", pgettext_lazy("housing of a model worker", "home of the employer")
    RENTED = "rented", pgettext_lazy("housing of a model worker", "rented")
    FAMILY = "family", pgettext_lazy("housing of a model worker", "with the family")
    UNSAFE = "unsafe", pgettext_lazy("housing of a model worker", "unsafe or too small")


class Income(models.TextChoices):
    UNDER_1000 = "under_1000", pgettext_lazy("monthly income a head", "below 1,000 yuan")
    UNDER_2000 = "under_2000", pgettext_lazy("monthly income a head", "1,000 to 2,000 yuan")
    UNDER_4000 = "under_4000", pgettext_lazy("monthly income a head", "2,000 to 4,000 yuan")
    ABOVE = "above", pgettext_lazy("monthly income a head", "4,000 yuan or more")


class Hardship(models.TextChoices):
    NO = "no", pgettext_lazy("hardship of a model worker", "no hardship")
    LOW_INCOME = "low_income", pgettext_lazy("hardship of a model worker", "low income")
    ILLNESS = "illness", pgettext_lazy("hardship of a model worker", "illness in the family")
    HOUSING = "housing", pgettext_lazy("hardship of a model worker", "housing")
    OTHER = "other", pgettext_lazy("hardship of a model worker", "other hardship")


class Surveyed(Event):
    """One model worker in one survey; it stands at the union that keeps the title, so that it records its own."""

    survey = models.ForeignKey(
        Survey, models.PROTECT, related_name="answers", verbose_name=pgettext_lazy("answer", "survey")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("answer", "model worker")
    )
    happened_on = models.DateField(pgettext_lazy("answer", "asked on"))
    outcome = models.CharField(pgettext_lazy("answer", "outcome"), max_length=11, choices=Outcome.choices)
    explanation = models.CharField(pgettext_lazy("answer", "why not reached"), max_length=200, blank=True)
    pension = models.CharField(
        pgettext_lazy("answer", "pension insurance"), max_length=8, choices=Insured.choices, blank=True
    )
    medical = models.CharField(
        pgettext_lazy("answer", "medical insurance"), max_length=8, choices=Insured.choices, blank=True
    )
    housing = models.CharField(
        pgettext_lazy("answer", "housing"), max_length=8, choices=Housing.choices, blank=True
    )
    income = models.CharField(
        pgettext_lazy("answer", "monthly income a head"), max_length=10, choices=Income.choices, blank=True
    )
    hardship = models.CharField(
        pgettext_lazy("answer", "hardship"), max_length=10, choices=Hardship.choices, blank=True
    )
    note = models.TextField(pgettext_lazy("answer", "wishes and needs"), max_length=500, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "answer of a model worker")
        verbose_name_plural = pgettext_lazy("noun", "answers of model workers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey", "person"],
                name="one_answer_a_survey",
                violation_error_message=gettext_lazy("This model worker stands in this survey already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="surveyed_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.survey}"

    @property
    def name(self) -> str:
        """What the model worker asked reads behind the kind of entry."""
        return str(self.survey)


class SurveyedRegister(Register):
    model = Surveyed
    fields = (
        "survey",
        "person",
        "happened_on",
        "outcome",
        "explanation",
        "pension",
        "medical",
        "housing",
        "income",
        "hardship",
        "note",
    )
    fixed = ("survey", "person")
    columns = ("person", "survey", "org", "happened_on", "outcome")
    filters = ("org", "outcome", "happened_on")
    search = ("person__name", "survey__title")
    select = ("org", "survey", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"survey": "uid", "person": "uid"}
    levels: ClassVar = {
        "explanation": "personal",
        "pension": "personal",
        "medical": "personal",
        "housing": "sensitive",
        "income": "sensitive",
        "hardship": "sensitive",
        "note": "sensitive",
    }
    confirmed_by = "person"
    confirms: ClassVar = ("survey", "person", "happened_on")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
        unmask=holds("officer", "caseworker", "leader"),
    )
    refuses = (
        rules.refuse_closed_survey,
        rules.refuse_not_listed,
        rules.refuse_half_answered,
        rules.refuse_early,
    )
    icon = "message"
    menu_order = 132
    first_step = gettext_lazy(
        "Record what each model worker on your list said in the survey, or why somebody could not be reached."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """An answer stands at the union that keeps the title, so that this union can record it."""
        survey, person = values.get("survey"), values.get("person")
        if survey is not None and person is not None:
            titles = titles_asked(survey).filter(person_id=person.pk).select_related("org")
            title = titles.order_by("path").first()
            values["org"] = survey.org if title is None else title.org
