"""A line of a plan's calendar: what is to happen when, where, and which unions answer for it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.kernel.text import clean
from zhijia.plans.registers.milestone import rules, steps
from zhijia.plans.registers.milestone.form import MilestoneForm
from zhijia.plans.registers.milestone.wording import days_of, is_deadline, third_of, whole_year
from zhijia.plans.registers.plan.register import STAFF, Item, Plan, planners
from zhijia.registry.fields import MoneyField
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Entry
from zhijia.registry.policy import Policy, in_line
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


class MilestoneKind(models.TextChoices):
    ACTIVITY = "activity", pgettext_lazy("kind of milestone", "activity")
    DELIVERABLE = "deliverable", pgettext_lazy("kind of milestone", "document to be issued")
    MEETING = "meeting", pgettext_lazy("kind of milestone", "meeting")
    TASK = "task", pgettext_lazy("kind of milestone", "task")
    UNIVERSAL = "universal", pgettext_lazy("kind of milestone", "everywhere")


class Milestone(Entry):
    """Something dated a plan promises; `wording` is when as the plan writes it, `owners` who.

    `first_starts_on` and `first_ends_on` are the days before it was put off; `due_on` is the day first promised and
    `until_on` the first day of the year after it: between the two it counts as due.
    """

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="milestones", verbose_name=pgettext_lazy("plan", "plan")
    )
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="milestones",
        verbose_name=pgettext_lazy("milestone", "item of the plan"),
    )
    title = models.CharField(pgettext_lazy("milestone", "what"), max_length=200)
    kind = models.CharField(
        pgettext_lazy("milestone", "kind"),
        max_length=11,
        choices=MilestoneKind.choices,
        default=MilestoneKind.ACTIVITY,
    )
    wording = models.CharField(
        pgettext_lazy("milestone", "when, in words"),
        max_length=40,
        blank=True,
        help_text=_(
            "In the words of the plan: a day, a third of a month, a quarter, a deadline. Or choose the days below."
        ),
    )
    starts_on = models.DateField(pgettext_lazy("milestone", "first day"), blank=True)
    ends_on = models.DateField(pgettext_lazy("milestone", "last day"), blank=True)
    owners = models.CharField(
        pgettext_lazy("milestone", "who answers for it"),
        max_length=300,
        blank=True,
        help_text=_(
            "Unions or departments in the words of the plan. Left empty it is the union whose plan it is."
        ),
    )
    person = models.CharField(pgettext_lazy("milestone", "post or person"), max_length=60, blank=True)
    place = models.CharField(pgettext_lazy("milestone", "place"), max_length=120, blank=True)
    expected = models.PositiveIntegerField(
        pgettext_lazy("milestone", "people expected"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
    )
    budget = MoneyField(
        pgettext_lazy("milestone", "budget (yuan)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    clause = models.TextField(pgettext_lazy("milestone", "wording"), blank=True, editable=False)
    start = models.PositiveIntegerField(
        pgettext_lazy("milestone", "begins in the text at"), null=True, editable=False
    )
    end = models.PositiveIntegerField(
        pgettext_lazy("milestone", "ends in the text at"), null=True, editable=False
    )
    first_starts_on = models.DateField(
        pgettext_lazy("milestone", "first day as first planned"), null=True, editable=False
    )
    first_ends_on = models.DateField(
        pgettext_lazy("milestone", "last day as first planned"), null=True, editable=False
    )
    put_offs = models.PositiveSmallIntegerField(
        pgettext_lazy("milestone", "times put off"), default=0, editable=False
    )
    due_on = models.DateField(pgettext_lazy("milestone", "promised by"), blank=True, editable=False)
    until_on = models.DateField(pgettext_lazy("milestone", "counts as due until"), blank=True, editable=False)
    why = models.CharField(pgettext_lazy("milestone", "reason"), max_length=500, blank=True, editable=False)
    state = models.CharField(pgettext_lazy("entry", "state"), max_length=20, default="", editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "calendar line")
        verbose_name_plural = pgettext_lazy("noun", "calendar lines")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="milestone_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "ends_on"], name="milestone_place_day")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Days from the words where none are given; a line without either runs the whole year of its plan."""
        self.title = " ".join(clean(self.title or "").text.split())
        if not self.title:
            raise ValidationError({"title": _("Say in a few words what is planned.")})
        self._find_days()
        self.due_on = self.first_ends_on or self.ends_on
        self.until_on = date(self.due_on.year + 1, 1, 1)

    def _find_days(self) -> None:
        days = (self.starts_on or self.ends_on, self.ends_on or self.starts_on)
        if days[0] is None:
            year: int = self.plan.year
            found = days_of(self.wording, year) if self.wording.strip() else whole_year(year)
            if found is None:
                said = _(
                    "No day is found in “%(words)s”. Name a day, a third of a month, a month, a quarter or a "
                    "deadline, or choose the days."
                )
                raise ValidationError({"wording": ValidationError(said, params={"words": self.wording})})
            days = found
        self.starts_on, self.ends_on = days

    @property
    def acts_on(self) -> date:
        """The day to remember: the first one, of something long the last."""
        return self.ends_on if is_deadline(self.starts_on, self.ends_on) else self.starts_on

    @property
    def third(self) -> int:
        """The third of the month it lies in, 0 for a longer time."""
        return third_of(self.starts_on, self.ends_on)

    @property
    def is_open(self) -> bool:
        """Whether it stands on the calendar."""
        return self.state in rules.OPEN

    @property
    def state_label(self) -> str:
        return str(MilestoneRegister.flow.states.get(self.state, self.state))


