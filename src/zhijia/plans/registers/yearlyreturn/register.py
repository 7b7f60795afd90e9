"""A union's yearly return: counted, checked by the officer, signed by the chair, accepted by the union above."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.plans.registers.plan.register import STAFF
from zhijia.plans.registers.statisticalyear.register import StatisticalYear
from zhijia.plans.registers.yearlyreturn import rules, steps
from zhijia.registry.fields import DigestField
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class YearlyReturn(Entry):
    """No figure is typed: `figures` (code → counted, claimed) is kept when the chair signs, under `checksum`.

    `explanations` says of each finding what was written about it, and about which figures.
    """

    called = models.ForeignKey(
        StatisticalYear,
        models.PROTECT,
        related_name="returns",
        verbose_name=pgettext_lazy("statistics", "statistical year"),
    )
    remarks = models.CharField(pgettext_lazy("statistics", "remarks"), max_length=500, blank=True)
    explanations = models.JSONField(
        pgettext_lazy("statistics", "explanations"), default=dict, editable=False, blank=True
    )
    figures = models.JSONField(
        pgettext_lazy("statistics", "figures as signed"), default=dict, editable=False, blank=True
    )
    checksum = DigestField(pgettext_lazy("statistics", "checksum"), default="", blank=True)
    returned_for = models.CharField(
        pgettext_lazy("statistics", "sent back because"), max_length=500, blank=True, editable=False
    )
    filled_on = models.DateField(pgettext_lazy("statistics", "checked on"), null=True, editable=False)
    signed_on = models.DateField(pgettext_lazy("statistics", "signed on"), null=True, editable=False)
    accepted_on = models.DateField(pgettext_lazy("statistics", "accepted on"), null=True, editable=False)
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "yearly return")
        verbose_name_plural = pgettext_lazy("noun", "yearly returns")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["called", "org"],
                name="one_return_of_a_union_and_year",
                violation_error_message=gettext_lazy("This union's return of this year is open already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "state"], name="return_place_state")]

    def __str__(self) -> str:
        return f"{self.called} · {self.org.name}"

    @property
    def is_signed(self) -> bool:
        return self.state in rules.SIGNED

    @property
    def state_label(self) -> str:
        return str(YearlyReturnRegister.flow.states.get(self.state, self.state))


class YearlyReturnRegister(Register):
    model = YearlyReturn
    fields = ("called", "org", "remarks")
    fixed = ("called", "org")
    columns = ("called", "org", "filled_on", "signed_on", "accepted_on", "state")
    filters = ("state", "org", "signed_on")
    search = ("org__name",)
    select = ("org", "org__parent", "called", "called__org")
    order = ("-called__year", "path", "id")
    natural_keys: ClassVar = {"org": "code", "called": "uid"}
    policy = Policy(
        view=holds(*STAFF),
        add=rules.fillers,
        change=rules.fillers | rules.signers | rules.takers,
        export=holds(*STAFF),
    )
    flow: ClassVar[Flow] = Flow(
        "open",
        {
            "open": pgettext_lazy("state of a return", "being checked"),
            "filled": pgettext_lazy("state of a return", "checked by the officer"),
            "signed": pgettext_lazy("state of a return", "signed by the chair"),
            "accepted": pgettext_lazy("state of a return", "accepted"),
            "returned": pgettext_lazy("state of a return", "sent back"),
        },
        (
            Move(
                "fill",
                ("open", "returned"),
                "filled",
                pgettext_lazy("step", "The figures are checked"),
                rules.fillers,
                through=steps.fill,
            ),
            Move(
                "sign",
                ("filled",),
                "signed",
                pgettext_lazy("step", "Sign"),
                rules.signers,
                through=steps.sign,
            ),
            Move(
                "accept",
                ("signed",),
                "accepted",
                pgettext_lazy("step", "Accept the return"),
                rules.takers,
                through=steps.accept,
                due=lambda: Q(org__parent__isnull=False) & ~Q(org=models.F("called__org")),
            ),
            Move(
                "send_back",
                ("signed", "accepted"),
                "returned",
                pgettext_lazy("step", "Send back"),
                rules.takers,
                reason=True,
                through=steps.send_back,
            ),
            Move(
                "reopen",
                ("filled",),
                "open",
                pgettext_lazy("step", "Back to the officer"),
                rules.fillers | rules.signers,
                reason=True,
                danger=True,
                through=steps.reopen,
            ),
        ),
    )
    refuses = (rules.refuse_not_asked, rules.refuse_words_after_signing)
    icon = "clipboard-list"
    menu_order = -1
    first_step = gettext_lazy(
        "When the union above calls for the yearly return, it is opened from the page of the statistics."
    )
