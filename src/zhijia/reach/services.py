"""Writing to people: the channel they are reached by, what holds a message back, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.journal import services as journal
from zhijia.kernel.day import today
from zhijia.kernel.identity import BadPhone, parse_phone
from zhijia.outbox import services as outbox
from zhijia.outbox.addresses import BadMessage, checked
from zhijia.reach import binding, leaving, limits, wording
from zhijia.reach.kinds import Kind
from zhijia.reach.models import Form, Held, Mailing, Sending
from zhijia.reach.queries import seen
from zhijia.reach.wordings import Book
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

__all__ = ["Letter", "To", "foreseen", "retry", "send", "send_many"]

LOT = 500


@dataclass(frozen=True)
class To:
    """Somebody to be reached: as a person, by a telephone, or an officer by e-mail."""

    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    person: UUID | None = None
    language: str = ""

    @property
    def speaks(self) -> str:
        return self.language or settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Letter:
    """A message to be written: kind, union, somebody, the values of its fields, and the occasion it is for."""

    kind: Kind
    org: Org
    to: To
    values: Mapping[str, object] = field(repr=False)
    effect_key: str
    mailing: Mailing | None = None


@dataclass(frozen=True)
class Way:
    """How somebody is reached: channel and address, or what keeps it from being sent."""

    channel: str = ""
    address: str = field(default="", repr=False)
    held: str = ""
    waits_until: datetime | None = None

    @property
    def who(self) -> str:
        return leaving.of_address(self.channel, self.address) if self.address else ""


def send(letter: Letter) -> Sending:
    return send_many([letter])[0]


def send_many(letters: Sequence[Letter]) -> list[Sending]:
    """One message for each occasion, in order; what is not sent stands among them with its reason.

    To be called in the transaction of what it tells about. An occasion written to before is left as it is; one
    that found no way is tried anew.
    """
    with transaction.atomic():
        known = _known(letters)
        fresh = {
            one.effect_key: one
            for one in letters
            if one.effect_key not in known or known[one.effect_key].message_id is None
        }
        if fresh:
            _write(list(fresh.values()), known)
            known |= _known(list(fresh.values()))
    return [known[one.effect_key] for one in letters]


def _known(letters: Sequence[Letter]) -> dict[str, Sending]:
    found: dict[str, Sending] = {}
    keys = [one.effect_key for one in letters]
    for start in range(0, len(keys), LOT):
        rows = Sending.objects.filter(effect_key__in=keys[start : start + LOT]).select_related("message")
        found |= {row.effect_key: row for row in rows}
    return found


def _write(letters: Sequence[Letter], known: Mapping[str, Sending]) -> None:
    book = Book({one.org.pk: one.org for one in letters}.values())
    ways = _within_limits(letters, _ways(letters, book))
    drafts = {
        one.effect_key: _draft(one, way, book) for one, way in zip(letters, ways, strict=True) if way.address
    }
    keys = list(drafts)
    written = dict(zip(keys, outbox.send_many(list(drafts.values())), strict=True))
    rows = []
    for one, way in zip(letters, ways, strict=True):
        row = _row(one, way)
        row.message = written.get(one.effect_key)
        if (earlier := known.get(one.effect_key)) is not None:
            row.pk, row.uid = earlier.pk, earlier.uid
            row.save()
        else:
            rows.append(row)
    # the unique key decides which row stands: this one, or the one that was there first
    Sending.objects.bulk_create(rows, ignore_conflicts=True, batch_size=LOT)


def _ways(letters: Sequence[Letter], book: Book) -> list[Way]:
    """WeChat where somebody is bound and the template mapped; else e-mail; else a text message; else nothing."""
    bound = binding.open_ids(one.to.person for one in letters if one.to.person is not None)
    ways = []
    for one in letters:
        open_id = bound.get(one.to.person) if one.to.person is not None else None
        if open_id and not one.kind.secret and book.text(one.org, one.kind, Form.WECHAT):
            ways.append(Way("wechat", open_id))
        else:
            ways.append(plain_way(one.to))
    gone = leaving.left(_all_marks(letters, ways))
    return [
        replace(way, address="", held=Held.OPTED_OUT)
        if not one.kind.exempt and any((who, one.kind.category) in gone for who in _marks(one, way))
        else way
        for one, way in zip(letters, ways, strict=True)
    ]


def plain_way(to: To) -> Way:
    """E-mail, else a text message, else no address."""
    if to.email:
        try:
            return Way("email", checked("email", to.email))
        except BadMessage:
            pass
    try:
        return Way("sms", parse_phone(to.phone or "", mobile=True))
    except BadPhone:
        return Way(held=Held.NO_ADDRESS)


def _marks(letter: Letter, way: Way) -> list[str]:
    person = [leaving.of_person(letter.to.person)] if letter.to.person is not None else []
    return [*person, way.who] if way.who else person


def _all_marks(letters: Sequence[Letter], ways: Sequence[Way]) -> set[str]:
    pairs = zip(letters, ways, strict=True)
    return {who for one, way in pairs if not one.kind.exempt for who in _marks(one, way)}


def _within_limits(letters: Sequence[Letter], ways: Sequence[Way]) -> list[Way]:
    """The ways with what the limits hold back; essential messages know none."""
    found, day, moment = list(ways), today(), timezone.now()
    places = [n for n, one in enumerate(letters) if not one.kind.exempt and found[n].address]
    if not places:
        return found
    rules = limits.rules_of(letters[n].org for n in places)
    counted = [(_marks(letters[n], found[n])[0], rules[letters[n].org.pk].person_daily) for n in places]
    free: dict[int, list[int]] = defaultdict(list)
    for n, let in zip(places, limits.persons_let(counted, day), strict=True):
        if let:
            free[letters[n].org.pk].append(n)
        else:
            found[n] = replace(found[n], held=Held.PERSON_LIMIT)
    for org, some in free.items():
        rule = rules[org]
        number = limits.union_let(letters[some[0]].org, len(some), rule.union_daily, day)
        limits.give_back([_marks(letters[n], found[n])[0] for n in some[number:]], day)
        for n in some[number:]:
            found[n] = replace(found[n], held=Held.UNION_LIMIT)
        for n in some[:number]:
            found[n] = replace(found[n], waits_until=rule.opens_at(moment))
    return found


def foreseen(letters: Sequence[Letter]) -> list[tuple[Way, str]]:
    """How each would be reached and what it would read, before any limit; nothing is written."""
    book = Book({one.org.pk: one.org for one in letters}.values())
    ways = _ways(letters, book)
    return [
        (way, _draft(one, way, book).body if way.address else "")
        for one, way in zip(letters, ways, strict=True)
    ]


def counted_as(letter: Letter, way: Way) -> str:
    """Under which mark the messages of a day to somebody are counted."""
    return _marks(letter, way)[0]


def _draft(letter: Letter, way: Way, book: Book) -> outbox.Draft:
    form = Form.WECHAT if way.channel == "wechat" else letter.to.speaks
    text = book.text(letter.org, letter.kind, form)
    body = wording.fill(letter.kind, form, text, letter.values)
    return outbox.Draft(
        way.channel,
        letter.effect_key,
        way.address,
        body,
        secret=letter.kind.secret,
        not_before=way.waits_until,
        held=bool(way.held),
    )


def _row(letter: Letter, way: Way) -> Sending:
    return Sending(
        org=letter.org,
        key=letter.kind.key,
        category=letter.kind.category,
        person_uid=letter.to.person,
        effect_key=letter.effect_key,
        channel=way.channel,
        held=way.held,
        on=today(),
        made_at=timezone.now(),
        waits_until=way.waits_until,
        mailing=letter.mailing,
    )


def retry(sending: Sending, *, by: Actor) -> None:
    """Sends once more what failed or was held by a limit; within the limits of today. Raises Refused."""
    message = sending.message
    if message is None or message.secret:
        raise Refused("", _("Its text is kept by nobody: send it again from the entry it belongs to."))
    with transaction.atomic():
        if message.state == "held":
            _count_again(sending)
        if not (outbox.again(message) or outbox.release(message)):
            raise Refused("", _("It is on its way already."))
        Sending.objects.filter(pk=sending.pk).update(held="", waits_until=None)
        org = sending.org
        act = {"kind": "reach.sending", "uid": sending.uid, "org_id": org.pk, "path": org.path}
        journal.record(by, verb="again", **act)


def _count_again(sending: Sending) -> None:
    """Counts a held message for today; raises Refused when today's limit is reached too."""
    rule, day = limits.rules_of([sending.org])[sending.org_id], today()
    who = leaving.of_person(sending.person_uid) if sending.person_uid else f"sending:{sending.uid}"
    if not limits.persons_let([(who, rule.person_daily)], day)[0]:
        raise Refused("", _("This person got as many messages today as one may; try tomorrow."))
    if not limits.union_let(sending.org, 1, rule.union_daily, day):
        raise Refused("", _("The union has sent as many messages today as it may; try tomorrow."))


def found(actor: Actor, uid: UUID) -> Sending | None:
    """A message within the actor's sight."""
    return seen(actor).filter(uid=uid).first()
