"""What the pages of a meeting answer to everybody: its papers to who sees it, the rest to who may change it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from tests.matrix.cells import NOWHERE, Cell, Expected, Statuses, always, both
from tests.matrix.world import World
from zhijia.activities.models import Meeting, MeetingRegister
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor


def cells(world: World) -> Iterator[Cell]:
    meeting = world.entries["activities.meeting"]
    view, change = MeetingRegister.policy.view, MeetingRegister.policy.change
    closed = always(405)
    may: dict[tuple[str, ...], tuple[Expected, Expected]] = {
        ("invite",): (_to(meeting, change, 200), _to(meeting, change, 302)),
        ("paper_list",): (_to(meeting, change, 200), _to(meeting, change, 422)),
        ("decide",): (_to(meeting, change, 200), _to(meeting, change, 422)),
        ("sheet",): (_to(meeting, change, 200), closed),
        ("notice", "docx"): (_to(meeting, view, 200), closed),
        ("minutes", "docx"): (_to(meeting, change, 200), closed),
    }
    for (name, *more), (get, post) in may.items():
        url, absent = (reverse(f"activities:{name}", args=[uid, *more]) for uid in (meeting.uid, NOWHERE))
        yield from both(f"activities:{name}", url, get, post, absent=absent)


def _to(meeting: Meeting, rule: Rule, status: int) -> Expected:
    """404 for whoever does not see the meeting, 403 for whoever may not, else the status."""

    def answer(actor: Actor) -> Statuses:
        if not MeetingRegister.policy.view.test(actor, meeting):
            return {404}
        return {status} if rule.test(actor, meeting) else {403}

    return answer
