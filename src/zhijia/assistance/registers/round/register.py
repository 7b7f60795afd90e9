"""Rounds of insurance: one list of people handed to one insurer under one plan."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.assistance.registers.round import rules
from zhijia.directory.constraints import RaceGuard
from zhijia.kernel.text import fold_name
from zhijia.registry.fields import MoneyField
from zhijia.registry.models import Span
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class Plan(models.TextChoices):
    MEDICAL = "medical", pgettext_lazy("plan of insurance", "medical mutual aid for serious illness")
    ACCIDENT = "accident", pgettext_lazy("plan of insurance", "mutual aid for accidents")
    CANCER = "cancer", pgettext_lazy("plan of insurance", "cancer insurance for women workers")


class PaidBy(models.TextChoices):
    UNION = "union", pgettext_lazy("who pays the premium", "the union")
    EMPLOYER = "employer", pgettext_lazy("who pays the premium", "the employer")
    WORKER = "worker", pgettext_lazy("who pays the premium", "the workers themselves")
    SHARED = "shared", pgettext_lazy("who pays the premium", "union or employer and workers together")


class Round(Span):
    """One list a union handed to an insurer: plan, policy, days it insures, and how many people it names."""

    plan = models.CharField(pgettext_lazy("round", "plan"), max_length=8, choices=Plan.choices)
    insurer = models.CharField(pgettext_lazy("round", "insurer or mutual-aid society"), max_length=80)
    policy_number = models.CharField(pgettext_lazy("round", "number of the policy or list"), max_length=40)
    policy_key = models.CharField(max_length=40, editable=False, default="")
    valid_from = models.DateField(
        pgettext_lazy("round", "insured from"),
        help_text=gettext_lazy("The people of the list count as newly insured in the period of this day."),
    )
    valid_to = models.DateField(
        pgettext_lazy("round", "insured until"),
        null=True,
        help_text=gettext_lazy("The first day it insures nobody any longer."),
    )
    premium = MoneyField(
        pgettext_lazy("round", "premium a person"), default=0, validators=[MinValueValidator(0)]
    )
    paid_by = models.CharField(
        pgettext_lazy("round", "premium paid by"), max_length=8, choices=PaidBy.choices
    )
    listed = models.PositiveIntegerField(
        pgettext_lazy("round", "people on the insurer's list"),
        validators=[MinValueValidator(1), MaxValueValidator(200_000)],
        help_text=gettext_lazy("No more people than the stamped list names are recorded from it."),
    )

    class Meta(Span.Meta):
        verbose_name = pgettext_lazy("noun", "round of insurance")
        verbose_name_plural = pgettext_lazy("noun", "rounds of insurance")
        constraints: ClassVar = [
            *Span.Meta.constraints,
            RaceGuard(fields=["policy_key"], name="one_round_of_a_policy"),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "valid_from"], name="round_place_day")]

    def __str__(self) -> str:
        return f"{self.insurer} {self.policy_number}"

    def clean(self) -> None:
        """The number in one form: spaces, width and case make no other policy."""
        super().clean()
        self.policy_key = fold_name(self.policy_number or "")[:40]


officer = holds("officer", "caseworker")


class RoundRegister(Register):
    model = Round
    fields = (
        "org",
        "plan",
        "insurer",
        "policy_number",
        "valid_from",
        "valid_to",
        "premium",
        "paid_by",
        "listed",
    )
    fixed = ("org",)
    columns = ("policy_number", "org", "plan", "insurer", "valid_from", "valid_to", "listed")
    filters = ("org", "plan", "paid_by", "valid_from")
    search = ("policy_number", "insurer")
    select = ("org",)
    order = ("-valid_from", "-id")
    natural_keys: ClassVar = {"org": "code"}
    evidence = gettext_lazy("The list of people stamped by the insurer, or the policy with its list.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | holds("finance", here=True),
        add=officer,
        change=officer,
        remove=holds("officer"),
        export=officer,
    )
    refuses = (
        rules.refuse_period,
        rules.refuse_known_policy,
        rules.refuse_too_short_list,
        rules.refuse_changed_round,
    )
    icon = "shield-check"
    menu_order = 112
    first_step = gettext_lazy(
        "Record the list a union handed to the insurer and add the stamped list; then enter its people by name "
        "list: the list is the proof for all of them."
    )
