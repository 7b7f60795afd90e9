"""What people decide about messages to themselves, as the journal keeps it beside their record."""

from __future__ import annotations

from collections.abc import Iterable

from zhijia.journal import services as journal
from zhijia.journal.services import Act
from zhijia.reach.people import Known
from zhijia.tree.actor import Actor

LEFT, STAYED, BOUND, PARTED = "messages_left", "messages_back", "wechat_bound", "wechat_parted"


def record(verb: str, people: Iterable[Known], *, by: Actor, reason: str = "") -> None:
    """One act for each person; of a number nobody has on file nothing can be told."""
    acts = [
        Act(verb, one.kind, one.uid, org_id=one.org_id, path=one.path, reason=reason)
        for one in people
        if one.kind
    ]
    if acts:
        journal.record_many(by, acts)
