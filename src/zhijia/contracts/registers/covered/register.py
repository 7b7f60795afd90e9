"""Covered employers: which contract covers which employer, from a day to before another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.contracts.cover import facts_on
from zhijia.contracts.registers.contract.register import Contract
from zhijia.contracts.registers.covered import rules, suspects
from zhijia.contracts.registers.covered.form import CoveredForm
from zhijia.contracts.registers.covered.reach import REACH
from zhijia.directory.models import Unit
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds, in_line
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class Covered(Span):
    """One employer on the list of one contract; it stands where the contract stands."""

    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        related_name="covers",
        verbose_name=pgettext_lazy("covered employer", "contract"),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="contracts_covering",
        verbose_name=pgettext_lazy("covered employer", "employer"),
    )
    workers = models.PositiveIntegerField(
        pgettext_lazy("covered employer", "workers covered"),
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("Left empty: all staff on record on that day."),
    )
    valid_from = models.DateField(
        pgettext_lazy("covered employer", "first day covered"),
        blank=True,
        help_text=gettext_lazy("Left empty: from the first day of the contract."),
    )
    last_on = models.DateField(
        pgettext_lazy("covered employer", "last day covered"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Only for an employer that leaves before the contract ends."),
    )
    valid_to = models.DateField(
        pgettext_lazy("covered employer", "covered until"), null=True, blank=True, editable=False
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "employer under a contract")
        verbose_name_plural = pgettext_lazy("noun", "employers under contracts")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            models.UniqueConstraint(
                fields=["contract", "unit"],
                name="one_line_of_an_employer",
                violation_error_message=gettext_lazy(
                    "This employer is on the list of this contract already."
                ),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="covered_place_day")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.contract.get_kind_display()}"

    def clean(self) -> None:
        """What is left empty follows from the contract and the facts of the employer."""
        if self.contract_id is None or self.unit_id is None:
            return
        if self.valid_from is None:
            self.valid_from = self.contract.starts_on
        self.valid_to = None
        if self.workers is None:
            facts = facts_on(self.unit, self.valid_from)
            self.workers = facts.staff if facts is not None else None
        if not self.workers:
            raise ValidationError(
                {"workers": _("No staff of this employer is on record; type the workers covered.")}
            )
        if self.last_on and self.last_on < self.valid_from:
            said = {"last": self.last_on.isoformat(), "first": self.valid_from.isoformat()}
            raise ValidationError(
                {"last_on": _("The last day (%(last)s) lies before the first (%(first)s).") % said}
            )
        if self.last_on:
            self.valid_to = self.last_on + timedelta(days=1)


class CoveredRegister(Register):
    model = Covered
    fields = ("contract", "unit", "workers", "valid_from", "last_on")
    fixed = ("contract", "unit")
    ahead = ("valid_from", "last_on")
    columns = ("unit", "contract", "workers", "valid_from", "last_on")
    filters = ("org", "valid_from")
    search = ("unit__name", "contract__number")
    select = ("org", "unit", "contract__org")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"contract": "number", "unit": "social_credit_code"}
    form_class = CoveredForm  # type: ignore[assignment]
    policy = Policy(
        view=in_line("officer", "chair", "caseworker", "leader"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (
        rules.refuse_outside_term,
        rules.refuse_not_unionised,
        rules.refuse_more_than_named,
        rules.refuse_other_industry,
        rules.refuse_more_than_staff,
        rules.refuse_clash,
    )
    suspects: ClassVar = {
        rules.refuse_not_unionised: suspects.not_unionised,
        rules.refuse_more_than_named: suspects.more_than_named,
        rules.refuse_more_than_staff: suspects.more_than_staff,
        rules.refuse_clash: suspects.under_others,
    }
    indicators = REACH
    icon = "building-community"
    menu_order = 211
    first_step = gettext_lazy(
        "List the employers of each contract, best by pasting their names: only what is listed counts."
    )

    @classmethod
    def subject(cls) -> str:
        """A pasted list names employers."""
        return "unit"

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The list stands where its contract stands."""
        if values.get("contract") is not None:
            values["org"] = values["contract"].org
