"""What an activity of the women's achievement programme must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_before_founding(programme: Any, by: Actor, before: Before) -> None:
    if programme.happened_on < programme.org.opened_on:
        raise Refused(
            "happened_on",
            _("%(org)s was founded on %(day)s; it held no activity before.")
            % {"org": programme.org, "day": programme.org.opened_on.isoformat()},
        )


def refuse_ahead(programme: Any, by: Actor, before: Before) -> None:
    """It is under way from its first day on and held on its last."""
    if programme.state == "open" and programme.happened_on > today():
        raise Refused("happened_on", _("It has not begun yet: leave it planned until its first day."))
    if programme.state == "held" and programme.ends_on > today():
        raise Refused("ends_on", _("Its last day is still to come: it was held when that day is over."))


def refuse_nobody(programme: Any, by: Actor, before: Before) -> None:
    """An activity without women on its list was not held."""
    if programme.state == "held" and not (programme.pk and programme.participations.exists()):
        raise Refused("ends_on", _("No woman is on the list of this activity: enter who took part first."))


def refuse_after_answers(programme: Any, by: Actor, before: Before) -> None:
    """What women have confirmed stays: kind and days of an activity somebody said yes to."""
    if before is None:
        return
    now = {"kind": programme.kind}
    now |= {"happened_on": programme.happened_on.isoformat(), "ends_on": programme.ends_on.isoformat()}
    changed = [name for name, value in now.items() if before[name] != value]
    if changed and programme.participations.filter(confirmed_at__isnull=False).exists():
        raise Refused(
            changed[0],
            _("Women have confirmed this activity as it stands; record another one for what was different."),
        )


def refuse_cancelled_with_people(programme: Any, by: Actor, before: Before) -> None:
    if programme.state == "cancelled" and programme.pk and programme.participations.exists():
        raise Refused(
            "title",
            _("Women are on its list: an activity somebody took part in was held. Remove them first."),
        )
