"""Employers that disclose: which employer is under which system, from a day to before another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.constraints import RaceGuard
from zhijia.directory.models import Unit
from zhijia.disclosure.registers.participant import rules
from zhijia.disclosure.registers.system.register import System
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class Participant(Span):
    """One employer under one system; it stands where the system stands."""

    system = models.ForeignKey(
        System,
        models.PROTECT,
        related_name="participants",
        verbose_name=pgettext_lazy("employer that discloses", "disclosure system"),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="disclosures",
        verbose_name=pgettext_lazy("employer that discloses", "employer"),
    )
    valid_from = models.DateField(
        pgettext_lazy("employer that discloses", "takes part from"),
        blank=True,
        help_text=gettext_lazy("Left empty: from the day the system was set up."),
    )
    last_on = models.DateField(
        pgettext_lazy("employer that discloses", "took part until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The last day; empty while it takes part."),
    )
    valid_to = models.DateField(
        pgettext_lazy("employer that discloses", "in force until"), null=True, blank=True, editable=False
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "employer that discloses")
        verbose_name_plural = pgettext_lazy("noun", "employers that disclose")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["unit"], condition=Q(last_on__isnull=True), name="one_open_system_of_a_unit"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="participant_place_day")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.system}"

    def clean(self) -> None:
        """The span that follows from the last day; what is left empty follows from the system."""
        if self.system_id is None:
            return
        if self.valid_from is None:
            self.valid_from = self.system.valid_from
        self.valid_to = self.last_on + timedelta(days=1) if self.last_on else None
        if self.last_on and self.last_on < self.valid_from:
            said = {"last": self.last_on.isoformat(), "first": self.valid_from.isoformat()}
            text = _("The last day (%(last)s) lies before the first (%(first)s).")
            raise ValidationError({"last_on": text % said})


class ParticipantRegister(Register):
    model = Participant
    fields = ("system", "unit", "valid_from", "last_on")
    fixed = ("system", "unit")
    columns = ("unit", "system", "org", "valid_from", "last_on")
    filters = ("org", "valid_from", "last_on")
    search = ("unit__name", "system__title")
    select = ("org", "system", "unit")
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"system": "uid", "unit": "social_credit_code"}
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader"),
        add=holds("officer"),
        change=holds("officer"),
        remove=holds("officer"),
        export=holds("officer"),
    )
    refuses = (rules.refuse_outside_system, rules.refuse_uncovered, rules.refuse_second_system)
    suspects: ClassVar = {
        rules.refuse_uncovered: rules.uncovered,
        rules.refuse_second_system: rules.in_a_system,
    }
    icon = "building-community"
    menu_order = 231
    first_step = gettext_lazy(
        "List the employers of each system, best by pasting their names: only what is listed counts."
    )

    @classmethod
    def subject(cls) -> str:
        """A pasted list names employers."""
        return "unit"

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The list stands where its system stands."""
        if values.get("system") is not None:
            values["org"] = values["system"].org
