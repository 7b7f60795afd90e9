"""The steps of a duty that write more than its state: each through `registry.services.change`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhijia.registry import services
from zhijia.tree.actor import Actor

LONGEST = 500
TOLD = ("happened_on", "note", "witness")


def hold(duty: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Held on a day, with what was done and who took part."""
    told = {name: values[name] for name in TOLD if name in values}
    return services.change(duty, {**told, "state": "held", "why": ""}, by=by, version=version, verb="hold")


def put_off(duty: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """A later day at this union alone, with the reason."""
    told = {"put_off_to": values.get("put_off_to"), "state": "put_off", "why": reason.strip()[:LONGEST]}
    return services.change(duty, told, by=by, version=version, verb="put_off")


def cancel(duty: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """It does not take place at this union; the promise stays in the figure of what was due."""
    told = {"state": "cancelled", "why": reason.strip()[:LONGEST]}
    return services.change(duty, told, by=by, version=version, verb="cancel")


def reopen(duty: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Not held after all, or to be held after all: planned again, or put off as it was."""
    state = "put_off" if duty.put_off_to else "planned"
    told = {"happened_on": None, "witness": None, "state": state, "why": reason.strip()[:LONGEST]}
    return services.change(duty, told, by=by, version=version, verb="reopen")
