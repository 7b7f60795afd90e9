"""A statistical year: from which day on, and by when a federation wants the returns of the unions it leads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from zhijia.kernel.period import Period
from zhijia.plans.registers.plan.register import STAFF
from zhijia.plans.registers.statisticalyear import rules
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, holds, in_line
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role


def usual_start() -> date:
    """The first day of the newest year that is over, on the month and day of the year called last."""
    last = StatisticalYear.objects.order_by("-starts_on").first()
    return rules.newest_first(*((last.starts_on.month, last.starts_on.day) if last else rules.FIRST))


def usual_due() -> date:
    """Thirty days after the end of the year that is proposed."""
    return rules.last_of(usual_start()) + timedelta(days=rules.DUE)


class StatisticalYear(Entry):
    """A year of twelve months from `starts_on`, named by the year in which it ends."""

    year = models.PositiveSmallIntegerField(pgettext_lazy("statistics", "year"), editable=False)
    starts_on = models.DateField(
        pgettext_lazy("statistics", "first day"),
        default=usual_start,
        help_text=gettext_lazy("The year runs for twelve months from this day, usually from 1 October."),
    )
    ends_on = models.DateField(pgettext_lazy("statistics", "last day"), editable=False)
    due_on = models.DateField(
        pgettext_lazy("statistics", "signed returns by"),
        default=usual_due,
    )
    note = models.CharField(pgettext_lazy("statistics", "words to the unions"), max_length=500, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "statistical year")
        verbose_name_plural = pgettext_lazy("noun", "statistical years")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "year"],
                name="one_call_of_a_statistical_year",
                violation_error_message=gettext_lazy(
                    "This union called for the return of this year already."
                ),
            )
        ]

    def __str__(self) -> str:
        return gettext("Statistical year %(year)s") % {"year": self.year}

    @property
    def period(self) -> Period:
        """The days of the year."""
        return Period.through(self.starts_on, self.ends_on)


callers = holds(Role.OFFICER, Role.LEADER)


class StatisticalYearRegister(Register):
    model = StatisticalYear
    fields = ("org", "starts_on", "due_on", "note")
    fixed = ("org", "starts_on")
    ahead = ("due_on", "starts_on")
    columns = ("year", "org", "starts_on", "ends_on", "due_on")
    filters = ("org", "due_on")
    search = ("note",)
    select = ("org",)
    order = ("-year", "path")
    natural_keys: ClassVar = {"org": "code"}
    policy = Policy(view=in_line(*STAFF), add=callers, change=callers, remove=callers)
    refuses = (rules.refuse_not_leading, rules.refuse_called_in_line, rules.refuse_due_too_soon)
    icon = "calendar-event"
    menu_order = 26
    first_step = gettext_lazy(
        "A federation calls for the yearly returns of the unions it leads: say which twelve months they cover "
        "and by when they are due."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """The last day and the name of the year follow from its first day."""
        first = values.get("starts_on") or usual_start()
        last = rules.last_of(first)
        values |= {"starts_on": first, "ends_on": last, "year": last.year}
