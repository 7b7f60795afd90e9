"""Workers the union helped back into work: the job lost, the help, the contract signed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.registers.placement import rules
from zhijia.assistance.registers.placement.form import PlacementForm
from zhijia.directory.models import Person
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced


class Standing(models.TextChoices):
    LAID_OFF = "laid_off", pgettext_lazy("standing of somebody placed", "laid-off worker")
    MIGRANT = "migrant", pgettext_lazy("standing of somebody placed", "migrant worker")


class HelpKind(models.TextChoices):
    REFERRAL = "referral", pgettext_lazy("help back into work", "referred to an employer")
    JOB_FAIR = "job_fair", pgettext_lazy("help back into work", "job fair of the union")
    TRAINING = "training", pgettext_lazy("help back into work", "training with a job at its end")
    PUBLIC_POST = "public_post", pgettext_lazy("help back into work", "public-benefit post")
    STARTUP = "startup", pgettext_lazy("help back into work", "own business with a guaranteed loan")


class Placement(Event):
    """One worker helped into new work; `happened_on` is the day the contract was signed."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("placement", "worker")
    )
    standing = models.CharField(
        pgettext_lazy("placement", "standing"), max_length=8, choices=Standing.choices
    )
    former_employer = models.CharField(
        pgettext_lazy("placement", "former employer"), max_length=80, blank=True
    )
    lost_on = models.DateField(
        pgettext_lazy("placement", "former work lost on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Needed for a laid-off worker."),
    )
    help_kind = models.CharField(
        pgettext_lazy("placement", "kind of help"), max_length=11, choices=HelpKind.choices
    )
    helped_on = models.DateField(pgettext_lazy("placement", "help began on"))
    new_employer = models.CharField(pgettext_lazy("placement", "new employer"), max_length=80)
    position = models.CharField(pgettext_lazy("placement", "position"), max_length=60, blank=True)
    happened_on = models.DateField(
        pgettext_lazy("placement", "contract signed on"),
        help_text=gettext_lazy("It counts in the period of this day."),
    )
    contract_until = models.DateField(
        pgettext_lazy("placement", "contract ends on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty for a contract without end."),
    )
    checked_on = models.DateField(pgettext_lazy("placement", "looked again on"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "help back into work")
        verbose_name_plural = pgettext_lazy("noun", "help back into work")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "person", "happened_on"],
                name="one_placement_a_day",
                violation_error_message=gettext_lazy(
                    "This union has recorded a contract of this worker signed on the same day already."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="placement_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.new_employer}"

    @property
    def name(self) -> str:
        """What the worker asked reads behind the kind of entry."""
        return self.new_employer


officer = holds("officer", "caseworker")


class PlacementRegister(Register):
    model = Placement
    fields = (
        "org",
        "person",
        "standing",
        "former_employer",
        "lost_on",
        "help_kind",
        "helped_on",
        "new_employer",
        "position",
        "happened_on",
        "contract_until",
        "checked_on",
    )
    fixed = ("org", "person")
    ahead = ("contract_until",)
    columns = ("happened_on", "person", "org", "standing", "help_kind", "new_employer", "state")
    filters = ("org", "state", "standing", "help_kind", "happened_on")
    search = ("new_employer", "former_employer", "person__name")
    select = ("org", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid"}
    form_class = PlacementForm  # type: ignore[assignment]
    confirmed_by = "person"
    confirms: ClassVar = ("org", "person", "new_employer", "happened_on")
    evidence = gettext_lazy(
        "The labour contract with its signatures, or the insurance record of the new work."
    )
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = Flow(
        start="placed",
        states={
            "placed": pgettext_lazy("state of a placement", "in work"),
            "stayed": pgettext_lazy("state of a placement", "still in work"),
            "left": pgettext_lazy("state of a placement", "left again"),
        },
        moves=(
            Move(
                "stay",
                ("placed",),
                "stayed",
                label=pgettext_lazy("step", "Still in work there"),
                by=officer,
                form=("checked_on",),
                due=rules.stayed_long,
            ),
            Move(
                "leave",
                ("placed",),
                "left",
                label=pgettext_lazy("step", "Has left the work"),
                by=officer,
                form=("checked_on",),
                reason=True,
            ),
        ),
        closed=("stayed", "left"),
    )
    refuses = (
        rules.refuse_oneself,
        rules.refuse_early_contract,
        rules.refuse_never_lost,
        rules.refuse_same_employer,
        rules.refuse_short_contract,
        rules.refuse_not_migrant,
        rules.refuse_outsider,
        rules.refuse_early_look,
    )
    indicators = (
        Indicator(
            "place_jobs",
            pgettext_lazy("indicator", "workers helped back into work"),
            unit="person",
            on="happened_on",
            distinct="person",
            gates=(evidenced, confirmed),
            names=(
                "帮助实现就业再就业人数",
                "帮助就业再就业人数",
                "帮助下岗职工和农民工实现就业再就业",
                "帮助实现再就业人数",
                "实现就业再就业",
            ),
            rule=gettext_lazy(
                "Different laid-off and migrant workers whose contract was signed in the period after the union "
                "began to help, with the contract and their own confirmation; who was placed twice counts once."
            ),
        ),
    )
    icon = "briefcase"
    menu_order = 117
    first_step = gettext_lazy(
        "Record whom the union helped into new work: work lost, help begun, contract signed, in that order; the "
        "worker confirms it."
    )
