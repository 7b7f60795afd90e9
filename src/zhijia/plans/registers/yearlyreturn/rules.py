"""Who may do what with a yearly return, and what it must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.registry.policy import above, holds
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role

#: still the union's own work, and signed by its chair
OPEN, SIGNED = ("open", "filled", "returned"), ("signed", "accepted")

#: as in every register officers of a union above may help; nobody above signs
fillers = holds(Role.OFFICER)
signers = holds(Role.CHAIR, Role.LEADER, here=True)
#: the union that leads the one whose return it is, not one further above
takers = above(Role.OFFICER, Role.LEADER) & holds(
    Role.OFFICER, Role.LEADER, here=True, prefix="org__parent__"
)


def overdue() -> Q:
    """Returns that should have been signed by now."""
    return Q(state__in=OPEN, called__due_on__lt=today())


def refuse_not_asked(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A return is given by a union that was asked, while it stands."""
    if before is not None:
        return
    if not one.org.path.startswith(one.called.path):
        raise Refused("org", _("%(org)s was not asked for this return.") % {"org": one.org})
    if one.org.closed_on is not None or one.org.opened_on > one.called.ends_on:
        raise Refused("org", _("%(org)s did not stand at the end of this year.") % {"org": one.org})


def refuse_words_after_signing(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What was signed stays as it was signed."""
    if before is None or before["state"] not in SIGNED or one.state not in SIGNED:
        return
    for name in ("remarks", "explanations", "figures", "checksum"):
        if before[name] != getattr(one, name):
            raise Refused(
                name if name == "remarks" else "",
                _("This return is signed: the union above sends it back before it changes."),
            )
