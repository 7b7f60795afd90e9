"""Dues handed in: by which union, for which stretch of a year, how much, received by the union above."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.directory.registers.dues import rules
from zhijia.kernel.day import today
from zhijia.registry.fields import MoneyField
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, above, holds
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, evidenced

#: who may see amounts at all: those who keep or check a union's money, and who leads it
money = holds("officer", "chair", "finance", "auditor", "leader")
payers = holds("officer", "finance")
receivers = above("officer", "finance")


class Stream(models.TextChoices):
    DUES = "dues", pgettext_lazy("stream of money", "membership dues")
    FUNDS = "funds", pgettext_lazy("stream of money", "share of union funds passed up")


class Part(models.TextChoices):
    YEAR = "year", pgettext_lazy("part of a year", "whole year")
    HALF_1 = "h1", pgettext_lazy("part of a year", "first half")
    HALF_2 = "h2", pgettext_lazy("part of a year", "second half")
    QUARTER_1 = "q1", pgettext_lazy("part of a year", "first quarter")
    QUARTER_2 = "q2", pgettext_lazy("part of a year", "second quarter")
    QUARTER_3 = "q3", pgettext_lazy("part of a year", "third quarter")
    QUARTER_4 = "q4", pgettext_lazy("part of a year", "fourth quarter")


FLOW = Flow(
    "handed",
    {
        "handed": pgettext_lazy("state of dues", "handed in"),
        "received": pgettext_lazy("state of dues", "received"),
        "returned": pgettext_lazy("state of dues", "sent back"),
    },
    (
        Move(
            "receive",
            ("handed",),
            "received",
            pgettext_lazy("step of dues", "Confirm receipt"),
            receivers,
            apart_from="add",
        ),
        Move(
            "return",
            ("handed", "received"),
            "returned",
            pgettext_lazy("step of dues", "Send back"),
            receivers,
            reason=True,
        ),
        Move("resend", ("returned",), "handed", pgettext_lazy("step of dues", "Hand in again"), payers),
    ),
)


class Dues(Event):
    """What one union handed in for a stretch of a year; `happened_on` is the day it was paid."""

    happened_on = models.DateField(pgettext_lazy("dues", "paid on"))
    stream = models.CharField(
        pgettext_lazy("dues", "what was paid"), max_length=6, choices=Stream.choices, default=Stream.DUES
    )
    for_year = models.PositiveSmallIntegerField(
        pgettext_lazy("dues", "for the year"),
        validators=[MinValueValidator(1995), MaxValueValidator(2100)],
    )
    part = models.CharField(
        pgettext_lazy("dues", "stretch"), max_length=4, choices=Part.choices, default=Part.YEAR
    )
    amount = MoneyField(pgettext_lazy("dues", "amount (yuan)"))
    voucher = models.CharField(pgettext_lazy("dues", "number of the voucher"), max_length=40, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "dues handed in")
        verbose_name_plural = pgettext_lazy("noun", "dues handed in")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "stream", "for_year", "part"],
                name="dues_of_a_stretch_once",
                violation_error_message=gettext_lazy(
                    "What this union paid for this stretch is on file already: change that entry."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["org", "happened_on"], name="dues_of_union")]

    def __str__(self) -> str:
        return f"{self.org} · {self.for_year} {self.get_part_display()}"


class DuesRegister(Register):
    model = Dues
    fields = ("org", "stream", "for_year", "part", "amount", "happened_on", "voucher")
    fixed = ("org",)
    columns = ("happened_on", "org", "stream", "for_year", "part", "amount", "state")
    filters = ("org", "stream", "part", "state", "happened_on")
    search = ("voucher", "org__name")
    select = ("org",)
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code"}
    evidence = gettext_lazy("The bank slip or the receipt.")
    policy = Policy(view=money, add=payers, change=payers, remove=payers, export=money)
    flow = FLOW
    refuses = (
        rules.refuse_nothing,
        rules.refuse_too_early,
        rules.refuse_overlapping,
        rules.refuse_received,
    )
    indicators = (
        Indicator(
            "org_paying",
            pgettext_lazy("indicator", "unions that paid dues"),
            unit="union",
            on="happened_on",
            when=Q(state__in=["handed", "received"], stream=Stream.DUES.value),
            distinct="org",
            gates=(evidenced, rules.received),
            names=("缴纳会费工会数", "按时缴纳会费的工会"),
            rule=gettext_lazy(
                "Different unions whose membership dues were paid in the period, with the voucher, and confirmed "
                "as received by the union above."
            ),
        ),
    )
    icon = "coin"
    menu_order = 66
    first_step = gettext_lazy(
        "Record what a union hands in, with the voucher; the union above confirms that it arrived."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Any) -> None:  # type: ignore[override]
        """Without a year the present one is meant."""
        values["for_year"] = values.get("for_year") or today().year
