"""What an employer was from a day to before another: staff, ownership, scale."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.registers.unit import rules
from zhijia.directory.registers.unit.register import Unit
from zhijia.directory.rules import kept_above, officers
from zhijia.registry.fields import MoneyField
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class Ownership(models.TextChoices):
    STATE = "state", pgettext_lazy("ownership", "state-owned")
    COLLECTIVE = "collective", pgettext_lazy("ownership", "collective")
    PRIVATE = "private", pgettext_lazy("ownership", "private")
    HKMT = "hkmt", pgettext_lazy("ownership", "funded from Hong Kong, Macao or Taiwan")
    FOREIGN = "foreign", pgettext_lazy("ownership", "foreign-funded")
    INSTITUTION = "institution", pgettext_lazy("ownership", "public institution")
    ORGAN = "organ", pgettext_lazy("ownership", "government organ or social organisation")


#: the kinds that are enterprises
ENTERPRISES = (
    Ownership.STATE.value,
    Ownership.COLLECTIVE.value,
    Ownership.PRIVATE.value,
    Ownership.HKMT.value,
    Ownership.FOREIGN.value,
)
#: enterprises that are neither the state's nor a collective's (非公有制企业)
NON_PUBLIC = (Ownership.PRIVATE.value, Ownership.HKMT.value, Ownership.FOREIGN.value)


class UnitFact(Span):
    """What decides how one employer counts, as it held on a day; `org` follows the employer's."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="facts", verbose_name=pgettext_lazy("unit fact", "employer")
    )
    valid_from = models.DateField(
        pgettext_lazy("unit fact", "in force from"),
        help_text=gettext_lazy("The older row ends on this day."),
    )
    valid_to = models.DateField(pgettext_lazy("unit fact", "in force until"), null=True, blank=True)
    staff = models.PositiveIntegerField(pgettext_lazy("unit fact", "staff"))
    women = models.PositiveIntegerField(pgettext_lazy("unit fact", "women among them"), null=True, blank=True)
    migrant = models.PositiveIntegerField(
        pgettext_lazy("unit fact", "migrant workers among them"), null=True, blank=True
    )
    payroll = MoneyField(pgettext_lazy("unit fact", "yearly payroll (yuan)"), null=True, blank=True)
    ownership = models.CharField(
        pgettext_lazy("unit fact", "ownership"), max_length=12, choices=Ownership.choices
    )
    above_scale = models.BooleanField(pgettext_lazy("unit fact", "above designated size"), default=False)
    source = models.CharField(pgettext_lazy("unit fact", "source of the numbers"), max_length=120, blank=True)

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "facts of an employer")
        verbose_name_plural = pgettext_lazy("noun", "facts of employers")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["unit"], condition=Q(valid_to__isnull=True), name="one_open_row_of_facts"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "valid_from", "valid_to"], name="facts_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.valid_from.isoformat()}"


class UnitFactRegister(Register):
    model = UnitFact
    fields = (
        "unit",
        "valid_from",
        "valid_to",
        "staff",
        "women",
        "migrant",
        "payroll",
        "ownership",
        "above_scale",
        "source",
    )
    fixed = ("unit",)
    columns = ("unit", "org", "valid_from", "valid_to", "staff", "ownership", "above_scale")
    filters = ("org", "ownership", "above_scale", "valid_from")
    search = ("unit__name",)
    select = ("org", "unit")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"unit": "social_credit_code"}
    policy = Policy(
        view=officers | kept_above,
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (rules.refuse_impossible, rules.end_older_facts)
    suspects: ClassVar = {rules.end_older_facts: rules.with_facts}
    icon = "chart-bar"
    menu_order = 45
    first_step = gettext_lazy(
        "Staff and ownership of an employer hold from a day on; a new row ends the older one, and figures of "
        "earlier days stay as they were."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The facts stand where the employer stands."""
        if values.get("unit") is not None:
            values["org"] = values["unit"].org
