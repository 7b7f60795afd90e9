"""Model workers: who holds which title, awarded by whom and when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.models import Person
from zhijia.honours.levels import Level
from zhijia.honours.registers.modelworker import rules
from zhijia.honours.registers.modelworker.form import ModelWorkerForm
from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator


class Title(models.TextChoices):
    MODEL = "model", pgettext_lazy("title of a model worker", "model worker")
    ADVANCED = "advanced", pgettext_lazy("title of a model worker", "advanced worker")
    MEDAL = "medal", pgettext_lazy("title of a model worker", "May Day labour medal")
    TREATED = "treated", pgettext_lazy("title of a model worker", "treated as a model worker")


class WorkState(models.TextChoices):
    IN_POST = "in_post", pgettext_lazy("work of a model worker", "in post")
    RETIRED = "retired", pgettext_lazy("work of a model worker", "retired")
    LAID_OFF = "laid_off", pgettext_lazy("work of a model worker", "laid off")
    OWN_ACCOUNT = "own_account", pgettext_lazy("work of a model worker", "on own account or farming")


class Health(models.TextChoices):
    GOOD = "good", pgettext_lazy("health of a model worker", "good")
    CHRONIC = "chronic", pgettext_lazy("health of a model worker", "chronic illness")
    SERIOUS = "serious", pgettext_lazy("health of a model worker", "serious illness")
    DISABLED = "disabled", pgettext_lazy("health of a model worker", "disabled")


class ModelWorker(Event):
    """One title of one person; `happened_on` is the day it was awarded."""

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="titles",
        verbose_name=pgettext_lazy("model worker", "model worker"),
    )
    title = models.CharField(pgettext_lazy("model worker", "title"), max_length=8, choices=Title.choices)
    level = models.CharField(pgettext_lazy("model worker", "level"), max_length=10, choices=Level.choices)
    happened_on = models.DateField(pgettext_lazy("model worker", "awarded on"))
    document_number = models.CharField(
        pgettext_lazy("model worker", "number of the decision"), max_length=60, blank=True
    )
    treatment = models.CharField(
        pgettext_lazy("model worker", "treated as of level"),
        max_length=10,
        choices=Level.choices,
        blank=True,
        help_text=gettext_lazy("Where the treatment differs from the level of the title."),
    )
    work_state = models.CharField(
        pgettext_lazy("model worker", "work"),
        max_length=11,
        choices=WorkState.choices,
        default=WorkState.IN_POST,
    )
    workplace = models.CharField(pgettext_lazy("model worker", "workplace"), max_length=80, blank=True)
    post = models.CharField(pgettext_lazy("model worker", "post"), max_length=60, blank=True)
    has_allowance = models.BooleanField(
        pgettext_lazy("model worker", "gets the model workers' allowance"), default=False
    )
    has_medical_treatment = models.BooleanField(
        pgettext_lazy("model worker", "gets the model workers' medical treatment"), default=False
    )
    health = models.CharField(
        pgettext_lazy("model worker", "health"), max_length=8, choices=Health.choices, blank=True
    )
    ended_on = models.DateField(
        pgettext_lazy("model worker", "died or lost the title on"), null=True, blank=True
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "model worker")
        verbose_name_plural = pgettext_lazy("noun", "model workers")
        indexes: ClassVar = [models.Index(fields=["path", "level"], name="model_worker_place_level")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_title_display()}"  # type: ignore[attr-defined]

    def clean(self) -> None:
        """What belongs to another state is gone."""
        if self.state == "listed":
            self.ended_on = None


officer = holds("officer", "caseworker")


class ModelWorkerRegister(Register):
    model = ModelWorker
    fields = (
        "org",
        "person",
        "title",
        "level",
        "happened_on",
        "document_number",
        "treatment",
        "work_state",
        "workplace",
        "post",
        "has_allowance",
        "has_medical_treatment",
        "health",
        "ended_on",
    )
    fixed = ("org", "person")
    columns = ("person", "org", "title", "level", "happened_on", "work_state", "state")
    filters = ("org", "state", "title", "level", "work_state", "has_allowance", "happened_on")
    search = ("document_number", "workplace", "person__name")
    select = ("org", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid"}
    levels: ClassVar = {"health": "sensitive"}
    form_class = ModelWorkerForm  # type: ignore[assignment]
    evidence = gettext_lazy("The decision or the certificate of the title.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=holds("officer"),
        export=officer,
        unmask=holds("officer", "chair", "caseworker", "leader"),
    )
    flow = Flow(
        start="listed",
        states={
            "listed": pgettext_lazy("state of a model worker", "on the list"),
            "deceased": pgettext_lazy("state of a model worker", "deceased"),
            "stripped": pgettext_lazy("state of a model worker", "title withdrawn"),
        },
        moves=(
            Move(
                "die",
                ("listed",),
                "deceased",
                label=pgettext_lazy("step", "Has died"),
                by=officer,
                form=("ended_on",),
                due=never,
            ),
            Move(
                "strip",
                ("listed",),
                "stripped",
                label=pgettext_lazy("step", "The title was withdrawn"),
                by=officer,
                form=("ended_on",),
                reason=True,
                danger=True,
            ),
            Move(
                "relist",
                ("deceased", "stripped"),
                "listed",
                label=pgettext_lazy("step", "That was a mistake"),
                by=officer,
                reason=True,
            ),
        ),
    )
    refuses = (rules.refuse_too_young, rules.refuse_second_title, rules.refuse_end)
    indicators = (
        Indicator(
            "mw_living",
            pgettext_lazy("indicator", "model workers living"),
            unit="person",
            spans=(("happened_on", "ended_on"),),
            distinct="person",
            names=(
                "在世劳模人数",
                "在世劳动模范人数",
            ),
            rule=gettext_lazy(
                "Different persons with a title in force on the day: awarded, and neither died nor withdrawn."
            ),
        ),
    )
    icon = "award"
    menu_order = 130
    first_step = gettext_lazy(
        "Put every model worker of your unions on the list with title, level and day; a survey of their living "
        "asks everybody on it."
    )
