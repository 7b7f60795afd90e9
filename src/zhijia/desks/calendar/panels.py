"""What stands beside a calendar duty on its page: its line, and the way to say that it was held."""

from __future__ import annotations

from typing import Any

from zhijia.kernel.day import today
from zhijia.plans import agenda
from zhijia.plans.models import DutyRegister
from zhijia.registry.extras import Panel
from zhijia.registry.pages import step_or_404
from zhijia.registry.register import Register
from zhijia.tree.requests import Request


def duty(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The line a duty belongs to and, where it may be said, that it was held; None for other registers."""
    if register is not DutyRegister:
        return None
    context = {
        "duty": entry,
        "standing": agenda.standing_of(entry, today()),
        "may_hold": entry.is_open and bool(step_or_404(register, "hold").by.test(request.actor, entry)),
    }
    return Panel("calendar", "desks/calendar_panel.html", context, wide=False)
