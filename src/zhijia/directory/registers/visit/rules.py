"""What a visit to an employer must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: results after which there is something to do
GOES_ON = ("agreed", "wants_time", "nobody")


def refuse_no_reason(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A refusal without its reason teaches nobody anything."""
    if visit.result == "refused" and len(visit.reason.strip()) < 2:
        raise Refused("reason", _("Write down the reason they gave; the next talk starts from it."))


def refuse_no_next_step(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever agreed or wants time is seen again."""
    if visit.result in GOES_ON and visit.next_on is None:
        raise Refused("next_on", _("Say by when the next step is due; it will stand on your desk."))


def refuse_past_step(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if visit.next_on and visit.next_on <= visit.happened_on:
        raise Refused(
            "next_on",
            _("The next step comes after the visit on %(day)s.") % {"day": visit.happened_on.isoformat()},
        )
