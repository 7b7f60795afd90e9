"""The steps of a line that write more than its state: each through `registry.services.change`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhijia.registry import services
from zhijia.tree.actor import Actor


def accept(line: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The line on the calendar, with the unions that answer for it told apart from its words."""
    from zhijia.plans import milestones

    with transaction.atomic():
        planned = services.change(
            line, {"state": "planned", "why": ""}, by=by, version=version, verb="accept"
        )
        milestones.assign(planned, planned.owners, by=by)
    return planned


def put_off(line: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Later days for every responsible union, with the reason; the days first promised are kept."""
    first = {} if line.put_offs else {"first_starts_on": line.starts_on, "first_ends_on": line.ends_on}
    told = {"state": "put_off", "put_offs": line.put_offs + 1, "why": reason.strip()[:500]}
    days = {name: values.get(name) for name in ("starts_on", "ends_on")}
    return services.change(line, {**days, **first, **told}, by=by, version=version, verb="put_off")


def cancel(line: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The line cancelled by the union whose plan it is; nobody has to hold it any more."""
    told = {"state": "cancelled", "why": reason.strip()[:500]}
    return services.change(line, told, by=by, version=version, verb="cancel")


def restore(line: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """A cancelled line that takes place after all, on the days it had."""
    state = "put_off" if line.put_offs else "planned"
    told = {"state": state, "why": reason.strip()[:500]}
    return services.change(line, told, by=by, version=version, verb="restore")
