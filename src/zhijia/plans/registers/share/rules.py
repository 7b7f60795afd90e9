"""What a union's share of a target must not be, and who may say what about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.day import today
from zhijia.plans.registers.handing import measure
from zhijia.plans.registers.handing.register import HandingRegister
from zhijia.plans.registers.handing.rules import refuse_past
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule, above, holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role

#: the union that handed it down, not one further above
givers = above(Role.OFFICER, Role.LEADER) & holds(Role.OFFICER, Role.LEADER, here=True, prefix="handing__")
#: the union that received it, and nobody in its place
takers = holds(Role.OFFICER, Role.CHAIR, Role.LEADER, here=True)


def overdue() -> Q:
    """Shares whose union has not answered in time."""
    return Q(state="offered", reply_due_on__lt=today())


late = Rule(
    gettext_lazy("a share whose day to answer has passed"),
    lambda actor: None if actor.is_anonymous else overdue(),
)
unanswered = Rule(
    gettext_lazy("a share its union has not answered"),
    lambda actor: None if actor.is_anonymous else Q(state="offered", handed_on__isnull=True),
)


def refuse_stranger(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Shares are given by whoever may hand the target down."""
    if before is not None or by.system:
        return
    if not HandingRegister.policy.change.test(by, share.handing):
        raise Refused("handing", _("Shares of this are given by %(org)s alone.") % {"org": share.handing.org})


def refuse_not_led(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A share goes to a union that is led directly and is open."""
    if before is not None:
        return
    if share.org.parent_id != share.handing.org_id or share.org.closed_on is not None:
        raise Refused(
            "org",
            _("%(org)s is not led directly by %(giver)s.") % {"org": share.org, "giver": share.handing.org},
        )


def refuse_unfit_value(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What is asked, and what is offered instead, are numbers the target can be counted in."""
    measure.refuse_unfit(share.target, share.value, "value", zero=before is not None)
    measure.refuse_unfit(share.target, share.counter, "counter", zero=True)


def refuse_below_minimum(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Nobody is asked for less than the least of each, unless nothing is asked any more."""
    least = share.handing.minimum
    if before is not None and before["value"] == measure.plain(share.value):
        return
    if least is not None and share.value < least and not (before is not None and share.value == 0):
        raise Refused(
            "value",
            _("Each union has at least %(least)s here: lower that first, or give more.")
            % {"least": measure.said(share.target, least)},
        )


def refuse_silent_change(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A number others go by changes only by settling it or by an amendment, each with a reason."""
    if before is None or before["value"] == measure.plain(share.value):
        return
    if share.edition == before["edition"]:
        raise Refused(
            "value", _("This was handed down: settle it or amend it, with a reason, instead of changing it.")
        )


def refuse_others_day(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The day to answer by is given by the union above, and lies ahead."""
    refuse_past(share.reply_due_on, before, share.target.ends_on)
    if before is None or by.system or before["reply_due_on"] == share.reply_due_on.isoformat():
        return
    if not HandingRegister.policy.change.test(by, share.handing):
        raise Refused(
            "reply_due_on",
            _("The day to answer by is given by %(org)s; ask them for a later one.")
            % {"org": share.handing.org},
        )


def refuse_same_counter(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Who argues names another number."""
    if share.state == "argued" and share.counter == share.value:
        raise Refused("counter", _("This is the number handed down: name another one, or accept it."))


def refuse_said_silently(share: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What a union could do and what was decided are said with a step, never beside one."""
    if before is not None and (share.state != before["state"] or share.edition != before["edition"]):
        return
    known = {"counter": "", "decision": ""} if before is None else before
    now = {"counter": measure.plain(share.counter), "decision": share.decision}
    for name, value in now.items():
        if value != (known[name] or ""):
            raise Refused(
                name, _("Leave this as it is: it is said when the share is argued, settled or amended.")
            )
