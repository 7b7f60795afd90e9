"""People called to a meeting, and how each of them signed in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.gates import meeting_list
from zhijia.activities.registers.course.register import officer
from zhijia.activities.registers.invitation import rules
from zhijia.activities.registers.meeting.register import Meeting
from zhijia.activities.registers.meeting.rules import HELD, PRESENT
from zhijia.directory.models import Person
from zhijia.evidence.services import confirm_move
from zhijia.registry.flow import Flow, Move, never
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds, is_person
from zhijia.registry.register import Register
from zhijia.tally.indicator import Indicator, confirmed
from zhijia.tree.actor import Actor


class PartInMeeting(models.TextChoices):
    ATTENDS = "attends", pgettext_lazy("part in a meeting", "attends")
    OBSERVES = "observes", pgettext_lazy("part in a meeting", "observes")
    SPEAKS = "speaks", pgettext_lazy("part in a meeting", "speaks")


class Way(models.TextChoices):
    INVITED = "invited", pgettext_lazy("way into a meeting", "invited")
    PAPER = "paper", pgettext_lazy("way into a meeting", "stands on the signed paper list")


class Invitation(Event):
    """One person called to one meeting; it stands where and when the meeting does.

    `signed` is the person's own word; `listed` was entered by an officer on the person's behalf.
    """

    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="invitations",
        verbose_name=pgettext_lazy("invitation", "meeting"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="invitations", verbose_name=pgettext_lazy("invitation", "person")
    )
    part = models.CharField(
        pgettext_lazy("invitation", "part"),
        max_length=8,
        choices=PartInMeeting.choices,
        default=PartInMeeting.ATTENDS,
    )
    way = models.CharField(
        pgettext_lazy("invitation", "how they came on the list"),
        max_length=8,
        choices=Way.choices,
        default=Way.INVITED,
        help_text=gettext_lazy(
            "Who stands on the signed paper list is entered on their behalf: it is marked and confirms nothing."
        ),
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "person called to a meeting")
        verbose_name_plural = pgettext_lazy("noun", "people called to meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="once_on_the_list_of_a_meeting",
                violation_error_message=gettext_lazy("This person is on the list of this meeting already."),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["path", "happened_on"], name="called_place_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.meeting}"

    @property
    def name(self) -> str:
        """What the person asked reads behind the kind of entry."""
        return f"{self.meeting} · {self.happened_on.isoformat()}"


CAME = Q(state__in=list(PRESENT), meeting__state__in=list(HELD))

INVITATION_FLOW = Flow(
    start="invited",
    states={
        "invited": pgettext_lazy("state of an invitation", "invited"),
        "expected": pgettext_lazy("state of an invitation", "not signed in"),
        "listed": pgettext_lazy("state of an invitation", "on the paper list, entered on their behalf"),
        "signed": pgettext_lazy("state of an invitation", "signed in by themselves"),
        "excused": pgettext_lazy("state of an invitation", "excused"),
    },
    moves=(
        Move(
            "expect",
            ("invited",),
            "expected",
            label=pgettext_lazy("step", "Expect them"),
            by=officer,
            due=never,
        ),
        Move(
            "on_paper",
            ("expected",),
            "listed",
            label=pgettext_lazy("step", "Signed on paper"),
            by=officer,
            due=never,
        ),
        Move(
            "sign",
            ("expected", "listed"),
            "signed",
            label=pgettext_lazy("step", "I was there"),
            by=is_person("person"),
            through=confirm_move,
            due=never,
        ),
        Move(
            "strike",
            ("listed",),
            "expected",
            label=pgettext_lazy("step", "Was not there"),
            by=officer,
            reason=True,
        ),
        Move(
            "excuse",
            ("invited", "expected"),
            "excused",
            label=pgettext_lazy("step", "Excused"),
            by=officer,
            reason=True,
            danger=True,
        ),
    ),
    closed=("signed", "excused"),
)


class InvitationRegister(Register):
    model = Invitation
    fields = ("meeting", "person", "part", "way")
    fixed = ("meeting", "person", "way")
    columns = ("person", "meeting", "org", "happened_on", "part", "state")
    filters = ("org", "state", "part", "happened_on")
    search = ("person__name", "meeting__title")
    select = ("org", "meeting", "person")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"meeting": "uid", "person": "uid"}
    confirmed_by = "person"
    confirmed_state = "signed"
    confirms: ClassVar = ("meeting", "person")
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | is_person("person"),
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = INVITATION_FLOW
    refuses = (rules.refuse_over, rules.refuse_early)
    indicators = (
        Indicator(
            "meetings_held",
            pgettext_lazy("indicator", "meetings held"),
            unit="time",
            on="meeting__happened_on",
            when=CAME,
            distinct="meeting",
            gates=(meeting_list, confirmed),
            names=("召开会议次数", "召开会议", "召开推进会", "召开座谈会", "召开联席会议", "召开现场会"),
            rule=gettext_lazy(
                "Different meetings held in the period at which somebody signed in by their own word, with the "
                "signed list or a photo. A meeting nobody signed in at counts nowhere."
            ),
        ),
        Indicator(
            "meeting_attendances",
            pgettext_lazy("indicator", "attendances at meetings"),
            unit="time",
            on="meeting__happened_on",
            when=CAME,
            gates=(meeting_list, confirmed),
            names=("参加会议人次", "参会人次"),
            rule=gettext_lazy(
                "People who signed in at meetings held in the period, each once for every meeting; who was only "
                "entered from the paper list counts when they say themselves that they were there."
            ),
        ),
    )
    icon = "user-check"
    menu_order = 201
    first_step = gettext_lazy(
        "Invite people: choose the meeting once and paste the names; on its day each signs in for themselves."
    )

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        """People stand where and when their meeting does, and as far as it has come."""
        meeting = values.get("meeting")
        if meeting is None:
            return
        values |= {"org": meeting.org, "happened_on": meeting.happened_on}
        if values.get("way") == Way.PAPER:
            values["state"] = "listed"
        elif meeting.state != "planned":
            values["state"] = "expected"
