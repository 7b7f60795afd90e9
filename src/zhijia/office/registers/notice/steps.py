"""The steps of a notice: issuing sends it to everybody it is for, withdrawing takes it off their desks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import transaction

from zhijia.office.registers.notice.recipients import recipients
from zhijia.office.registers.notice.repeats import nearest
from zhijia.registry import services
from zhijia.registry.bulk import RowErrors, add_many
from zhijia.registry.errors import Refused
from zhijia.registry.register import register
from zhijia.registry.stamping import stamp_many
from zhijia.tree.actor import Actor

#: states in which a notice waits on somebody's desk
WAITING = ("sent", "read", "replied", "returned")


@transaction.atomic
def issue(notice: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """It goes out to every union it is for, and says from then on what it repeats."""
    told: dict[str, Any] = {"state": "issued"}
    if (like := nearest(notice)) is not None:
        told |= {"repeats": like.notice, "repeated_percent": like.percent}
    issued = services.change(notice, told, by=by, version=version, verb="issue")
    rows = [
        {"uid": uuid.uuid5(issued.uid, str(org.uid)), "notice": issued, "org": org}
        for org in recipients(issued)
    ]
    try:
        add_many(
            register("office.reply"), rows, by=by, source=issued.number, source_digest=f"issue-{issued.uid}"
        )
    except RowErrors as errors:
        raise Refused("", str(errors.errors[0].reason)) from errors
    return issued


@transaction.atomic
def withdraw(notice: Any, *, by: Actor, version: int, values: Mapping[str, Any], reason: str) -> Any:
    """Whoever has not been done with it is done with it."""
    told = {"state": "withdrawn", "withdrawn_why": reason.strip()[:500]}
    withdrawn = services.stamp(notice, told, by=by, verb="withdraw", reason=reason)
    model = apps.get_model("office", "Reply")
    rows = list(model._default_manager.filter(notice=notice, state__in=WAITING))
    stamp_many(register("office.reply"), rows, {"state": "void"}, by=by, verb="void")
    withdrawn.refresh_from_db()
    return withdrawn
