"""What follows a change of a meeting: its lists stand on its day, and are expected once the sign-in opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhijia.activities.models import Delegation, Invitation, Meeting
from zhijia.registry import stamping
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor


def after_write(entry: Any, *, before: Mapping[str, Any], by: Actor, gone: bool = False) -> None:
    """To be called in the transaction of the change."""
    if gone or not isinstance(entry, Meeting):
        return
    if before["happened_on"] != entry.happened_on.isoformat():
        for model in (Delegation, Invitation):
            _stamp(model, entry, {}, {"happened_on": entry.happened_on}, by, "change")
    if before["state"] == "planned" and entry.state == "open":
        _stamp(Invitation, entry, {"state": "invited"}, {"state": "expected"}, by, "expect")


def _stamp(
    model: Any, meeting: Meeting, only: dict[str, Any], values: dict[str, Any], by: Actor, verb: str
) -> None:
    rows = model._default_manager.select_for_update().filter(meeting=meeting, **only).order_by("pk")
    if found := list(rows):
        stamping.stamp_many(register_of(model), found, values, by=by, verb=verb)
