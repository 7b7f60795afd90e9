"""Activities of the women's achievement programme: women workers raise their skills and show them."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.registers.course.register import officer
from zhijia.activities.registers.programme import rules
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class ProgrammeKind(models.TextChoices):
    COMPETITION = "competition", pgettext_lazy("kind of activity for women", "labour and skills competition")
    MODEL_POST = "model_post", pgettext_lazy("kind of activity for women", "working for a model post")
    SUGGESTIONS = (
        "suggestions",
        pgettext_lazy("kind of activity for women", "suggestions and small inventions"),
    )
    TEACHING = "teaching", pgettext_lazy("kind of activity for women", "masters teach apprentices")
    SHOW = "show", pgettext_lazy("kind of activity for women", "display of skills and results")
    OTHER = "other", pgettext_lazy("kind of activity for women", "other practice")


class Programme(Event):
    """One activity of one union from a first to a last day; `happened_on` is the first."""

    title = models.CharField(pgettext_lazy("activity", "title"), max_length=80)
    kind = models.CharField(pgettext_lazy("activity", "kind"), max_length=12, choices=ProgrammeKind.choices)
    happened_on = models.DateField(pgettext_lazy("activity", "first day"))
    ends_on = models.DateField(
        pgettext_lazy("activity", "last day"),
        help_text=gettext_lazy("The women who took part count in the period of this day."),
    )
    place = models.CharField(pgettext_lazy("activity", "place"), max_length=120)
    leader_name = models.CharField(pgettext_lazy("activity", "in charge"), max_length=60, blank=True)
    note = models.TextField(
        pgettext_lazy("activity", "what was done"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("What it was about and what came of it, in two sentences."),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "activity for women workers")
        verbose_name_plural = pgettext_lazy("noun", "activities for women workers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "title", "happened_on"],
                name="one_activity_of_a_title",
                violation_error_message=gettext_lazy(
                    "This union has an activity of this title beginning on the same day already."
                ),
            ),
            models.CheckConstraint(
                name="activity_ends_after_start",
                condition=Q(ends_on__gte=F("happened_on")),
                violation_error_message=gettext_lazy("An activity ends no earlier than it begins."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["path", "ends_on"], name="programme_place_day")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """The days in their order: said with both, before the constraint says it without."""
        super().clean()
        if self.happened_on and self.ends_on and self.ends_on < self.happened_on:
            said = {"end": self.ends_on.isoformat(), "first": self.happened_on.isoformat()}
            raise ValidationError({"ends_on": _("It ends on %(end)s, before it begins on %(first)s.") % said})

    @property
    def days(self) -> str:
        """First and last day as one reads them."""
        first, last = self.happened_on.isoformat(), self.ends_on.isoformat()
        return first if first == last else f"{first} – {last}"


class ProgrammeRegister(Register):
    model = Programme
    fields = ("org", "title", "kind", "happened_on", "ends_on", "place", "leader_name", "note")
    fixed = ("org",)
    ahead = ("happened_on", "ends_on")
    columns = ("title", "org", "kind", "happened_on", "ends_on", "state")
    filters = ("org", "state", "kind", "happened_on", "ends_on")
    search = ("title", "place", "leader_name")
    select = ("org",)
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code"}
    evidence = gettext_lazy("The sign-in sheet of the activity and a photo.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = Flow(
        start="planned",
        states={
            "planned": pgettext_lazy("state of an activity", "planned"),
            "open": pgettext_lazy("state of an activity", "under way"),
            "held": pgettext_lazy("state of an activity", "held"),
            "cancelled": pgettext_lazy("state of an activity", "cancelled"),
        },
        moves=(
            Move("open", ("planned",), "open", label=pgettext_lazy("step", "It is under way"), by=officer),
            Move("hold", ("open",), "held", label=pgettext_lazy("step", "It was held"), by=officer),
            Move(
                "reopen",
                ("held",),
                "open",
                label=pgettext_lazy("step", "It is not over"),
                by=officer,
                reason=True,
            ),
            Move(
                "cancel",
                ("planned", "open"),
                "cancelled",
                label=pgettext_lazy("step", "Cancel the activity"),
                by=officer,
                reason=True,
                danger=True,
            ),
        ),
        closed=("cancelled",),
    )
    refuses = (
        rules.refuse_before_founding,
        rules.refuse_ahead,
        rules.refuse_nobody,
        rules.refuse_after_answers,
        rules.refuse_cancelled_with_people,
    )
    icon = "trending-up"
    menu_order = 220
    first_step = gettext_lazy(
        "Plan an activity of the women's achievement programme, or record one that was held; then enter the "
        "women who took part by name list."
    )
