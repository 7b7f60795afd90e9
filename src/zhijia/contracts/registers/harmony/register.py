"""Enterprises that take part in a year's programme for harmonious labour relations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.contracts.cover import coverage_on
from zhijia.contracts.registers.harmony import rules
from zhijia.contracts.registers.harmony.form import HarmonyForm
from zhijia.contracts.registers.sector.register import Sector
from zhijia.directory.models import Person, Unit
from zhijia.kernel.day import today
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced
from zhijia.tree.actor import Actor

officer = holds("officer")
#: states in which an enterprise takes part
TAKING_PART = ("enrolled", "assessed", "commended")


class Harmony(Event):
    """One enterprise in one year's programme; it stands at the union that covered it when it pledged."""

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=pgettext_lazy("harmonious enterprise", "enterprise"),
    )
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("harmonious enterprise", "year of the programme"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=pgettext_lazy("harmonious enterprise", "key industry"),
    )
    happened_on = models.DateField(pgettext_lazy("harmonious enterprise", "pledge signed on"))
    delegate = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("harmonious enterprise", "worker who can confirm it"),
        help_text=gettext_lazy(
            "A worker of this enterprise who knows of the pledge, not whoever records it."
        ),
    )
    assessed_on = models.DateField(
        pgettext_lazy("harmonious enterprise", "assessed on"), null=True, blank=True
    )
    score = models.DecimalField(
        pgettext_lazy("harmonious enterprise", "score"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=gettext_lazy("Of 100 points."),
    )
    commended_on = models.DateField(
        pgettext_lazy("harmonious enterprise", "commended on"), null=True, blank=True
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "harmonious enterprise")
        verbose_name_plural = pgettext_lazy("noun", "harmonious enterprises")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=~Q(state="withdrawn"),
                name="one_enrolment_a_year",
                violation_error_message=gettext_lazy("This enterprise takes part in this year already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="harmony_place_day")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.year}"


class HarmonyRegister(Register):
    model = Harmony
    fields = (
        "unit",
        "year",
        "sector",
        "happened_on",
        "delegate",
        "assessed_on",
        "score",
        "commended_on",
    )
    fixed = ("unit", "year")
    columns = ("unit", "org", "year", "sector", "happened_on", "score", "state")
    filters = ("org", "state", "year", "happened_on", "assessed_on")
    search = ("unit__name", "sector__name")
    select = ("org", "unit", "sector", "delegate")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"unit": "social_credit_code", "sector": "uid", "delegate": "uid"}
    form_class = HarmonyForm  # type: ignore[assignment]
    confirmed_by = "delegate"
    confirms: ClassVar = ("org", "unit", "year", "happened_on", "delegate")
    evidence = gettext_lazy("The pledge signed by the enterprise and its union.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("delegate"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = Flow(
        start="enrolled",
        states={
            "enrolled": pgettext_lazy("state of a harmonious enterprise", "enrolled"),
            "assessed": pgettext_lazy("state of a harmonious enterprise", "assessed"),
            "commended": pgettext_lazy("state of a harmonious enterprise", "commended"),
            "withdrawn": pgettext_lazy("state of a harmonious enterprise", "withdrawn"),
        },
        moves=(
            Move(
                "assess",
                ("enrolled",),
                "assessed",
                label=pgettext_lazy("step", "Assess"),
                by=officer,
                form=("assessed_on", "score"),
            ),
            Move(
                "commend",
                ("assessed",),
                "commended",
                label=pgettext_lazy("step", "Commend"),
                by=officer,
                apart_from="assess",
                form=("commended_on",),
            ),
            Move(
                "withdraw",
                ("enrolled", "assessed"),
                "withdrawn",
                label=pgettext_lazy("step", "It no longer takes part"),
                by=officer,
                reason=True,
                danger=True,
            ),
        ),
        closed=("commended", "withdrawn"),
    )
    refuses = (
        rules.refuse_not_unionised,
        rules.refuse_no_enterprise,
        rules.refuse_other_year,
        rules.refuse_sector,
        rules.refuse_delegate,
        rules.refuse_half_assessed,
        rules.refuse_unvisited,
        rules.refuse_commendation,
    )
    indicators = (
        Indicator(
            "harmony_units",
            pgettext_lazy("indicator", "enterprises in the programme for harmonious labour relations"),
            unit="unit",
            on="happened_on",
            when=Q(state__in=list(TAKING_PART)),
            distinct="unit",
            gates=(evidenced, confirmed),
            names=(
                "开展和谐企业创建活动的企业数",
                "创建劳资关系和谐企业",
                "和谐企业创建企业数",
                "劳动关系和谐企业创建",
            ),
            rule=gettext_lazy(
                "Different enterprises that signed the pledge in the period, with the pledge itself and the "
                "word of one of their workers; one that withdrew does not count."
            ),
        ),
        Indicator(
            "harmony_industries",
            pgettext_lazy("indicator", "key industries with enterprises in the programme"),
            unit="entry",
            on="happened_on",
            when=Q(state__in=list(TAKING_PART)),
            distinct="sector",
            gates=(evidenced, confirmed),
            names=("开展和谐企业创建活动的重点产业数", "重点产业数"),
            rule=gettext_lazy(
                "Different key industries of the enterprises that count; one with many enterprises counts once."
            ),
        ),
    )
    icon = "hand"
    menu_order = 220
    first_step = gettext_lazy(
        "Record an enterprise once it has signed the pledge; it counts with the pledge and a worker's word. "
        "A pasted list of names enrols many at once."
    )

    @classmethod
    def subject(cls) -> str:
        """A pasted list names enterprises."""
        return "unit"

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The enrolment stands at the union that covered the enterprise on the day of the pledge."""
        unit = values.get("unit")
        if unit is not None:
            coverage = coverage_on(unit, values.get("happened_on") or today())
            values["org"] = coverage.org if coverage is not None else unit.org
