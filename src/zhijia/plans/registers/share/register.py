"""What one union is to give of a target: handed down, accepted or argued, settled, locked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.journal import words
from zhijia.plans.registers.handing import measure
from zhijia.plans.registers.handing.register import Handing
from zhijia.plans.registers.handing.rules import AGREED
from zhijia.plans.registers.plan.register import STAFF, planners
from zhijia.plans.registers.share import rules, steps
from zhijia.plans.registers.target.register import Target
from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, in_line
from zhijia.registry.register import Column, Register
from zhijia.tree.actor import Actor

MOST = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(10) ** 12)]


class Share(Entry):
    """`value` in the plan's unit; `weight` what it was reckoned from; `edition` counts its numbers from 1."""

    handing = models.ForeignKey(
        Handing, models.PROTECT, related_name="shares", verbose_name=pgettext_lazy("share", "handed down by")
    )
    target = models.ForeignKey(
        Target,
        models.PROTECT,
        editable=False,
        related_name="shares",
        verbose_name=pgettext_lazy("share", "target"),
    )
    value = models.DecimalField(
        pgettext_lazy("share", "value"), max_digits=18, decimal_places=2, validators=MOST
    )
    first_value = models.DecimalField(
        pgettext_lazy("share", "value as first handed down"), max_digits=18, decimal_places=2, editable=False
    )
    weight = models.BigIntegerField(pgettext_lazy("share", "weight"), null=True, editable=False)
    reply_due_on = models.DateField(pgettext_lazy("share", "answer by"), blank=True)
    edition = models.PositiveSmallIntegerField(pgettext_lazy("share", "edition"), default=1, editable=False)
    counter = models.DecimalField(
        pgettext_lazy("share", "what the union could do"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=MOST,
    )
    argument = models.CharField(pgettext_lazy("share", "what the union says"), max_length=500, blank=True)
    replied_on = models.DateField(pgettext_lazy("share", "answered on"), null=True, editable=False)
    decision = models.CharField(pgettext_lazy("share", "decision in words"), max_length=500, blank=True)
    settled_on = models.DateField(pgettext_lazy("share", "settled on"), null=True, editable=False)
    locked_on = models.DateField(pgettext_lazy("share", "locked on"), null=True, editable=False)
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "share of a target")
        verbose_name_plural = pgettext_lazy("noun", "shares of targets")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "org"],
                name="one_share_of_a_union",
                violation_error_message=_("This union has a share of this target already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "state"], name="share_place_state")]

    def __str__(self) -> str:
        return f"{self.target.label} · {self.org.name}"

    @property
    def is_agreed(self) -> bool:
        """Whether it is the union's own target now."""
        return self.state in AGREED and self.value > 0

    @property
    def state_label(self) -> str:
        return str(ShareRegister.flow.states.get(self.state, self.state))

    @property
    def said(self) -> str:
        """Its value with its unit."""
        return measure.said(self.target, self.value)


class ShareRegister(Register):
    model = Share
    fields = ("handing", "org", "value", "reply_due_on", "counter", "decision")
    ahead = ("reply_due_on",)
    fixed = ("handing", "org")
    columns = (
        "target",
        "org",
        Column("said", pgettext_lazy("share", "value"), lambda one: one.said),
        "reply_due_on",
        "replied_on",
        "state",
    )
    filters = ("state", "org", "reply_due_on")
    search = ("target__label", "org__name")
    select = ("org", "target", "target__plan", "target__org", "handing", "handing__org", "handing__target")
    order = ("target", "path", "id")
    natural_keys: ClassVar = {"org": "code", "handing": "uid"}
    policy = Policy(
        view=in_line(*STAFF),
        add=planners,
        change=planners | rules.takers,
        remove=planners & rules.unanswered,
    )
    flow: ClassVar[Flow] = Flow(
        "offered",
        {
            "offered": pgettext_lazy("state of a share", "waiting for an answer"),
            "accepted": pgettext_lazy("state of a share", "accepted"),
            "argued": pgettext_lazy("state of a share", "argued"),
            "settled": pgettext_lazy("state of a share", "settled"),
            "locked": pgettext_lazy("state of a share", "locked"),
        },
        (
            Move(
                "accept",
                ("offered",),
                "accepted",
                pgettext_lazy("step", "Accept"),
                rules.takers,
                through=steps.accept,
            ),
            Move(
                "argue",
                ("offered",),
                "argued",
                pgettext_lazy("step", "Argue"),
                rules.takers,
                form=("counter",),
                reason=True,
                through=steps.argue,
            ),
            Move(
                "reconsider",
                ("accepted", "argued"),
                "offered",
                pgettext_lazy("step", "Take the answer back"),
                rules.takers,
                reason=True,
                danger=True,
                through=steps.reconsider,
            ),
            Move(
                "settle",
                ("accepted", "argued"),
                "settled",
                pgettext_lazy("step", "Settle"),
                rules.givers,
                form=("value", "decision"),
                through=steps.settle,
                due=lambda: Q(state="argued"),
            ),
            Move(
                "decide",
                ("offered",),
                "settled",
                pgettext_lazy("step", "Settle without an answer"),
                rules.givers & rules.late,
                form=("value",),
                reason=True,
                through=steps.settle,
                due=never,
            ),
            Move(
                "lock",
                ("accepted", "settled"),
                "locked",
                pgettext_lazy("step", "Lock"),
                rules.givers,
                through=steps.lock,
            ),
            Move(
                "amend",
                ("locked",),
                "locked",
                pgettext_lazy("step", "Amend"),
                rules.givers,
                form=("value",),
                reason=True,
                danger=True,
                through=steps.amend,
                due=never,
            ),
        ),
    )
    refuses = (
        rules.refuse_stranger,
        rules.refuse_not_led,
        rules.refuse_unfit_value,
        rules.refuse_below_minimum,
        rules.refuse_silent_change,
        rules.refuse_others_day,
        rules.refuse_same_counter,
        rules.refuse_said_silently,
    )
    icon = "target"
    page = "plans:share"
    menu_order = 23
    first_step = _("A union above hands its targets down; each share is then accepted or argued here.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The target of the handing down, its day to answer by, and the number first asked for."""
        handing = values.get("handing")
        if handing is None:
            return
        values["target"] = handing.target
        values["first_value"] = values.get("value")
        values["reply_due_on"] = values.get("reply_due_on") or handing.reply_due_on


words.describe(ShareRegister.key, verbs={"rebalance": pgettext_lazy("act", "asked anew with another number")})
