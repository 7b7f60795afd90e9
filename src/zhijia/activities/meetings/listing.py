"""The signed paper list: a photograph, ticks and pasted names taken in as one act, on people's behalf."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhijia.activities.models import Invitation, InvitationRegister, Meeting, MeetingRegister
from zhijia.evidence import services as evidence
from zhijia.registry import services
from zhijia.registry.bulk import RowErrors
from zhijia.registry.errors import Forbidden, Refused
from zhijia.sheets import names
from zhijia.tree.actor import Actor

#: faults shown at once; the rest of a list is mostly wrong for the same reason
SHOWN = 12


def take_in(
    meeting: Meeting, *, ticked: Collection[UUID], pasted: str, uploads: Sequence[Any], by: Actor
) -> int:
    """How many people the list newly says were there; all of it or nothing. Raises Forbidden, Refused."""
    verdict = MeetingRegister.policy.change.test(by, meeting)
    if not verdict:
        raise Forbidden(verdict.reason)
    with transaction.atomic():
        expected = {
            one.uid: one
            for one in meeting.invitations.filter(state="expected").select_for_update(of=("self",))  # type: ignore[attr-defined]
        }
        wanted = {uid for uid in ticked if uid in expected}
        added = _pasted(meeting, pasted, expected, wanted, by)
        for uid in sorted(wanted):
            one = expected[uid]
            services.move(one, "on_paper", by=by, version=one.version)
        for upload in uploads:
            evidence.attach(meeting, upload, by=by)
    return added + len(wanted)


def _pasted(
    meeting: Meeting, text: str, expected: dict[UUID, Invitation], wanted: set[UUID], by: Actor
) -> int:
    """Ticks those of the names who were invited and enters the others; how many were entered."""
    lines = names.read(text, with_amount=False)
    names.match(InvitationRegister, lines, by)
    faults = [
        _("Line %(number)s: %(fault)s") % {"number": x.number, "fault": x.fault} for x in lines if x.fault
    ]
    if faults:
        raise Refused(messages={"names": faults[:SHOWN]})
    by_person = {one.person_id: one for one in meeting.invitations.all()}  # type: ignore[attr-defined]
    strangers = []
    for line in lines:
        known = by_person.get(line.chosen.pk)
        if known is None:
            strangers.append(line)
        elif known.uid in expected:
            wanted.add(known.uid)
    if not strangers:
        return 0
    try:
        return names.record(InvitationRegister, strangers, _shared(meeting), by).added
    except RowErrors as refusal:
        said = [f"{error.row}: {error.reason}" for error in refusal.errors[:SHOWN]]
        raise Refused(messages={"names": said}) from refusal


def _shared(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "part": "attends", "way": "paper"}


def told(count: int) -> str:
    """What a page says of a list that was taken in."""
    said = ngettext(
        "%(count)s person entered from the paper list, on their behalf.",
        "%(count)s people entered from the paper list, on their behalf.",
        count,
    )
    return said % {"count": count}
