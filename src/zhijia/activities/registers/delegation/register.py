"""Unions called to a meeting, and whether they come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhijia.activities.registers.course.register import officer
from zhijia.activities.registers.meeting.register import Meeting
from zhijia.activities.registers.meeting.sight import guests
from zhijia.registry.errors import Refused
from zhijia.registry.flow import Flow, Move
from zhijia.registry.models import Event
from zhijia.registry.policy import Policy, holds
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

answering = holds("officer", prefix="guest__")


class Delegation(Event):
    """One union called to one meeting; it stands where and when the meeting does."""

    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="delegations",
        verbose_name=pgettext_lazy("delegation", "meeting"),
    )
    guest = models.ForeignKey(
        Org, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("delegation", "union invited")
    )
    seats = models.PositiveIntegerField(
        pgettext_lazy("delegation", "people asked for"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
    )

    class Meta:
        verbose_name = pgettext_lazy("noun", "union called to a meeting")
        verbose_name_plural = pgettext_lazy("noun", "unions called to meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "guest"],
                name="union_once_at_a_meeting",
                violation_error_message=gettext_lazy("This union is called to this meeting already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.guest} · {self.meeting}"


def refuse_begun(delegation: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Unions are called to what lies ahead."""
    if before is None and delegation.meeting.state != "planned":
        raise Refused("meeting", _("Unions are called while a meeting is planned; this one is not any more."))


def refuse_itself(delegation: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if delegation.guest_id == delegation.meeting.org_id:
        raise Refused("guest", _("The union that calls the meeting need not be invited."))


class DelegationRegister(Register):
    model = Delegation
    fields = ("meeting", "guest", "seats")
    fixed = ("meeting", "guest")
    columns = ("guest", "meeting", "org", "happened_on", "seats", "state")
    filters = ("org", "state", "happened_on")
    search = ("guest__name", "meeting__title")
    select = ("org", "meeting", "guest")
    order = ("-happened_on", "-id")
    natural_keys: ClassVar = {"meeting": "uid", "guest": "code"}
    policy = Policy(
        view=holds("officer", "chair", "caseworker", "leader") | guests,
        add=officer,
        change=officer,
        remove=officer,
        export=officer,
    )
    flow = Flow(
        start="called",
        states={
            "called": pgettext_lazy("state of a delegation", "no answer yet"),
            "coming": pgettext_lazy("state of a delegation", "comes"),
            "not_coming": pgettext_lazy("state of a delegation", "does not come"),
        },
        moves=(
            Move("accept", ("called",), "coming", label=pgettext_lazy("step", "We come"), by=answering),
            Move(
                "decline",
                ("called", "coming"),
                "not_coming",
                label=pgettext_lazy("step", "We cannot come"),
                by=answering,
                reason=True,
                danger=True,
            ),
        ),
        closed=("not_coming",),
    )
    refuses = (refuse_begun, refuse_itself)
    icon = "building-community"
    menu_order = 202
    first_step = gettext_lazy("Call unions to a meeting; each answers on its own desk whether it comes.")

    @staticmethod
    def prepare(values: dict[str, Any], by: Actor) -> None:  # type: ignore[override]
        meeting = values.get("meeting")
        if meeting is not None:
            values |= {"org": meeting.org, "happened_on": meeting.happened_on}
