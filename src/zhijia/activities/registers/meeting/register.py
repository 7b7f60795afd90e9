"""Meetings: called, held, minuted, closed; who came is counted from those who signed in."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.registers.course.register import officer
from zhijia.activities.registers.meeting import rules
from zhijia.activities.registers.meeting.form import MeetingForm
from zhijia.activities.registers.meeting.sight import of_guests, of_invited
from zhijia.kernel.text import clean
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register


class MeetingKind(models.TextChoices):
    PROMOTION = "promotion", pgettext_lazy("kind of meeting", "promotion meeting")
    ON_SITE = "on_site", pgettext_lazy("kind of meeting", "on-site meeting")
    FORUM = "forum", pgettext_lazy("kind of meeting", "forum")
    JOINT = "joint", pgettext_lazy("kind of meeting", "joint conference")
    COMMITTEE = "committee", pgettext_lazy("kind of meeting", "committee meeting")
    LESSON = "lesson", pgettext_lazy("kind of meeting", "lesson or study meeting")
    MOBILISATION = "mobilisation", pgettext_lazy("kind of meeting", "mobilisation meeting")
    OTHER = "other", pgettext_lazy("kind of meeting", "other meeting")


class Meeting(Event):
    """One meeting a union calls for one day; `happened_on` is that day."""

    title = models.CharField(pgettext_lazy("meeting", "title"), max_length=80)
    kind = models.CharField(pgettext_lazy("meeting", "kind"), max_length=12, choices=MeetingKind.choices)
    happened_on = models.DateField(pgettext_lazy("meeting", "held on"))
    begins = models.CharField(
        pgettext_lazy("meeting", "begins at"),
        max_length=8,
        help_text=gettext_lazy("Hours and minutes, such as 09:30."),
    )
    place = models.CharField(pgettext_lazy("meeting", "place"), max_length=120)
    agenda = models.TextField(
        pgettext_lazy("meeting", "agenda"),
        max_length=2000,
        blank=True,
        help_text=gettext_lazy("One point a line; it stands in the notice and in the minutes."),
    )
    expected = models.PositiveIntegerField(
        pgettext_lazy("meeting", "people expected"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=gettext_lazy("Only what the room has to hold; who came is counted from the sign-ins."),
    )
    led_by = models.CharField(pgettext_lazy("meeting", "in the chair"), max_length=60, blank=True)
    minuted_by = models.CharField(pgettext_lazy("meeting", "minutes taken by"), max_length=60, blank=True)
    minutes = models.TextField(
        pgettext_lazy("meeting", "minutes"),
        max_length=20_000,
        blank=True,
        help_text=gettext_lazy(
            "What was said, point by point. Who came and what was decided stand there by themselves."
        ),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "meeting")
        verbose_name_plural = pgettext_lazy("noun", "meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["org", "title", "happened_on"],
                name="one_meeting_of_a_title_a_day",
                violation_error_message=gettext_lazy(
                    "This union has a meeting of this title on the same day already."
                ),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="meeting_place_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def state_label(self) -> str:
        """How it stands, in the reader's language."""
        return str(MEETING_FLOW.states[self.state])

    def clean(self) -> None:
        """The hour in one form, however it was typed."""
        super().clean()
        self.begins = rules.hour(clean(self.begins or "").text)


MEETING_FLOW = Flow(
    start="planned",
    states={
        "planned": pgettext_lazy("state of a meeting", "planned"),
        "open": pgettext_lazy("state of a meeting", "people sign in"),
        "held": pgettext_lazy("state of a meeting", "held"),
        "minuted": pgettext_lazy("state of a meeting", "minuted"),
        "closed": pgettext_lazy("state of a meeting", "closed"),
        "cancelled": pgettext_lazy("state of a meeting", "cancelled"),
    },
    moves=(
        Move("begin", ("planned",), "open", label=pgettext_lazy("step", "Open the sign-in"), by=officer),
        Move("hold", ("open",), "held", label=pgettext_lazy("step", "Sign-in is over"), by=officer),
        Move(
            "reopen",
            ("held",),
            "open",
            label=pgettext_lazy("step", "Sign-in goes on"),
            by=officer,
            reason=True,
        ),
        Move(
            "minute",
            ("held",),
            "minuted",
            label=pgettext_lazy("step", "Write the minutes"),
            by=officer,
            form=("led_by", "minuted_by", "minutes"),
        ),
        Move(
            "close",
            ("minuted",),
            "closed",
            label=pgettext_lazy("step", "Approve the minutes"),
            by=holds("chair", "leader"),
            apart_from="minute",
        ),
        Move(
            "cancel",
            ("planned", "open"),
            "cancelled",
            label=pgettext_lazy("step", "Cancel the meeting"),
            by=officer,
            reason=True,
            danger=True,
        ),
    ),
    closed=("closed", "cancelled"),
)


class MeetingRegister(Register):
    model = Meeting
    fields = (
        "org",
        "title",
        "kind",
        "happened_on",
        "begins",
        "place",
        "agenda",
        "expected",
        "led_by",
        "minuted_by",
        "minutes",
    )
    fixed = ("org",)
    ahead = ("happened_on",)
    columns = ("title", "org", "kind", "happened_on", "begins", "state")
    filters = ("org", "state", "kind", "happened_on")
    search = ("title", "place", "agenda", "led_by")
    select = ("org",)
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"org": "code"}
    form_class = MeetingForm
    evidence = gettext_lazy("The signed list and a photo of the meeting.")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | of_guests | of_invited,
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = MEETING_FLOW
    refuses = (
        rules.refuse_before_founding,
        rules.refuse_ahead,
        rules.refuse_nobody,
        rules.refuse_early_minutes,
        rules.refuse_closed,
        rules.refuse_after_answers,
        rules.refuse_cancelled_with_people,
    )
    icon = "users-group"
    menu_order = 200
    first_step = gettext_lazy(
        "Plan a meeting, invite people by name list, open the sign-in on its day: everybody signs in on the own "
        "telephone, or on paper; then write the minutes."
    )
