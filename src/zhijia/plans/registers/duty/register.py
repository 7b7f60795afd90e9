"""What one responsible union has to do for a line of the calendar, and whether it did."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.directory.models import Person
from zhijia.plans.registers.duty import rules, steps
from zhijia.plans.registers.duty.form import DutyForm
from zhijia.plans.registers.milestone.register import Milestone, MilestoneKind
from zhijia.plans.registers.plan.register import STAFF, planners
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Gate, Indicator, Ratio, confirmed, evidenced
from zhijia.tally.sources import declare_ratio
from zhijia.tree.kinds import Role

doers = holds(Role.OFFICER, Role.CHAIR)
#: an activity is held for workers: one of them says so; a document or minutes speak for themselves
attested = Gate(
    confirmed.key,
    confirmed.bit,
    confirmed.met | ~Q(milestone__kind=MilestoneKind.ACTIVITY.value),
    confirmed.missing,
    _("Name a worker who took part and ask for a confirmation, by message, code or printed slip."),
)
ACTIVITY = Q(milestone__kind=MilestoneKind.ACTIVITY.value)
PROMISED = Q(milestone__state__in=["planned", "put_off"])
ON_TIME = Q(state="held", happened_on__lte=F("milestone__due_on"))
DUE = (("milestone__due_on", "milestone__until_on"),)


class Duty(Event):
    """One union's part of a line: planned, held on a day, put off to another, or cancelled, with the reason."""

    milestone = models.ForeignKey(
        Milestone,
        models.PROTECT,
        related_name="duties",
        verbose_name=pgettext_lazy("duty", "line of the calendar"),
    )
    happened_on = models.DateField(  # type: ignore[assignment]
        pgettext_lazy("duty", "held or done on"), null=True, blank=True
    )
    note = models.TextField(
        pgettext_lazy("duty", "minutes"),
        max_length=2000,
        blank=True,
        help_text=_(
            "What was done and decided, in a few sentences; the number and title of a document issued."
        ),
    )
    witness = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("duty", "worker who took part"),
        help_text=_("An activity counts once a worker of this union who took part confirms it."),
    )
    put_off_to = models.DateField(pgettext_lazy("duty", "put off to"), null=True, blank=True)
    why = models.CharField(pgettext_lazy("duty", "reason"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("noun", "calendar duty")
        verbose_name_plural = pgettext_lazy("noun", "calendar duties")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["milestone", "org"],
                name="one_duty_of_a_union",
                violation_error_message=_("This union answers for this line already."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["path", "state"], name="duty_place_state"),
            models.Index(fields=["happened_on"], name="duty_held"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone.title} · {self.org.name}"

    @property
    def name(self) -> str:
        """What is planned, for whoever is asked to confirm it."""
        return self.milestone.title

    @property
    def starts_on(self) -> date:
        """The day from which it may be held."""
        return self.milestone.starts_on

    @property
    def ends_on(self) -> date:
        """The last day it may be held in time, as things stand now."""
        return max(self.put_off_to, self.milestone.ends_on) if self.put_off_to else self.milestone.ends_on

    @property
    def acts_on(self) -> date:
        """The day to remember: the one it was put off to, else that of the line."""
        return self.milestone.acts_on if self.ends_on == self.milestone.ends_on else self.ends_on

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.state in ("planned", "put_off") and self.milestone.is_open

    @property
    def state_label(self) -> str:
        return str(DutyRegister.flow.states.get(self.state, self.state))


class DutyRegister(Register):
    model = Duty
    fields = ("milestone", "org", "happened_on", "note", "witness", "put_off_to")
    ahead = ("put_off_to",)
    fixed = ("milestone", "org")
    columns = ("milestone", "org", "happened_on", "put_off_to", "state")
    filters = ("state", "org", "happened_on")
    search = ("milestone__title", "note")
    select = ("org", "milestone__plan", "milestone__org", "witness")
    order = ("milestone__ends_on", "id")
    natural_keys: ClassVar = {"org": "code", "milestone": "uid", "witness": "uid"}
    form_class = DutyForm  # type: ignore[assignment]
    confirmed_by = "witness"
    confirms: ClassVar = ("org", "milestone", "witness", "happened_on")
    evidence = _("A photograph of the activity, the minutes of the meeting, or the document as issued.")
    policy = Policy(
        view=holds(*STAFF) | is_person("witness"),
        add=planners,
        change=doers,
        remove=holds(Role.OFFICER, Role.LEADER, prefix="milestone__") & rules.untouched,
    )
    flow: ClassVar[Flow] = Flow(
        "planned",
        {
            "planned": pgettext_lazy("state of a duty", "planned"),
            "put_off": pgettext_lazy("state of a duty", "put off"),
            "held": pgettext_lazy("state of a duty", "held"),
            "cancelled": pgettext_lazy("state of a duty", "cancelled"),
        },
        (
            Move(
                "hold",
                ("planned", "put_off"),
                "held",
                pgettext_lazy("step", "It was held or done"),
                doers & rules.begun,
                form=("happened_on",),
                through=steps.hold,
            ),
            Move(
                "put_off",
                ("planned", "put_off"),
                "put_off",
                pgettext_lazy("step", "Put it off here"),
                doers & rules.standing,
                form=("put_off_to",),
                reason=True,
                through=steps.put_off,
            ),
            Move(
                "cancel",
                ("planned", "put_off"),
                "cancelled",
                pgettext_lazy("step", "It does not take place here"),
                doers & rules.standing,
                reason=True,
                danger=True,
                through=steps.cancel,
            ),
            Move(
                "reopen",
                ("held", "cancelled"),
                "planned",
                pgettext_lazy("step", "Back to planned"),
                doers & rules.standing,
                reason=True,
                through=steps.reopen,
            ),
        ),
    )
    refuses = (
        rules.refuse_stranger,
        rules.refuse_outside_tree,
        rules.refuse_not_on_calendar,
        rules.refuse_held_early,
        rules.refuse_half_told,
        rules.refuse_no_later_day,
        rules.refuse_witness,
    )
    suspects: ClassVar = {
        rules.refuse_stranger: rules.first_of_each_line,
        rules.refuse_witness: rules.with_witness,
    }
    indicators = (
        Indicator(
            "calendar_held",
            pgettext_lazy("indicator", "planned activities held"),
            unit="entry",
            on="happened_on",
            when=Q(state="held") & ACTIVITY,
            gates=(evidenced, confirmed),
            names=("按计划开展活动", "开展文体活动", "文体活动场次"),
            rule=_(
                "Activities of the calendar held in the period, each union's own, with a photograph or list not used "
                "before and the word of a worker who took part."
            ),
        ),
        Indicator(
            "calendar_on_time_count",
            pgettext_lazy("indicator", "calendar duties done on time"),
            unit="entry",
            spans=DUE,
            when=ON_TIME & PROMISED,
            gates=(evidenced, attested),
            names=("按期完成工作日程",),
            rule=_(
                "Duties due in the year by the day asked for and done by the day first promised, with evidence; "
                "an activity also with the word of a worker. Putting off does not make it on time."
            ),
        ),
        Indicator(
            "calendar_due",
            pgettext_lazy("indicator", "calendar duties due"),
            unit="entry",
            spans=DUE,
            when=PROMISED,
            names=("到期工作日程",),
            rule=_(
                "What responsible unions had promised to do in the year by the day asked for; only what the issuing "
                "union cancelled for all is left out."
            ),
        ),
    )
    icon = "checks"
    #: in no menu: the calendar leads to it
    menu_order = -1
    first_step = _(
        "A line put on the calendar gives every responsible union its own duty; each says when it was held "
        "and proves it."
    )


CALENDAR_ON_TIME = Ratio(
    "calendar_on_time",
    pgettext_lazy("indicator", "calendar duties done on time, share"),
    "calendar_on_time_count",
    "calendar_due",
    names=("工作日程按期完成率", "活动按期开展率"),
    rule=_("Calendar duties done by the day first promised, of all that were due in the year so far."),
)
declare_ratio(CALENDAR_ON_TIME)
