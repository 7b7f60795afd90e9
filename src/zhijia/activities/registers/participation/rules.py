"""Who cannot take part in an activity for women workers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None
HELD = ("open", "held")


def refuse_not_held(participation: Any, by: Actor, before: Before) -> None:
    """Nobody has taken part in what has not begun or was cancelled."""
    programme = participation.programme
    if programme.state not in HELD:
        state = type(programme).register.flow.states[programme.state]
        raise Refused(
            "programme",
            _("%(activity)s is %(state)s: nobody has taken part in it.")
            % {"activity": programme, "state": state},
        )
    if programme.happened_on > today():
        raise Refused(
            "programme",
            _("%(activity)s begins on %(day)s; nobody has taken part in it before.")
            % {"activity": programme, "day": programme.happened_on.isoformat()},
        )


def refuse_man(participation: Any, by: Actor, before: Before) -> None:
    """The programme is for women; whose sex is not on file cannot be counted among them."""
    person = participation.woman
    if person.sex == "male":
        raise Refused(
            "woman", _("%(name)s is on file as a man; this programme is for women.") % {"name": person}
        )
    if person.sex != "female":
        raise Refused(
            "woman",
            _("The sex of %(name)s is not on file: add it on the person's page first.") % {"name": person},
        )


def refuse_prize(participation: Any, by: Actor, before: Before) -> None:
    if participation.prize and participation.role != "prize":
        raise Refused("role", _("A prize is for a prize winner: choose this part, or leave the prize empty."))
    if participation.role == "prize" and not participation.prize:
        raise Refused("prize", _("Say which prize she won."))
