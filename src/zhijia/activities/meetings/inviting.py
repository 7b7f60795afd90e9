"""Invitations as messages to the own telephone, one for each person and text, and how far each got."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.activities.messages import INVITED
from zhijia.activities.models import Invitation, Meeting, MeetingRegister
from zhijia.directory.models import Person
from zhijia.journal import services as journal
from zhijia.kernel.identity import BadPhone, parse_phone
from zhijia.reach import queries as reach
from zhijia.reach import services as sending
from zhijia.reach.wording import fill
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.actor import Actor


@dataclass(frozen=True)
class Guest:
    """Somebody invited: where the message goes, what it says, and how far the one sent has got."""

    invitation: Invitation
    mobile: str
    text: str
    status: reach.Status | None = None

    @property
    def key(self) -> str:
        return key_of(self.invitation, self.text)

    @property
    def is_open(self) -> bool:
        """Whether a message with this text is still to be written."""
        return bool(self.mobile) and self.status is None


def key_of(invitation: Invitation, text: str) -> str:
    """The occasion of a message: the same words twice are one message, other words a new one."""
    return f"invitation:{invitation.uid}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def mobile_of(person: Person) -> str:
    """The mobile number, empty where there is none."""
    try:
        return parse_phone(person.phone or "", mobile=True)
    except BadPhone:
        return ""


def text_for(meeting: Meeting, person: Person) -> str:
    """What one person reads in the usual wording, in the own language where it is known."""
    return fill(INVITED, "", INVITED.usual(_language(person)), _values(meeting, person))


def _language(person: Person) -> str:
    return str((person.user.language if person.user else "") or settings.LANGUAGE_CODE)


def _values(meeting: Meeting, person: Person) -> dict[str, object]:
    return {
        "union": meeting.org.name,
        "name": person.name,
        "title": meeting.title,
        "day": meeting.happened_on.isoformat(),
        "hour": meeting.begins,
        "place": meeting.place,
    }


def _letter(meeting: Meeting, guest: Guest) -> sending.Letter:
    person = guest.invitation.person
    to = sending.To(phone=person.phone or "", person=person.uid, language=_language(person))
    return sending.Letter(INVITED, meeting.org, to, _values(meeting, person), guest.key)


def guests(meeting: Meeting) -> list[Guest]:
    """Everybody invited and not excused, with the message of today's wording."""
    rows = meeting.invitations.exclude(state="excused").select_related("person__user")  # type: ignore[attr-defined]
    found = []
    for one in rows.defer("person__id_number").order_by("person__name_key", "pk"):
        found.append(Guest(one, mobile_of(one.person), text_for(meeting, one.person)))
    known = reach.statuses(one.key for one in found)
    return [Guest(one.invitation, one.mobile, one.text, known.get(one.key)) for one in found]


def invite(meeting: Meeting, *, by: Actor) -> list[Guest]:
    """Writes the message of everybody who has not got this one; those written to. Raises Forbidden, Refused."""
    verdict = MeetingRegister.policy.change.test(by, meeting)
    if not verdict:
        raise Forbidden(verdict.reason)
    if meeting.state not in ("planned", "open"):
        raise Refused("", _("People are invited to what lies ahead; this meeting is over or cancelled."))
    with transaction.atomic():
        chosen = [one for one in guests(meeting) if one.is_open]
        sending.send_many([_letter(meeting, one) for one in chosen])
        _tell(chosen, by)
    return chosen


def _tell(chosen: Sequence[Guest], by: Actor) -> None:
    """The journal of each invitation knows that it was sent, without number and text."""
    kind = Invitation.register.key  # type: ignore[attr-defined]
    journal.record_many(
        by,
        [
            journal.Act("invite", kind, row.uid, row.org_id, row.path)
            for row in (one.invitation for one in chosen)
        ],
    )
