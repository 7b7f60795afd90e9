"""What a handing out of goods must not be."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance.listed import Before, refuse_changed_list
from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: states in which goods go from hand to hand
BEGUN = ("open", "done")


def refuse_ahead(handout: Any, by: Actor, before: Before) -> None:
    if handout.state in BEGUN and handout.happened_on > today():
        raise Refused(
            "happened_on",
            _("It is planned for %(day)s: goods are handed out on that day, no earlier.")
            % {"day": handout.happened_on.isoformat()},
        )


def refuse_nobody(handout: Any, by: Actor, before: Before) -> None:
    """What nobody got was not handed out."""
    if handout.state == "done" and not handout.parcels.exists():
        raise Refused("title", _("Nobody is on the list yet: enter who got the goods by name list first."))


def refuse_few(handout: Any, by: Actor, before: Before) -> None:
    if before is None:
        return
    recorded = handout.parcels.count()
    if handout.portions < recorded:
        raise Refused(
            "portions",
            _("%(recorded)s people are on the list already; there cannot have been %(portions)s portions.")
            % {"recorded": recorded, "portions": handout.portions},
        )


def refuse_changed_handout(handout: Any, by: Actor, before: Before) -> None:
    """What people got and when stays once they are on the list; somebody on it means it took place."""
    names = ("goods", "happened_on", "worth")
    cancelled = ("state",) if handout.state == "cancelled" else ()
    refuse_changed_list(handout, before, (*names, *cancelled), "parcels")
