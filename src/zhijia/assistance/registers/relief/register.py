"""Relief paid to workers in hardship, confirmed by the worker."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance import paying
from zhijia.assistance.hardship import Reason
from zhijia.assistance.paying import PayWay, officer, payment_flow, unsettled
from zhijia.assistance.payment_form import PaymentForm
from zhijia.assistance.registers.relief import rules
from zhijia.directory.models import Person
from zhijia.registry.fields import MoneyField
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed, evidenced


class ReliefKind(models.TextChoices):
    LIVING = "living", pgettext_lazy("relief", "living relief")
    MEDICAL = "medical", pgettext_lazy("relief", "medical relief")
    EMERGENCY = "emergency", pgettext_lazy("relief", "emergency relief")


class Relief(Event):
    """Help for one worker: asked for on a day, approved, paid, and received when the worker says so."""

    worker = models.ForeignKey(
        Person, models.PROTECT, related_name="reliefs", verbose_name=pgettext_lazy("relief", "worker")
    )
    happened_on = models.DateField(pgettext_lazy("relief", "asked for on"))
    kind = models.CharField(
        pgettext_lazy("relief", "kind of relief"),
        max_length=10,
        choices=ReliefKind.choices,
        default=ReliefKind.LIVING,
    )
    reason = models.CharField(pgettext_lazy("relief", "reason"), max_length=14, choices=Reason.choices)
    amount = MoneyField(pgettext_lazy("relief", "amount"), validators=[MinValueValidator(1)])
    paid_on = models.DateField(pgettext_lazy("relief", "paid on"), null=True, blank=True)
    pay_way = models.CharField(
        pgettext_lazy("relief", "way of paying"), max_length=6, choices=PayWay.choices, blank=True
    )
    note = models.TextField(
        pgettext_lazy("relief", "note"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("What the family lives through, in two sentences; shown to few."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "relief")
        verbose_name_plural = pgettext_lazy("noun", "relief")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "worker", "kind", "happened_on"],
                condition=~Q(state="refused"),
                name="one_relief_a_day",
                violation_error_message=gettext_lazy(
                    "This worker has a relief of this kind from this union on the same day already."
                ),
            ),
            models.CheckConstraint(name="relief_is_more_than_nothing", condition=Q(amount__gt=0)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["path", "happened_on"], name="relief_place_day"),
            models.Index(fields=["paid_on"], name="relief_paid"),
        ]

    def __str__(self) -> str:
        return f"{self.worker} · {self.happened_on.isoformat()}"


class ReliefRegister(Register):
    model = Relief
    fields = ("org", "worker", "kind", "reason", "amount", "happened_on", "paid_on", "pay_way", "note")
    fixed = ("org",)
    columns = ("happened_on", "worker", "org", "kind", "amount", "paid_on", "state")
    filters = ("org", "state", "kind", "pay_way", "happened_on", "paid_on")
    search = ("worker__name",)
    select = ("org", "worker")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code", "worker": "uid"}
    levels: ClassVar = {"reason": "sensitive", "note": "sensitive"}
    form_class = PaymentForm  # type: ignore[assignment]
    confirmed_by = "worker"
    confirmed_state = "received"
    evidence = gettext_lazy("The signed receipt or the bank slip of the payment.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader")
        | holds("finance", here=True)
        | is_person("worker"),
        add=officer,
        change=officer,
        remove=holds("officer") & unsettled,
        export=officer,
        unmask=holds("officer", "chair", "caseworker", "leader"),
    )
    flow = payment_flow("worker")
    refuses = (
        paying.refuse_oneself,
        rules.refuse_above_ceiling,
        paying.refuse_early_payment,
        rules.refuse_after_approval,
        paying.refuse_half_payment,
    )
    indicators = (
        Indicator(
            "aid_living",
            pgettext_lazy("indicator", "persons given living relief"),
            unit="person",
            on="paid_on",
            when=Q(kind=ReliefKind.LIVING.value, state__in=["paid", "received"]),
            distinct="worker",
            gates=(evidenced, confirmed),
            names=("生活救助人数", "生活救助", "提供生活救助"),
            rule=gettext_lazy(
                "Different workers whose living relief was paid in the period, with proof of payment and "
                "their own confirmation; somebody helped twice or by two unions counts once."
            ),
        ),
        Indicator(
            "aid_living_times",
            pgettext_lazy("indicator", "times living relief was given"),
            unit="entry",
            on="paid_on",
            when=Q(kind=ReliefKind.LIVING.value, state__in=["paid", "received"]),
            gates=(evidenced, confirmed),
            names=("生活救助人次",),
            rule=gettext_lazy(
                "Payments of living relief in the period, each counted, with proof and confirmation."
            ),
        ),
        Indicator(
            "aid_living_money",
            pgettext_lazy("indicator", "money paid as living relief"),
            unit="fen",
            on="paid_on",
            when=Q(kind=ReliefKind.LIVING.value, state__in=["paid", "received"]),
            amount="amount",
            gates=(evidenced, confirmed),
            names=("生活救助金额", "生活救助资金", "发放生活救助金"),
            rule=gettext_lazy("Money of the living relief counted, by the day it was paid."),
        ),
    )
    icon = "hand"
    menu_order = 110
    first_step = gettext_lazy(
        "Record whom the union helps: asked for, approved by a second person, paid, and confirmed "
        "by the worker; only then it counts."
    )
