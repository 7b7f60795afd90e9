"""On the page of a transfer: that one person may agree for both sides, and why."""

from __future__ import annotations

from typing import Any

from zhijia.directory.models import Transfer
from zhijia.directory.registers.transfer import rules
from zhijia.registry.extras import Panel
from zhijia.tree.requests import Request


def alone(request: Request, register: Any, entry: Any) -> Panel | None:
    """Shown to whoever agreed for the one side, where the other side's consent may be theirs as well."""
    if not isinstance(entry, Transfer) or not rules.agreed_before(entry, request.actor):
        return None
    unions = rules.without_officer(entry)
    if not unions or not register.moves_for(entry, request.actor):
        return None
    return Panel("alone", "directory/alone_panel.html", {"unions": unions})
