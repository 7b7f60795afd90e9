"""What the office does: tasks given to unions and people, replies given, late ones chased."""

from __future__ import annotations

import uuid as uuids
from datetime import date
from typing import Any

from zhijia.office.chasing import chase
from zhijia.office.registers.reply.steps import answer
from zhijia.office.registers.task.register import Task, TaskRegister
from zhijia.registry import services
from zhijia.registry.models import Entry
from zhijia.registry.register import register_of
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

__all__ = ["answer", "chase", "give_task"]


def give_task(
    title: str,
    *,
    by: Actor,
    org: Org,
    due_on: date,
    issuer: Org | None = None,
    text: str = "",
    role: str = "",
    doer: Any = None,
    happened_on: date | None = None,
    source: Entry | None = None,
    uid: uuids.UUID | None = None,
) -> Task:
    """A task for a union, with the entry it came from; the same `uid` again gives the task already made.

    Without `issuer` it is given by the nearest union at or above `org` at which `by` holds a post. Raises Refused
    (bad values) or Forbidden.
    """
    values: dict[str, Any] = {
        "org": org,
        "title": title,
        "text": text,
        "due_on": due_on,
        "role": role,
        "doer": doer,
    }
    if issuer is not None:
        values["issuer"] = issuer
    if happened_on is not None:
        values["happened_on"] = happened_on
    if source is not None:
        values |= {"source_kind": register_of(type(source)).key, "source_uid": source.uid}
    found: Task = services.add(TaskRegister, values, by=by, uid=uid)
    return found
