"""Approaches: which officer works on which employer without a union, from a day until it is over."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.approach import rules
from zhijia.directory.registers.unit.register import Unit
from zhijia.directory.rules import kept_above, officers
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Column, Register
from zhijia.tree.actor import Actor


class Outcome(models.TextChoices):
    FOUNDED = "founded", pgettext_lazy("outcome of an approach", "union founded")
    HAS_ONE = "has_one", pgettext_lazy("outcome of an approach", "had a union already")
    REFUSED = "refused", pgettext_lazy("outcome of an approach", "refused for good")
    CLOSED = "closed", pgettext_lazy("outcome of an approach", "employer closed")
    RELEASED = "released", pgettext_lazy("outcome of an approach", "given back to the list")


class Approach(Span):
    """One officer works on one employer; while it is open nobody else does, and all others see who does."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="approaches", verbose_name=pgettext_lazy("approach", "employer")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=pgettext_lazy("approach", "officer"),
    )
    valid_from = models.DateField(pgettext_lazy("approach", "taken up on"))
    valid_to = models.DateField(pgettext_lazy("approach", "over on"), null=True, blank=True)
    outcome = models.CharField(
        pgettext_lazy("approach", "outcome"), max_length=10, choices=Outcome.choices, blank=True
    )
    preparing_on = models.DateField(
        pgettext_lazy("approach", "preparation began on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The day on which the preparatory group was set up."),
    )
    joint_party = models.BooleanField(
        pgettext_lazy("approach", "Party organisation and union built together"), default=False
    )
    note = models.CharField(pgettext_lazy("approach", "note"), max_length=200, blank=True)

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "employer taken up")
        verbose_name_plural = pgettext_lazy("noun", "employers taken up")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["unit"], condition=Q(valid_to__isnull=True), name="one_open_approach"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="approach_place_day")]

    def __str__(self) -> str:
        return str(self.unit)


class ApproachRegister(Register):
    model = Approach
    fields = ("org", "unit", "valid_from", "preparing_on", "joint_party", "note", "valid_to", "outcome")
    fixed = ("unit",)
    columns = (
        "unit",
        Column(
            "officer",
            pgettext_lazy("approach", "officer"),
            lambda row: row.officer.name if row.officer else "",
        ),
        "org",
        "valid_from",
        "preparing_on",
        "outcome",
    )
    filters = ("org", "outcome", "joint_party", "valid_from")
    search = ("unit__name",)
    select = ("org", "unit", "officer")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code", "unit": "social_credit_code"}
    policy = Policy(
        view=officers | kept_above,
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_base,
        rules.refuse_elsewhere,
        rules.refuse_unionised,
        rules.refuse_taken_up,
        rules.refuse_half_over,
        rules.refuse_early_preparation,
    )
    icon = "flag"
    menu_order = 36
    first_step = gettext_lazy(
        "Take up an employer from the list of those without a union: others then see that you work on it."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Whoever takes an employer up works on it."""
        values.setdefault("officer_id", by.user_id)

    @classmethod
    def goes_with(cls, entry: Any) -> bool:
        """Never by itself: the employer's page offers what comes next to whoever works on it."""
        return False