class MilestoneRegister(Register):
    model = Milestone
    fields = (
        "plan",
        "title",
        "kind",
        "wording",
        "starts_on",
        "ends_on",
        "owners",
        "person",
        "place",
        "expected",
        "budget",
    )
    ahead = ("starts_on", "ends_on")
    fixed = ("plan",)
    columns = ("ends_on", "title", "kind", "org", "owners", "plan", "state")
    filters = ("state", "kind", "org", "ends_on")
    search = ("title", "owners", "place")
    select = ("org", "plan", "item")
    order = ("ends_on", "starts_on", "id")
    form_class = MilestoneForm  # type: ignore[assignment]
    policy = Policy(view=in_line(*STAFF), add=planners, change=planners, remove=planners & rules.draft)
    flow: ClassVar[Flow] = Flow(
        "suggested",
        {
            "suggested": pgettext_lazy("state of a milestone", "to be confirmed"),
            "planned": pgettext_lazy("state of a milestone", "planned"),
            "put_off": pgettext_lazy("state of a milestone", "put off"),
            "cancelled": pgettext_lazy("state of a milestone", "cancelled"),
            "rejected": pgettext_lazy("state of a milestone", "not for the calendar"),
        },
        (
            Move(
                "accept",
                ("suggested", "rejected"),
                "planned",
                pgettext_lazy("step", "Put it on the calendar"),
                planners,
                through=steps.accept,
            ),
            Move(
                "reject",
                ("suggested",),
                "rejected",
                pgettext_lazy("step", "Not for the calendar"),
                planners,
                danger=True,
            ),
            Move(
                "put_off",
                ("planned", "put_off"),
                "put_off",
                pgettext_lazy("step", "Put it off for all"),
                planners,
                form=("starts_on", "ends_on"),
                reason=True,
                through=steps.put_off,
            ),
            Move(
                "cancel",
                ("planned", "put_off"),
                "cancelled",
                pgettext_lazy("step", "Cancel it for all"),
                planners,
                reason=True,
                danger=True,
                through=steps.cancel,
            ),
            Move(
                "restore",
                ("cancelled",),
                "planned",
                pgettext_lazy("step", "It takes place after all"),
                planners,
                reason=True,
                through=steps.restore,
            ),
        ),
    )
    refuses = (
        rules.refuse_ended_plan,
        rules.refuse_outside_year,
        rules.refuse_silent_change,
        rules.refuse_no_later_day,
    )
    icon = "calendar-event"
    page = "plans:milestone"
    menu_order = 22
    first_step = _(
        "The calendar of a plan is found when the plan is read; a line can also be written by hand: what, when, who."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """A line stands at the union whose plan it is in."""
        if values.get("plan") is not None:
            values["org"] = values["plan"].org
