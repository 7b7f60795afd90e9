"""Visits and calls at employers without a union: with whom, with what result, what comes next."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.registers.approach import rules as approaching
from zhijia.directory.registers.unit.register import Unit
from zhijia.directory.registers.visit import rules
from zhijia.directory.rules import kept_above, officers, refused
from zhijia.kernel.identity import parse_phone
from zhijia.kernel.notice import BadInput
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, evidenced
from zhijia.tree.actor import Actor


class Way(models.TextChoices):
    VISIT = "visit", pgettext_lazy("way to an employer", "visit")
    CALL = "call", pgettext_lazy("way to an employer", "telephone call")


class Result(models.TextChoices):
    AGREED = "agreed", pgettext_lazy("result of a visit", "agreed to found a union")
    WANTS_TIME = "wants_time", pgettext_lazy("result of a visit", "wants time")
    REFUSED = "refused", pgettext_lazy("result of a visit", "refused")
    NOBODY = "nobody", pgettext_lazy("result of a visit", "nobody met who decides")
    CLOSED = "closed", pgettext_lazy("result of a visit", "closed or moved away")
    HAS_ONE = "has_one", pgettext_lazy("result of a visit", "has a union already")


class Visit(Event):
    """One visit to, or call with, one employer; `org` is the federation whose officer went."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="visits", verbose_name=pgettext_lazy("visit", "employer")
    )
    happened_on = models.DateField(pgettext_lazy("visit", "day"))
    way = models.CharField(
        pgettext_lazy("visit", "way"), max_length=8, choices=Way.choices, default=Way.VISIT
    )
    visitors = models.CharField(
        pgettext_lazy("visit", "who went"),
        max_length=80,
        blank=True,
        help_text=gettext_lazy("Left empty: you alone."),
    )
    spoken_with = models.CharField(
        pgettext_lazy("visit", "spoken with"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("Name and post, for instance: manager Wang."),
    )
    phone = models.CharField(pgettext_lazy("visit", "telephone there"), max_length=20, blank=True)
    result = models.CharField(pgettext_lazy("visit", "result"), max_length=12, choices=Result.choices)
    reason = models.CharField(
        pgettext_lazy("visit", "what was said"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("For a refusal: the reason they gave."),
    )
    next_step = models.CharField(pgettext_lazy("visit", "next step"), max_length=80, blank=True)
    next_on = models.DateField(
        pgettext_lazy("visit", "next step due on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("It stands on your desk from a week before."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "visit to an employer")
        verbose_name_plural = pgettext_lazy("noun", "visits to employers")
        indexes: ClassVar = [
            models.Index(fields=["path", "happened_on"], name="employer_visit_place_day"),
            models.Index(fields=["unit", "happened_on"], name="employer_visit_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.happened_on.isoformat()}"

    def clean(self) -> None:
        try:
            self.phone = parse_phone(self.phone) if self.phone else ""
        except BadInput as error:
            raise ValidationError({"phone": refused(error)}) from error


class VisitRegister(Register):
    model = Visit
    fields = (
        "org",
        "unit",
        "happened_on",
        "way",
        "result",
        "reason",
        "spoken_with",
        "phone",
        "next_step",
        "next_on",
        "visitors",
    )
    fixed = ("unit",)
    ahead = ("next_on",)
    columns = ("happened_on", "unit", "result", "reason", "visitors", "org", "next_on")
    filters = ("org", "result", "way", "happened_on", "next_on")
    search = ("unit__name", "visitors", "spoken_with")
    select = ("org", "unit")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "unit": "social_credit_code"}
    evidence = gettext_lazy("A photo taken there, or the note of the talk with a signature.")
    policy = Policy(
        view=officers | kept_above,
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_no_reason,
        rules.refuse_no_next_step,
        rules.refuse_past_step,
        approaching.claim,
    )
    indicators = (
        Indicator(
            "org_employer_visited",
            pgettext_lazy("indicator", "employers without a union visited"),
            unit="unit",
            on="happened_on",
            when=~models.Q(result=Result.NOBODY.value),
            distinct="unit",
            gates=(evidenced,),
            names=("走访未建会企业数", "走访未建会单位数"),
            rule=gettext_lazy(
                "Different employers visited or called in the period at which somebody who decides was met, "
                "with a photo or a signed note."
            ),
        ),
    )
    icon = "map-pin"
    menu_order = 37
    first_step = gettext_lazy("Record a visit on the spot: result, photo, what comes next and when.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Whoever records the visit went, unless others are named."""
        values["visitors"] = values.get("visitors") or by.name

    @classmethod
    def goes_with(cls, entry: Any) -> bool:
        """Never by itself: the employer's page offers what comes next to whoever works on it."""
        return False
