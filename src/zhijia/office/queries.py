"""What other rooms ask of the office."""

from __future__ import annotations

from django.db.models import QuerySet

from zhijia.office.burden import may_look as sees_burden
from zhijia.office.registers.reply.rules import overdue as late_replies
from zhijia.office.registers.task.register import Task
from zhijia.office.registers.task.rules import overdue as late_tasks
from zhijia.registry.models import Entry

__all__ = ["late_replies", "late_tasks", "sees_burden", "tasks_from"]


def tasks_from(source: Entry) -> QuerySet[Task]:
    """The tasks that came from an entry, in the order of their days; not narrowed to anybody's sight."""
    rows = Task.objects.filter(source_uid=source.uid).select_related("org", "issuer", "doer")
    return rows.order_by("due_on", "id")
