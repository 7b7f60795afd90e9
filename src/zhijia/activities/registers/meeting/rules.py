"""What a meeting must not be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
#: states in which people were there
HELD = ("held", "minuted", "closed")
BEGUN = ("open", *HELD)
#: states of an invitation in which somebody was there
PRESENT = ("signed", "listed")
HOUR = re.compile(r"([01]?\d|2[0-3])\s*[:.：点时]\s*([0-5]?\d)?\s*分?")


def hour(typed: str) -> str:
    """Hours and minutes as 09:30; raises ValidationError on `begins`."""
    found = HOUR.fullmatch(typed.strip())
    if found is None:
        raise ValidationError({"begins": _("Type hours and minutes, such as 09:30.")})
    return f"{int(found[1]):02d}:{int(found[2] or 0):02d}"


def refuse_before_founding(meeting: Any, by: Actor, before: Before) -> None:
    if meeting.happened_on < meeting.org.opened_on:
        raise Refused(
            "happened_on",
            _("%(org)s was founded on %(day)s; it held no meeting before.")
            % {"org": meeting.org, "day": meeting.org.opened_on.isoformat()},
        )


def refuse_ahead(meeting: Any, by: Actor, before: Before) -> None:
    """People sign in on its day, no earlier."""
    if meeting.state in BEGUN and meeting.happened_on > today():
        raise Refused(
            "happened_on",
            _("It is called for %(day)s: the sign-in opens on that day.")
            % {"day": meeting.happened_on.isoformat()},
        )


def refuse_nobody(meeting: Any, by: Actor, before: Before) -> None:
    """A meeting nobody signed in at was not held."""
    if meeting.state in HELD and not (meeting.pk and present(meeting).exists()):
        raise Refused(
            "title",
            _(
                "Nobody has signed in: let people sign in, or enter the signed paper list. A meeting nobody "
                "came to is cancelled, with the reason."
            ),
        )


def present(meeting: Any) -> Any:
    """The invitations of those who were there."""
    return meeting.invitations.filter(state__in=PRESENT)


def refuse_early_minutes(meeting: Any, by: Actor, before: Before) -> None:
    if meeting.minutes and meeting.state not in ("minuted", "closed"):
        raise Refused("minutes", _("Minutes are written when the meeting is over, by the step of that name."))
    if meeting.state in ("minuted", "closed") and not meeting.minutes.strip():
        raise Refused("minutes", _("A minuted meeting has minutes: write what was said."))


def refuse_closed(meeting: Any, by: Actor, before: Before) -> None:
    """Approved minutes stay as they are."""
    if before is None or before["state"] not in ("closed", "cancelled"):
        return
    names = ("title", "kind", "begins", "place", "agenda", "led_by", "minuted_by", "minutes")
    changed = next((name for name in names if before[name] != getattr(meeting, name)), "")
    if changed:
        raise Refused(changed, _("This meeting is closed: what was approved or cancelled stays as it is."))


def refuse_after_answers(meeting: Any, by: Actor, before: Before) -> None:
    """What people have confirmed stays: kind and day of a meeting somebody signed in at."""
    if before is None or meeting.pk is None:
        return
    now = {"kind": meeting.kind, "happened_on": meeting.happened_on.isoformat()}
    changed = [name for name, value in now.items() if before[name] != value]
    if changed and present(meeting).exists():
        raise Refused(
            changed[0],
            _(
                "People have signed in at this meeting as it stands; record another one for what was different."
            ),
        )


def refuse_cancelled_with_people(meeting: Any, by: Actor, before: Before) -> None:
    if meeting.state == "cancelled" and meeting.pk and present(meeting).exists():
        raise Refused("title", _("People have signed in: a meeting somebody came to was held."))
