"""A union's own plan in answer to a call, each of its points linked by hand to one above."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.plans.registers.plan.register import STAFF, Plan, planners
from zhijia.plans.registers.plancall.register import PlanCall
from zhijia.plans.registers.unitplan import rules, steps
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class UnitPlan(Entry):
    """`links` says of each point (by number) which point of the plan above it answers; 0 for none."""

    call = models.ForeignKey(
        PlanCall, models.PROTECT, related_name="answers", verbose_name=pgettext_lazy("call", "call")
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="answering", verbose_name=pgettext_lazy("call", "own plan")
    )
    links = models.JSONField(pgettext_lazy("call", "links"), default=dict, editable=False, blank=True)
    returned_for = models.CharField(
        pgettext_lazy("call", "sent back because"), max_length=500, blank=True, editable=False
    )
    filed_on = models.DateField(pgettext_lazy("call", "filed on"), null=True, editable=False)
    accepted_on = models.DateField(pgettext_lazy("call", "accepted on"), null=True, editable=False)
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "unit plan")
        verbose_name_plural = pgettext_lazy("noun", "unit plans")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "org"],
                name="one_answer_of_a_union",
                violation_error_message=gettext_lazy("This union answers this call already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan.title} · {self.org.name}"

    @property
    def is_filed(self) -> bool:
        return self.state in rules.FILED

    @property
    def was_late(self) -> bool:
        """Whether it was filed after its day."""
        return self.filed_on is not None and self.filed_on > self.call.due_on

    @property
    def state_label(self) -> str:
        return str(UnitPlanRegister.flow.states.get(self.state, self.state))


class UnitPlanRegister(Register):
    model = UnitPlan
    fields = ("call", "plan")
    fixed = ("call",)
    columns = ("plan", "org", "call", "filed_on", "state")
    filters = ("state", "org", "filed_on")
    search = ("plan__title", "org__name")
    select = ("org", "org__parent", "plan", "call", "call__org", "call__plan")
    order = ("-id",)
    natural_keys: ClassVar = {"call": "uid", "plan": "uid"}
    policy = Policy(view=holds(*STAFF), add=planners, change=planners | rules.filers)
    flow: ClassVar[Flow] = Flow(
        "open",
        {
            "open": pgettext_lazy("state of a unit plan", "being linked"),
            "filed": pgettext_lazy("state of a unit plan", "filed"),
            "accepted": pgettext_lazy("state of a unit plan", "accepted"),
            "returned": pgettext_lazy("state of a unit plan", "sent back"),
        },
        (
            Move(
                "file",
                ("open", "returned"),
                "filed",
                pgettext_lazy("step", "File the plan"),
                rules.filers,
                through=steps.file,
            ),
            Move(
                "accept",
                ("filed",),
                "accepted",
                pgettext_lazy("step", "Accept the plan"),
                rules.callers,
                through=steps.accept,
            ),
            Move(
                "send_back",
                ("filed", "accepted"),
                "returned",
                pgettext_lazy("step", "Send back"),
                rules.callers,
                reason=True,
                through=steps.send_back,
            ),
        ),
    )
    refuses = (
        rules.refuse_not_called,
        rules.refuse_other_year,
        rules.refuse_once_filed,
        rules.refuse_unlinked,
    )
    icon = "inbox"
    page = "plans:unit_plan"
    menu_order = -1
    first_step = gettext_lazy("A union above calls for plans; the answer is begun from the page of its call.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """An answer comes from the union whose plan it is."""
        if (plan := values.get("plan")) is not None:
            values["org"] = plan.org
