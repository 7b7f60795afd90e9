"""The steps of an answer that write more than its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.tree.actor import Actor

LONGEST = 500


def file(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union hands its plan up, on time or late."""
    told = {"state": "filed", "filed_on": today(), "returned_for": ""}
    return services.change(one, told, by=by, version=version, verb="file")


def accept(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union above has read it and takes it."""
    told = {"state": "accepted", "accepted_on": today()}
    return services.change(one, told, by=by, version=version, verb="accept")


def send_back(one: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union above wants it written otherwise."""
    told = {"state": "returned", "returned_for": reason.strip()[:LONGEST], "accepted_on": None}
    return services.change(one, told, by=by, version=version, verb="send_back")
