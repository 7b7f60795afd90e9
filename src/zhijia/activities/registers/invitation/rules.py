"""Who cannot stand on the list of a meeting, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.activities.registers.meeting.rules import BEGUN
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
OVER = ("minuted", "closed", "cancelled")


def refuse_over(invitation: Any, by: Actor, before: Before) -> None:
    """The list of a minuted or cancelled meeting is closed: the minutes have counted it."""
    meeting = invitation.meeting
    if meeting.state in OVER:
        state = type(meeting).register.flow.states[meeting.state]
        raise Refused(
            "meeting",
            _("%(meeting)s is %(state)s: its list is closed.") % {"meeting": meeting, "state": state},
        )


def refuse_early(invitation: Any, by: Actor, before: Before) -> None:
    """Nobody signs in before the sign-in opens."""
    meeting = invitation.meeting
    if invitation.state in ("expected", "listed") and meeting.state not in BEGUN:
        raise Refused(
            "meeting",
            _("The sign-in of %(meeting)s is not open yet: open it on its page on %(day)s.")
            % {"meeting": meeting, "day": meeting.happened_on.isoformat()},
        )
