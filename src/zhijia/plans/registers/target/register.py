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
from zhijia.plans.registers.target import slicing
from zhijia.plans.registers.target.form import TargetForm
from zhijia.registry.errors import Refused
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, Rule, in_line
from zhijia.registry.register import Register
from zhijia.registry.writing import values_of
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.actor import Actor

drafted = Rule(_("a plan not issued"), lambda actor: Q(plan__state="draft"))


class Operator(models.TextChoices):
    AT_LEAST = ">=", pgettext_lazy("operator", "at least")
    EXACTLY = "=", pgettext_lazy("operator", "exactly")
    AT_MOST = "<=", pgettext_lazy("operator", "at most")


class Per(models.TextChoices):
    COUNTY = "county", pgettext_lazy("each", "county")
    TOWNSHIP = "township", pgettext_lazy("each", "township or sub-district")
    COMMUNITY = "community", pgettext_lazy("each", "village or community")
    UNION = "union", pgettext_lazy("each", "union")
    UNIT = "unit", pgettext_lazy("each", "organisation")
    ENTERPRISE = "enterprise", pgettext_lazy("each", "enterprise")
    TEAM = "team", pgettext_lazy("each", "team")
    PERSON = "person", pgettext_lazy("each", "person")


class Every(models.TextChoices):
    WEEK = "week", pgettext_lazy("every", "week")
    MONTH = "month", pgettext_lazy("every", "month")
    QUARTER = "quarter", pgettext_lazy("every", "quarter")
    HALF_YEAR = "half_year", pgettext_lazy("every", "half-year")
    YEAR = "year", pgettext_lazy("every", "year")


class Target(Entry):
    """What is promised: an operator, a value, a unit, from a day to a day; `indicator` names what measures it."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="targets", verbose_name=pgettext_lazy("plan", "plan")
    )
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=pgettext_lazy("plan", "point"),
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
    per = models.CharField(
        pgettext_lazy("target", "for each"),
        max_length=20,
        blank=True,
        choices=Per.choices,
        help_text=_("Each of these unions below has to reach the value for itself."),
    )
    every = models.CharField(
        pgettext_lazy("target", "again every"),
        max_length=20,
        blank=True,
        choices=Every.choices,
        help_text=_("The value is to be reached again in every such stretch of time."),
    )
    scope = models.JSONField(default=dict, blank=True, editable=False)
    slices = models.CharField(
        pgettext_lazy("target", "slices by year"),
        max_length=200,
        blank=True,
        help_text=_(
            "For a promise of several years, where the plan says what each gives: 2026: 800; 2027: 1000."
        ),
    )
    is_universal = models.BooleanField(pgettext_lazy("target", "everywhere"), default=False, editable=False)
    starts_on = models.DateField(pgettext_lazy("target", "from"))
    ends_on = models.DateField(pgettext_lazy("target", "to"))
    suggested = models.CharField(max_length=60, blank=True, editable=False)
    suggested_by = models.CharField(max_length=20, blank=True, editable=False)
    #: the target of last year's plan it was carried over from
    carried_from = models.UUIDField(null=True, editable=False)
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
        if self.starts_on and self.ends_on:
            self.slices = slicing.checked(self.slices, self.period)

    @property
    def period(self) -> Period:
        """The days the promise runs."""
        return Period.through(self.starts_on, self.ends_on)

    @property
    def yearly(self) -> dict[int, Decimal]:
        """What the plan promises for single years of a longer target, by year."""
        return slicing.parsed(self.slices)


#: "each" of these stands below the tree of unions: no figure is kept for one of them
BELOW_THE_TREE = ("unit", "enterprise", "team", "person")
#: what the issued plan says; what measures it may still be mended
PROMISED = ("label", "operator", "value", "unit", "per", "every", "slices", "starts_on", "ends_on", "item")


def refuse_change_when_issued(target: Target, actor: Actor, before: dict[str, Any] | None) -> None:
    """A promise of an issued plan is added, altered or struck only by amending the plan, with a reason."""
    if target.plan.state != "issued":
        return
    if before is None:
        raise Refused("plan", _("This plan has been issued; amend it before you add a target."))
    after = values_of(TargetRegister, target)
    for name in PROMISED:
        if before[name] != after[name]:
            raise Refused(name, _("This plan has been issued; amend it before you change a target."))
    if before["state"] == "confirmed" and target.state == "rejected":
        raise Refused("", _("This plan has been issued; amend it before you strike a target."))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def refuse_nothing_promised(target: Target, actor: Actor, before: dict[str, Any] | None) -> None:
    """A value of 0 is a promise only where at most so much is promised: no accident, no complaint."""
    if target.value == 0 and target.operator != Operator.AT_MOST:
        raise Refused(
            "value", _("0 is reached by doing nothing: give a number above 0, or choose “at most”.")
        )


def refuse_strange_item(target: Target, actor: Actor, before: dict[str, Any] | None) -> None:
    """The point a target stands in is one of its own plan."""
    if target.item is not None and target.item.plan_id != target.plan_id:
        raise Refused("plan", _("This point belongs to another plan."))


def refuse_unlike_indicator(target: Target, actor: Actor, before: dict[str, Any] | None) -> None:
    """A percentage is measured by a ratio, a count by a count; a confirmed target needs one of them."""
    if target.state == "confirmed":
        _refuse_unmeasured(target)
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
        raise Refused(
            "value",
            _("A rate cannot be more than 100 %%: %(value)s %% is promised.")
            % {"value": _plain(target.value)},
        )


def _refuse_unmeasured(target: Target) -> None:
    """A followed target has a measure, and one that tells whether it is reached."""
    if not target.indicator:
        raise Refused("indicator", _("Choose what measures this target before confirming it."))
    if target.indicator in INDICATORS and target.per in BELOW_THE_TREE:
        raise Refused(
            "indicator",
            _(
                "A count of the whole cannot tell whether each %(kind)s reached it: change “for each” or reject it."
            )
            % {"kind": target.get_per_display()},
        )


class TargetRegister(Register):
    model = Target
    fields = (
        "plan", "label", "operator", "value", "unit", "per", "every", "starts_on", "ends_on", "slices",
        "indicator",
    )  # fmt: skip
    ahead = ("starts_on", "ends_on")
    fixed = ("plan",)
    columns = ("label", "operator", "value", "unit", "plan", "state")
    filters = ("state", "org")
    search = ("label", "clause")
    select = ("org", "plan", "item")
    order = ("plan", "start", "id")
    form_class = TargetForm
    policy = Policy(view=in_line(*STAFF), add=planners, change=planners, remove=planners & drafted)
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
                due=lambda: Q(state="suggested"),
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
    refuses = (
        refuse_change_when_issued, refuse_nothing_promised, refuse_strange_item, refuse_unlike_indicator,
    )  # fmt: skip
    icon = "target"
    first_step = _("Targets are found when a plan is read; they can also be written by hand.")
    menu_order = 21

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A target stands at the union whose plan it is in."""
        if values.get("plan") is not None:
            values["org"] = values["plan"].org
