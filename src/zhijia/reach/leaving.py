"""Who wants no messages of a category: said on the own page, or by the word TD sent back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from zhijia.kernel.identity import BadPhone, parse_phone
from zhijia.outbox.providers import Reply
from zhijia.outbox.secret import fingerprint
from zhijia.reach import chosen, people
from zhijia.reach.kinds import Category
from zhijia.reach.models import OptOut
from zhijia.reach.people import Known
from zhijia.tree.actor import SYSTEM, Actor

#: the words that end messages, as carriers have them, and the one that takes it back
LEAVE, STAY = {"TD", "T", "退订"}, {"HF", "恢复"}
FREE = (Category.SERVICE, Category.NEWS)
LOT = 500


def of_person(uid: UUID) -> str:
    return f"person:{uid}"


def of_address(channel: str, to: str) -> str:
    """An address as it is kept here: nobody without the key can read it or try guesses."""
    return f"{channel}:{fingerprint('reach', channel, to)}"


def marks(known: Known) -> list[str]:
    """Everything a person is known by here."""
    found = [of_person(known.uid)]
    with contextlib.suppress(BadPhone):
        found.append(of_address("sms", parse_phone(known.phone or "", mobile=True)))
    return found


def leave(who: Iterable[str], categories: Iterable[str], *, through: str) -> None:
    """Ends messages of some categories; essential ones cannot be ended. Saying it twice changes nothing."""
    now = timezone.now()
    rows = [
        OptOut(who=one, category=category, through=through, since_at=now)
        for one in who
        for category in categories
        if category in FREE
    ]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)


def stay(who: Iterable[str], categories: Iterable[str]) -> None:
    OptOut.objects.filter(who__in=list(who), category__in=list(categories)).delete()


def choose(known: Known, who: Iterable[str], wanted: Iterable[str], *, by: Actor) -> None:
    """What a person chose on the own page, in the journal where it changes anything."""
    marks, wanted = list(who), set(wanted)
    before = {category for _who, category in left(marks)}
    stay(marks, wanted)
    leave(marks, set(FREE) - wanted, through="page")
    for verb, changed in ((chosen.LEFT, set(FREE) - wanted - before), (chosen.STAYED, wanted & before)):
        if changed:
            said = ", ".join(str(Category(one).label) for one in sorted(changed))
            chosen.record(verb, [known], by=by, reason=said)


def left(who: Iterable[str]) -> set[tuple[str, str]]:
    """(who, category) of those who want none."""
    wanted, found = sorted(set(who)), set()
    for start in range(0, len(wanted), LOT):
        rows = OptOut.objects.filter(who__in=wanted[start : start + LOT])
        found |= set(rows.values_list("who", "category"))
    return found


def heard(reply: Reply) -> bool:
    """Whether a reply was the word that ends messages, or takes that back; then it is done."""
    word = reply.text.strip().upper()
    if word not in LEAVE | STAY:
        return False
    sender = reply.sender
    if reply.channel == "sms":
        try:
            sender = parse_phone(sender, mobile=True)
        except BadPhone:
            return False
    with transaction.atomic():
        _answered(word, reply.channel, sender)
    return True


def _answered(word: str, channel: str, sender: str) -> None:
    who = [of_address(channel, sender)]
    gone = len(left(who)) == len(FREE)
    if word in LEAVE:
        leave(who, FREE, through="reply")
    else:
        stay(who, FREE)
    if channel == "sms" and gone != (word in LEAVE):
        verb = chosen.LEFT if word in LEAVE else chosen.STAYED
        chosen.record(verb, people.by_phone(sender), by=SYSTEM, reason=word)
