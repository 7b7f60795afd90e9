"""Asking the person concerned; the answer's key goes to that person alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.directory.models import Person
from zhijia.evidence import entries, keys, messages, trail
from zhijia.evidence.models import Channel, Request
from zhijia.evidence.telling import person_of
from zhijia.kernel.day import today
from zhijia.kernel.identity import BadPhone, parse_phone
from zhijia.reach import services as reach
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.register import Register, register_of
from zhijia.tree.actor import Actor

VALID_FOR = timedelta(days=30)
#: a person is not pestered: questions about one entry within a day
MOST_A_DAY = 3
BY_MESSAGE = (Channel.LINK, Channel.CODE)
NOT_NAMED = _("Only the person the entry names can confirm it.")


def ask(entry: Any, person: Person | None = None, *, by: Actor, channel: str = "") -> Request:
    """Asks the person an entry names, by a text message or through a slip or call of others.

    Without a channel it is a link where there is a mobile number, else a slip. An earlier question is void then.
    Nothing this gives back, journals or shows holds the key. Raises Forbidden or Refused.
    """
    if not (verdict := entries.may_change(by, entry)):
        raise Forbidden(verdict.reason)
    with transaction.atomic():
        current = entries.locked(entry)
        named = askable(current, by)
        if person is not None and person.pk != named.pk:
            raise Refused("", NOT_NAMED)
        way = Channel(channel) if channel in Channel.values else usual(named)
        check_way(named, way)
        request = request_for(current, way, by=by)
        write([request], by=by)
    return request


@dataclass(frozen=True)
class Known:
    """What is looked up once for many entries: the numbers of accounts' persons, and who was asked how often."""

    numbers: Mapping[int, set[str]]
    asked: Mapping[UUID, int]

    @classmethod
    def about(cls, found: Sequence[Any], by: Actor) -> Known:
        """What concerns these entries and whoever asks."""
        users = {entry.recorded_by_id for entry in found} | {by.user_id}
        numbers: dict[int, set[str]] = defaultdict(set)
        for user_id, phone in Person.objects.filter(user_id__in=users - {None}).values_list("user", "phone"):
            numbers[user_id].add(phone)
        recent = Request.objects.filter(asked_at__gt=timezone.now() - timedelta(days=1))
        asked: Counter[UUID] = Counter()
        for some in chunks([entry.uid for entry in found]):
            asked.update(recent.filter(entry_uid__in=some).values_list("entry_uid", flat=True))
        return cls(numbers, asked)


def why_not_ask(entry: Any, by: Actor, known: Known | None = None) -> Any | None:
    """Why nobody can be asked about an entry now, or None."""
    register = register_of(type(entry))
    person = person_of(entry)
    if not register.confirmed_by:
        return _("Entries of this kind are confirmed by nobody.")
    if person is None:
        return _("Name the person concerned first.")
    if entry.confirmed_at is not None:
        return _("It is confirmed already.")
    # a membership is confirmed while it lasts; a signed contract also afterwards, it was in force
    lasts = register_of(type(entry)).flow is None
    if lasts and (end := getattr(entry, "valid_to", None)) is not None and end <= today():
        return _("It has ended; there is nothing left to confirm.")
    if not is_ripe(entry):
        return _("It has not come far enough to be confirmed.")
    own = {user for user in (entry.recorded_by_id, by.user_id) if user is not None}
    if person.user_id in own:
        return _("Nobody confirms their own entry: the person concerned recorded it or asks for it.")
    numbers = (known or Known.about([entry], by)).numbers
    if person.phone and any(person.phone in numbers.get(user, ()) for user in own):
        return _("The telephone number on file is that of whoever recorded the entry; correct it first.")
    return None


def is_ripe(entry: Any) -> bool:
    """Whether the flow is where a yes means something: at, or one step before, the confirmed state."""
    register = register_of(type(entry))
    wanted = register.confirmed_state
    if not wanted or register.flow is None or entry.state == wanted:
        return True
    return any(move.target == wanted for move in register.flow.leaving(entry.state))


def ripe_at_start(register: type[Register]) -> bool:
    """Whether a new entry of a register can be confirmed before any step of its flow."""
    if not register.confirmed_state or register.flow is None:
        return True
    start = register.flow.start
    wanted = register.confirmed_state
    return start == wanted or any(move.target == wanted for move in register.flow.leaving(start))


