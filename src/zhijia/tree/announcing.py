"""How the floors above hear of a change of the tree, in its own transaction.

The tree stands below the journal and cannot name it; the journal listens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


@dataclass(frozen=True)
class Change:
    """One change of one organisation; `before` and `after` hold JSON values by name."""

    by: Actor
    verb: str
    org: Org
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = field(default_factory=dict)
    reason: str = ""


def facts(org: Org) -> dict[str, Any]:
    """What an organisation is, as JSON values: the columns a change can change."""
    return {
        "code": org.code,
        "name": org.name,
        "kind": str(org.kind),
        "parent": org.parent.code if org.parent else None,
        "opened_on": org.opened_on.isoformat(),
        "closed_on": org.closed_on.isoformat() if org.closed_on else None,
    }


Listener = Callable[[list[Change]], None]
_listeners: dict[str, Listener] = {}


def listen(name: str, listener: Listener) -> None:
    """Calls `listener` with every batch of changes, inside their transaction; a name listens once."""
    _listeners[name] = listener


def announce(*changes: Change) -> None:
    """Tells every listener; what one of them raises undoes the change."""
    for listener in list(_listeners.values()):
        listener(list(changes))
