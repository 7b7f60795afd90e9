"""The steps of a share that write more than its state: each through `registry.services.change`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.tree.actor import Actor

LONGEST = 500


def accept(share: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union takes it on as it was handed down."""
    told = {"state": "accepted", "replied_on": today(), "counter": None, "argument": ""}
    return services.change(share, told, by=by, version=version, verb="accept")


def argue(share: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union says why not, and what it could do."""
    told = {
        "state": "argued",
        "replied_on": today(),
        "counter": values.get("counter"),
        "argument": reason.strip()[:LONGEST],
    }
    return services.change(share, told, by=by, version=version, verb="argue")


def reconsider(share: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union takes its answer back while nothing is settled."""
    told = {"state": "offered", "replied_on": None, "counter": None, "argument": reason.strip()[:LONGEST]}
    return services.change(share, told, by=by, version=version, verb="reconsider")


def settle(share: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """The union above decides: the number kept or another one, with its words."""
    words = str(values.get("decision") or reason).strip()[:LONGEST]
    told = {"state": "settled", "settled_on": today(), "decision": words}
    verb = "decide" if share.state == "offered" else "settle"
    return services.change(share, _valued(share, values) | told, by=by, version=version, verb=verb)


def lock(share: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """What was agreed stands for the year."""
    return services.change(
        share, {"state": "locked", "locked_on": today()}, by=by, version=version, verb="lock"
    )


def amend(share: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Another number for a locked share, with the reason; it stays locked."""
    told = {"decision": reason.strip()[:LONGEST], "settled_on": today()}
    return services.change(share, _valued(share, values) | told, by=by, version=version, verb="amend")


def again(share: Any, *, value: Any, why: str, due_on: Any, by: Actor) -> Any:
    """Another number because others were settled otherwise: the union is asked anew."""
    told = {
        "state": "offered",
        "replied_on": None,
        "counter": None,
        "argument": "",
        "decision": why[:LONGEST],
        "reply_due_on": due_on,
    }
    return services.change(
        share, _valued(share, {"value": value}) | told, by=by, version=share.version, verb="rebalance"
    )


def _valued(share: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The number, and the next edition where it is another."""
    value = values.get("value")
    if value is None or value == share.value:
        return {}
    return {"value": value, "edition": share.edition + 1}