def can_be_asked(entry: Any) -> bool:
    """Whether an entry names a person and stands where a yes means something."""
    return person_of(entry) is not None and is_ripe(entry)


def askable(entry: Any, by: Actor, known: Known | None = None) -> Person:
    """The person an entry names, where that person may be asked now; raises Refused."""
    known = known or Known.about([entry], by)
    if (reason := why_not_ask(entry, by, known)) is not None:
        raise Refused("", reason)
    named = person_of(entry)
    if named is None:
        raise Refused("", NOT_NAMED)
    if known.asked.get(entry.uid, 0) >= MOST_A_DAY:
        raise Refused("", _("Asked %(most)s times within a day; wait for the answer.") % {"most": MOST_A_DAY})
    return named


def usual(person: Person) -> Channel:
    """The way a person is asked when nobody chose one."""
    return Channel.LINK if mobile_of(person) else Channel.SLIP


def mobile_of(person: Person) -> str:
    """The person's mobile number, empty when there is none."""
    try:
        return parse_phone(person.phone or "", mobile=True)
    except BadPhone:
        return ""


def check_way(person: Person, way: Channel) -> None:
    """Raises Refused when a person cannot be asked in a way."""
    if way in BY_MESSAGE and not mobile_of(person):
        raise Refused(
            "channel", _("There is no mobile number on file: use a printed slip, or add the number.")
        )
    if way == Channel.CALL and not person.phone:
        raise Refused("channel", _("There is no telephone number on file: use a printed slip."))
    if way == Channel.CODE and len(person.id_number or "") < keys.LAST and len(person.phone) < keys.LAST:
        raise Refused("channel", _("A code needs a document or telephone number on file."))
    if way == Channel.SELF:
        raise Refused("channel", _("Choose how the person is asked."))


def write(requests: Sequence[Request], *, by: Actor) -> None:
    """Stores questions in the place of those before them, journals them, and sends those that go by message.

    To be called with the entries locked. The key of a message goes nowhere else than into it.
    """
    _void(requests, by=by)
    by_message = [request for request in requests if request.channel in BY_MESSAGE]
    sent = list(zip(by_message, keys.make_many(len(by_message)), strict=True))
    for request, secret in sent:
        for name, kept in secret.kept(request.channel).items():
            setattr(request, name, kept)
    trail.added_many(requests, by=by, verb="add")
    for way in {request.channel for request in requests}:
        asked = [one for one in requests if one.channel == way]
        trail.told_many(asked, by=by, verb=f"ask_{Channel(way).value}")
    reach.send_many([_message(request, secret) for request, secret in sent])


def _void(requests: Sequence[Request], *, by: Actor) -> None:
    asked = {(request.entry_uid, request.person_id) for request in requests}
    for some in chunks([request.entry_uid for request in requests]):
        older = Request.objects.select_for_update().filter(entry_uid__in=some, current=True).order_by("pk")
        same = [row for row in older if (row.entry_uid, row.person_id) in asked]
        trail.changed_many(same, {"current": False}, by=by, verb="void")


def request_for(entry: Any, way: Channel, *, by: Actor | None) -> Request:
    """A question not yet stored, to the person the entry names."""
    return Request(
        kind=register_of(type(entry)).key,
        entry_uid=entry.uid,
        org=entry.org,
        path=entry.path,
        person=person_of(entry),
        channel=way,
        asked_by_id=by.user_id if by else None,
        expires_at=timezone.now() + VALID_FOR,
    )


def _message(request: Request, secret: keys.Keys) -> reach.Letter:
    """The one place the key goes to: a message to the person's own number, kept secret by the outbox."""
    person = request.person
    language = (person.user.language if person.user else "") or settings.LANGUAGE_CODE
    kind = messages.CODE if request.channel == Channel.CODE else messages.LINK
    values = {
        "union": request.org.name,
        "url": secret.url,
        "code": secret.spaced_code,
        "page": keys.public_address(reverse("evidence:code")),
        "day": timezone.localtime(request.expires_at).strftime("%Y-%m-%d"),
    }
    to = reach.To(phone=mobile_of(person), person=person.uid, language=language)
    return reach.Letter(kind, request.org, to, values, f"confirmation:{request.uid}")
