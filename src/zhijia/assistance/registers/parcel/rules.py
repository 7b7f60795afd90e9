"""Who cannot stand on a list of people handed goods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance import listed
from zhijia.assistance.listed import Before
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_not_handed(parcel: Any, by: Actor, before: Before) -> None:
    """The list of a handing out is written on its day, and is closed when all is handed out."""
    handout = parcel.handout
    if before is None and handout.state != "open":
        state = type(handout).register.flow.states[handout.state]
        raise Refused(
            "handout",
            _("“%(handout)s” is %(state)s; people are entered while it is being handed out.")
            % {"handout": handout, "state": state},
        )


def refuse_oneself(parcel: Any, by: Actor, before: Before) -> None:
    """Nobody hands out help to themselves."""
    if before is None and by.user_id is not None and parcel.person.user_id == by.user_id:
        raise Refused("person", _("Nobody enters themselves: let a colleague enter your portion."))


def refuse_outsider(parcel: Any, by: Actor, before: Before) -> None:
    listed.refuse_stranger(parcel, before)


def refuse_full(parcel: Any, by: Actor, before: Before) -> None:
    """No more people than portions."""
    if before is not None:
        return
    one = listed.locked(parcel.handout)
    if listed.others_on(parcel, "handout") >= one.portions:
        raise Refused(
            "handout",
            _("%(portions)s portions were brought for “%(handout)s”; no more people can get one.")
            % {"portions": one.portions, "handout": one},
        )


def of_full_handouts(entries: Sequence[Any]) -> set[int]:
    """The places of new entries whose handing out has fewer portions."""
    return listed.of_full_lists(entries, "handout", "portions")
