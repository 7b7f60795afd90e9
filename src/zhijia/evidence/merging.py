"""Questions put to a person whose record became part of another one: they are that one's now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhijia.directory.models import Person
from zhijia.evidence import trail
from zhijia.evidence.models import Request
from zhijia.tree.actor import Actor


def repoint(rows: Sequence[Any], field: str, to: Person, by: Actor) -> None:
    """The questions put to another record; where that was asked the same already, the older question stands."""
    for row in rows:
        known = Request.objects.filter(entry_uid=row.entry_uid, person=to, current=True)
        if row.current and known.exclude(pk=row.pk).exists():
            trail.changed(row, {"current": False}, by=by, verb="void")
    trail.changed_many(rows, {field: to.pk}, by=by, verb="merge")
