"""A promise with a number, found in a plan or written by hand, bound to the indicator that measures it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.kernel.period import Period
from zhijia.plans.registers.plan.register import STAFF, Item, Plan, planners
from zhijia.plans.registers.target.form import TargetForm
from zhijia.registry.errors import Refused
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, in_line
from zhijia.registry.register import Register
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor


class Operator(models.TextChoices):
    AT_LEAST = ">=", pgettext_lazy("operator", "at least")
    EXACTLY = "=", pgettext_lazy("operator", "exactly")
    AT_MOST = "<=", pgettext_lazy("operator", "at most")


class Target(Entry):
    """What is promised: an operator, a value, a unit, from a day to a day; `indicator` names what measures it."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="targets", verbose_name=pgettext_lazy("plan", "plan")
    )
    item = models.ForeignKey(
        Item, models.CASCADE, null=True, blank=True, editable=False, related_name="targets"
    )
    label = models.CharField(pgettext_lazy("target", "what"), max_length=200)
    clause = models.TextField(pgettext_lazy("target", "wording"), blank=True)
    start = models.PositiveIntegerField(null=True, editable=False)
    end = models.PositiveIntegerField(null=True, editable=False)
    operator = models.CharField(
        pgettext_lazy("target", "comparison"),
        max_length=2,
        choices=Operator.choices,
        default=Operator.AT_LEAST,
    )
    value = models.DecimalField(
        pgettext_lazy("target", "value"),
        max_digits=18,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(10) ** 12)],
    )
    unit = models.CharField(pgettext_lazy("target", "unit"), max_length=20, blank=True)
    per = models.CharField(max_length=20, blank=True, editable=False)
    every = models.CharField(max_length=20, blank=True, editable=False)
    scope = models.JSONField(default=dict, blank=True, editable=False)
    starts_on = models.DateField(pgettext_lazy("target", "from"))
    ends_on = models.DateField(pgettext_lazy("target", "to"))
    suggested = models.CharField(max_length=60, blank=True, editable=False)
    suggested_by = models.CharField(max_length=20, blank=True, editable=False)
    indicator = models.CharField(pgettext_lazy("target", "measured by"), max_length=60, blank=True)
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        verbose_name = pgettext_lazy("target", "target")
        verbose_name_plural = pgettext_lazy("target", "targets")
        constraints: ClassVar = [
            models.CheckConstraint(name="target_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end lies before the start.")})

    @property
    def period(self) -> Period:
        """The days the promise runs."""
        return Period.through(self.starts_on, self.ends_on)


def refuse_unlike_indicator(target: Target, actor: Actor, before: dict[str, Any] | None) -> None:
    """A percentage is measured by a ratio, a count by a count; a confirmed target needs one of them."""
    if target.state == "confirmed" and not target.indicator:
        raise Refused("indicator", _("Choose what measures this target before confirming it."))
    if not target.indicator:
        return
    if target.indicator not in INDICATORS and target.indicator not in RATIOS:
        raise Refused("indicator", _("There is no such indicator."))
    is_rate = target.indicator in RATIOS
    if is_rate != (target.unit == "%"):
        raise Refused(
            "indicator",
            _("A percentage is measured by a rate, a number by a count: this target is in “%(unit)s”.")
            % {"unit": target.unit or "—"},
        )
    if is_rate and target.value > 100:
        raise Refused("value", _("A rate cannot be more than 100 %."))


class TargetRegister(Register):
    model = Target
    fields = ("plan", "label", "operator", "value", "unit", "starts_on", "ends_on", "indicator")
    ahead = ("starts_on", "ends_on")
    fixed = ("plan",)
    columns = ("label", "operator", "value", "unit", "plan", "state")
    filters = ("state", "org")
    search = ("label", "clause")
    select = ("org", "plan", "item")
    order = ("plan", "start", "id")
    form_class = TargetForm
    policy = Policy(view=in_line(*STAFF), add=planners, change=planners, remove=planners)
    flow = Flow(
        "suggested",
        {
            "suggested": pgettext_lazy("target", "to be confirmed"),
            "confirmed": pgettext_lazy("target", "confirmed"),
            "rejected": pgettext_lazy("target", "not a target"),
        },
        (
            Move(
                "confirm",
                ("suggested", "rejected"),
                "confirmed",
                pgettext_lazy("target", "Confirm"),
                planners,
            ),
            Move(
                "reject",
                ("suggested", "confirmed"),
                "rejected",
                pgettext_lazy("target", "Reject"),
                planners,
                danger=True,
            ),
        ),
    )
    refuses = (refuse_unlike_indicator,)
    icon = "target"
    first_step = _("Targets are found when a plan is read; they can also be written by hand.")
    menu_order = 21

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A target stands at the union whose plan it is in."""
        if values.get("plan") is not None:
            values["org"] = values["plan"].org
