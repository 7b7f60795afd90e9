"""What a day of check-ups must not be."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance.listed import Before, refuse_changed_list
from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: longer than this it is several check-ups
MOST_DAYS = 31


def refuse_days(checkup: Any, by: Actor, before: Before) -> None:
    if not 0 <= (checkup.ends_on - checkup.happened_on).days < MOST_DAYS:
        raise Refused(
            "ends_on",
            _(
                "From %(first)s to %(end)s: a check-up ends no earlier than it begins and lasts at most %(days)s days."
            )
            % {
                "first": checkup.happened_on.isoformat(),
                "end": checkup.ends_on.isoformat(),
                "days": MOST_DAYS,
            },
        )


def refuse_ahead(checkup: Any, by: Actor, before: Before) -> None:
    """Nobody has been examined before the last day."""
    if checkup.state == "held" and checkup.ends_on > today():
        raise Refused("ends_on", _("Its last day is still to come: it was held from that day on."))


def refuse_number(checkup: Any, by: Actor, before: Before) -> None:
    """How many were examined is known once it was held, by the hospital's list."""
    if (checkup.state == "held") != bool(checkup.examined):
        raise Refused(
            "examined",
            _("Give the number of women on the hospital's list.")
            if checkup.state == "held"
            else _("Leave this empty: it is filled in once the check-up was held."),
        )
    if checkup._state.adding or not checkup.examined:
        return
    recorded = checkup.women.count()
    if checkup.examined < recorded:
        raise Refused(
            "examined",
            _("%(recorded)s women are recorded from this list already; it cannot have %(examined)s.")
            % {"recorded": recorded, "examined": checkup.examined},
        )


def refuse_changed_checkup(checkup: Any, by: Actor, before: Before) -> None:
    """Where and when women were examined stays, and a check-up they came to was held."""
    refuse_changed_list(checkup, before, ("happened_on", "ends_on", "hospital", "state"), "women")
