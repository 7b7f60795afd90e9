"""A target handed down by one union to those it leads: how it is divided, by what, until when they answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.kernel.day import today
from zhijia.plans.registers.handing import measure, rules
from zhijia.plans.registers.plan.register import STAFF, planners
from zhijia.plans.registers.target.register import Target
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, holds, in_line
from zhijia.registry.register import Column, Register
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role

#: whose business it is to hand down: officers and leaders of that very union
givers = holds(Role.OFFICER, Role.LEADER, here=True)
MOST = MaxValueValidator(Decimal(10) ** 12)


class Method(models.TextChoices):
    MEMBERS = "members", pgettext_lazy("method", "by members")
    UNITS = "units", pgettext_lazy("method", "by employers covered")
    LAST_YEAR = "last_year", pgettext_lazy("method", "by last year's result")
    EQUAL = "equal", pgettext_lazy("method", "in equal parts")
    HAND = "hand", pgettext_lazy("method", "by hand")
    SAME = "same", pgettext_lazy("method", "the same for each")


class Handing(Entry):
    """`total` is what was divided, or what each union gets; `given` the share handed on, none for the issuer."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="handings", verbose_name=pgettext_lazy("handing", "target")
    )
    given = models.ForeignKey(
        "plans.Share",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="handed_on",
        verbose_name=pgettext_lazy("handing", "share handed on"),
    )
    method = models.CharField(pgettext_lazy("handing", "how"), max_length=10, choices=Method.choices)
    is_divided = models.BooleanField(pgettext_lazy("handing", "parts add up"), default=True, editable=False)
    total = models.DecimalField(
        pgettext_lazy("handing", "to be handed down"),
        max_digits=18,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MOST],
        help_text=_("In the unit of the plan. More than was promised is allowed and said on every page."),
    )
    minimum = models.DecimalField(
        pgettext_lazy("handing", "each at least"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MOST],
    )
    weighed_on = models.DateField(pgettext_lazy("handing", "weights as of"), null=True, editable=False)
    reply_due_on = models.DateField(pgettext_lazy("handing", "answer by"))
    note = models.CharField(pgettext_lazy("handing", "words to the unions"), max_length=500, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "handing down")
        verbose_name_plural = pgettext_lazy("noun", "handings down")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["target", "org"],
                name="handed_down_once",
                violation_error_message=_("This union has handed this target down already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.target.label} · {self.org.name}"

    @property
    def whole(self) -> Decimal:
        """What is promised here as it stands now: the target's value, or the share the union has of it."""
        found: Decimal = self.target.value if self.given is None else self.given.value
        return found


class HandingRegister(Register):
    model = Handing
    fields = ("target", "org", "method", "total", "minimum", "reply_due_on", "note")
    ahead = ("reply_due_on",)
    fixed = ("target", "org", "method", "total")
    columns = (
        "target",
        "org",
        "method",
        Column(
            "handed",
            pgettext_lazy("handing", "to be handed down"),
            lambda one: measure.said(one.target, one.total),
        ),
        "reply_due_on",
    )
    filters = ("method", "org", "reply_due_on")
    search = ("note", "target__label")
    select = ("org", "target", "target__plan", "target__org", "given")
    natural_keys: ClassVar = {"org": "code", "target": "uid"}
    policy = Policy(view=in_line(*STAFF), add=planners, change=planners, remove=planners & rules.unanswered)
    refuses = (
        rules.refuse_unissued,
        rules.refuse_not_own,
        rules.refuse_undividable,
        rules.refuse_unfit_numbers,
        rules.refuse_past_reply,
    )
    icon = "sitemap"
    page = "plans:handing"
    #: in no menu: the plan leads to it
    menu_order = -1
    first_step = _("Open an issued plan and hand its targets down to the unions below.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """Which share is handed on, whether parts add up, and the day of the weights."""
        from zhijia.plans.registers.share.register import Share

        target, org = values.get("target"), values.get("org")
        if target is None or org is None:
            return
        if org.pk != target.org_id:
            values["given"] = Share.objects.filter(target=target, org=org).first()
        method = values.get("method")
        values["is_divided"] = method != Method.SAME and measure.can_be_divided(target, org.pk)
        values["weighed_on"] = today() if method in rules.WEIGHED else None
