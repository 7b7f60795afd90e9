"""A call for plans: the unions led directly are to answer an issued plan with their own by a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.kernel.day import today
from zhijia.plans.registers.plan.register import STAFF, Plan, planners
from zhijia.plans.registers.plancall import rules
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, in_line
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


def in_a_month() -> date:
    return today() + timedelta(days=30)


class PlanCall(Entry):
    """It stands at the union whose plan is to be answered; each union it leads directly is called upon."""

    plan = models.OneToOneField(
        Plan,
        models.PROTECT,
        related_name="call",
        verbose_name=pgettext_lazy("call", "plan to be answered"),
        error_messages={
            "unique": gettext_lazy("The unions below were called upon to answer this plan already.")
        },
    )
    due_on = models.DateField(pgettext_lazy("call", "plans filed by"), default=in_a_month)
    note = models.CharField(pgettext_lazy("call", "words to the unions"), max_length=500, blank=True)
    starts_on = models.DateField(pgettext_lazy("call", "called on"), default=today, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "call for plans")
        verbose_name_plural = pgettext_lazy("noun", "calls for plans")

    def __str__(self) -> str:
        return str(self.plan)


class PlanCallRegister(Register):
    model = PlanCall
    fields = ("plan", "due_on", "note")
    fixed = ("plan",)
    ahead = ("due_on",)
    columns = ("plan", "org", "starts_on", "due_on")
    filters = ("org", "due_on")
    search = ("plan__title", "note")
    select = ("org", "plan", "plan__org")
    order = ("-id",)
    natural_keys: ClassVar = {"plan": "uid"}
    policy = Policy(view=in_line(*STAFF), add=planners, change=planners, remove=planners)
    refuses = (rules.refuse_unissued, rules.refuse_not_leading, rules.refuse_past_day)
    icon = "inbox"
    page = "plans:call"
    menu_order = 25
    first_step = gettext_lazy(
        "Open an issued plan and call for the plans of the unions below: each finds it on its desk and answers "
        "with its own."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A call stands at the union of its plan."""
        if (plan := values.get("plan")) is not None:
            values["org"] = plan.org
