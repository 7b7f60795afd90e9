"""Memberships that lapse: after six months without dues and without taking part, and not without a word before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: what an explanation has at least: since when, and when the member was spoken to
SHORTEST = 8
#: nobody lapses sooner; half a year in days
LEAST = timedelta(days=181)


def refuse_lapse_unexplained(membership: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A lapse says since when nothing was paid and when the member was spoken to; it takes half a year."""
    if membership.left_kind != "lapsed" or membership.valid_to is None:
        return
    if len(membership.left_reason.strip()) < SHORTEST:
        raise Refused(
            "left_reason",
            _("Write since when there were neither dues nor taking part, and when the member was spoken to."),
        )
    if membership.valid_to - membership.valid_from < LEAST:
        raise Refused("left_kind", _("A membership lapses after six months at the earliest."))
