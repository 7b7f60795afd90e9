"""What stands beside a meeting: who came, what to do next, its papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhijia.activities.meetings.attendance import Attendance
from zhijia.office.models import Task, TaskRegister
from zhijia.office.queries import tasks_from
from zhijia.registry.extras import Panel
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request


@dataclass(frozen=True)
class Given:
    """A decision as the task it became, and how that stands."""

    task: Task
    state: Any


def given(entry: Any, actor: Actor) -> list[Given]:
    """The decisions of a meeting that whoever looks may see."""
    rows = TaskRegister.policy.view.filter(actor, tasks_from(entry))
    return [Given(task, TaskRegister.flow.states[task.state]) for task in rows]


def meeting(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """How many were called and came, with the pages that go with it; None for other registers."""
    if register.key != "activities.meeting":
        return None
    context = {
        "meeting": entry,
        "given": given(entry, request.actor),
        "came": Attendance(entry),
        "may_change": bool(register.policy.change.test(request.actor, entry)),
        "ahead": entry.state in ("planned", "open"),
        "is_open": entry.state in ("open", "held"),
        "is_over": entry.state in ("held", "minuted", "closed"),
        "decides": entry.state in ("open", "held", "minuted"),
    }
    return Panel("meeting", "activities/meeting_panel.html", context)
