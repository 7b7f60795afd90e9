"""What the detail page of any register shows of the office: where a task came from, which tasks came of an entry."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zhijia.office.models import TaskRegister
from zhijia.office.queries import tasks_from
from zhijia.registry.extras import Panel
from zhijia.registry.register import REGISTERS, Register
from zhijia.tree.requests import Request


def source(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The entry a task came from, as far as it is in sight."""
    if register is not TaskRegister:
        return None
    other = REGISTERS.get(entry.source_kind)
    found = other.visible(request.actor).filter(uid=entry.source_uid).first() if other is not None else None
    url = reverse("registry:detail", args=[other.room, other.noun, found.uid]) if other and found else ""
    context = {
        "task": entry,
        "source": found,
        "url": url,
        "kind": other.model._meta.verbose_name if other else "",
    }
    return Panel("office.source", "office/source_panel.html", context, wide=False)


def tasks(request: Request, register: type[Register], entry: Any) -> Panel | None:
    """The tasks that came of an entry and are in sight; None where there are none."""
    found = list(TaskRegister.policy.view.filter(request.actor, tasks_from(entry)))
    return Panel("office.tasks", "office/tasks_panel.html", {"tasks": found}) if found else None
