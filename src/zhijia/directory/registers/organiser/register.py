"""Organisers: hired by a federation, assigned to a union or a street, trained, assessed every year."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.organiser import rules
from zhijia.directory.registers.person.register import Person
from zhijia.directory.rules import officers
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import declare_ratio
from zhijia.tree.models import Org


class PaidBy(models.TextChoices):
    FEDERATION = "federation", pgettext_lazy("organiser", "the federation")
    STREET = "street", pgettext_lazy("organiser", "the street or township")
    SHARED = "shared", pgettext_lazy("organiser", "both together")
    PROJECT = "project", pgettext_lazy("organiser", "bought as a service")


class Organiser(Span):
    """One assignment of one organiser; `org` is the federation that employs, `works_at` where the work is."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="assignments", verbose_name=pgettext_lazy("organiser", "person")
    )
    work_number = models.CharField(
        pgettext_lazy("organiser", "work number"),
        max_length=20,
        validators=[
            RegexValidator(r"^[0-9A-Z-]{3,20}\Z", gettext_lazy("3 to 20 digits, capital letters or dashes."))
        ],
        help_text=gettext_lazy(
            "Given with each assignment, for instance YC01-07; lists name the organiser by it."
        ),
    )
    works_at = models.ForeignKey(
        Org, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("organiser", "assigned to")
    )
    duties = models.CharField(pgettext_lazy("organiser", "tasks"), max_length=200, blank=True)
    paid_by = models.CharField(
        pgettext_lazy("organiser", "paid by"),
        max_length=10,
        choices=PaidBy.choices,
        default=PaidBy.FEDERATION,
    )
    valid_from = models.DateField(pgettext_lazy("organiser", "assigned from"))
    contract_ends_on = models.DateField(pgettext_lazy("organiser", "contract until"), null=True, blank=True)
    trained_on = models.DateField(pgettext_lazy("organiser", "training completed on"), null=True, blank=True)
    valid_to = models.DateField(pgettext_lazy("organiser", "assignment ended on"), null=True, blank=True)
    ended_why = models.CharField(pgettext_lazy("organiser", "why it ended"), max_length=200, blank=True)

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "organiser")
        verbose_name_plural = pgettext_lazy("noun", "organisers")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["person"], condition=Q(valid_to__isnull=True), name="one_open_assignment"),
            models.UniqueConstraint(
                fields=["work_number"],
                name="one_organiser_of_a_number",
                violation_error_message=gettext_lazy("This work number is given already."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="organiser_place_day")]

    def __str__(self) -> str:
        return f"{self.person} → {self.works_at}"


HELD = (("valid_from", "valid_to"),)


class OrganiserRegister(Register):
    model = Organiser
    fields = (
        "org",
        "person",
        "work_number",
        "works_at",
        "duties",
        "paid_by",
        "valid_from",
        "contract_ends_on",
        "trained_on",
        "valid_to",
        "ended_why",
    )
    fixed = ("org", "person")
    ahead = ("contract_ends_on",)
    columns = (
        "person",
        "work_number",
        "org",
        "works_at",
        "valid_from",
        "contract_ends_on",
        "trained_on",
        "valid_to",
    )
    filters = ("org", "paid_by", "valid_from")
    search = ("work_number", "person__name")
    select = ("org", "person", "works_at")
    order = ("path", "-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code", "person": "uid", "works_at": "code"}
    policy = Policy(
        view=officers | is_person("person"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (rules.refuse_employer, rules.refuse_outside, rules.refuse_unexplained_end, rules.refuse_second)
    indicators = (
        Indicator(
            "cad_organiser",
            pgettext_lazy("indicator", "organisers"),
            unit="person",
            spans=HELD,
            distinct="person",
            names=("工会协理员", "协理员人数", "社会化工会工作者"),
            rule=gettext_lazy("Persons with an assignment as organiser on the day, each counted once."),
        ),
        Indicator(
            "cad_organiser_trained",
            pgettext_lazy("indicator", "trained organisers"),
            unit="person",
            spans=HELD,
            when=Q(trained_on__isnull=False),
            distinct="person",
            names=("经过培训的协理员",),
            rule=gettext_lazy("Organisers assigned on the day who have completed a training."),
        ),
    )
    icon = "user-plus"
    menu_order = 32
    first_step = gettext_lazy(
        "A federation hires an organiser and assigns the person to a union or street below it."
    )


declare_ratio(
    Ratio(
        "organiser_trained_rate",
        pgettext_lazy("indicator", "share of organisers trained"),
        part="cad_organiser_trained",
        whole="cad_organiser",
        names=("协理员培训率",),
        rule=gettext_lazy("Organisers with a completed training by all organisers, on the same day."),
    )
)
