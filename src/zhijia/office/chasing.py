"""Chasing: one message to the officers of every union whose reply is late, at most once a day, with a trace."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.directory.models import Person
from zhijia.journal import services as journal
from zhijia.journal import words
from zhijia.kernel.day import today
from zhijia.office.messages import CHASE
from zhijia.office.models import Chase, Notice, NoticeRegister, Reply
from zhijia.office.posts import WRITING, writers
from zhijia.office.registers.reply.rules import overdue
from zhijia.reach import services as reach
from zhijia.registry.errors import Forbidden
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import Role
from zhijia.tree.models import Post, User

words.describe(NoticeRegister.key, verbs={"chase": pgettext_lazy("act", "unions chased")})


@dataclass(frozen=True)
class Chased:
    """What one tap did: unions chased now, messages written, unions nobody could be reached at, chased before today."""

    unions: int
    messages: int
    unreached: list[str]
    before: int


def chase(notice: Notice, *, by: Actor) -> Chased:
    """Reminds every union whose reply is late; two taps on one day remind once. Raises Forbidden."""
    verdict = writers.test(by, notice)
    if not verdict:
        raise Forbidden(verdict.reason)
    day, call = today(), uuid.uuid4()
    with transaction.atomic():
        late = list(Reply.objects.filter(overdue(), notice=notice).select_related("org", "notice__org"))
        rows = [Chase(reply=reply, on=day, by_id=by.user_id, call=call) for reply in late]
        Chase.objects.bulk_create(rows, ignore_conflicts=True)
        mine = set(Chase.objects.filter(call=call).values_list("reply_id", flat=True))
        now = [reply for reply in late if reply.pk in mine]
        told = _tell(now, day)
        if now:
            _trace(notice, now, told, by)
    unreached = [reply.org.name for reply in now if not told[reply.pk]]
    return Chased(len(now), sum(told.values()), unreached, len(late) - len(now))


def _trace(notice: Notice, now: list[Reply], told: dict[int, int], by: Actor) -> None:
    for number in set(told.values()):
        some = [reply.pk for reply in now if told[reply.pk] == number]
        Chase.objects.filter(reply__in=some, on=today()).update(told=number)
    said = _("%(n)s unions chased, %(m)s messages written.") % {"n": len(now), "m": sum(told.values())}
    journal.record(
        by,
        verb="chase",
        kind=NoticeRegister.key,
        uid=notice.uid,
        org_id=notice.org_id,
        path=notice.path,
        reason=said,
    )


def _tell(replies: list[Reply], day: date) -> dict[int, int]:
    """The messages written, by reply."""
    people = _officers({reply.org_id for reply in replies}, day)
    phones = _phones({user.pk for users in people.values() for user in users if not user.email})
    found: dict[int, int] = {}
    for reply in replies:
        written = 0
        for user in people[reply.org_id]:
            written += _sent(reply, user, phones.get(user.pk, ""), day)
        found[reply.pk] = written
    return found


def _officers(orgs: set[int], day: date) -> dict[int, list[User]]:
    """Who works at each union on a day, each once."""
    live = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    roles = [role for role in WRITING if role != Role.LEADER]
    rows = live.filter(org_id__in=orgs, role__in=roles, user__is_active=True).select_related("user")
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for post in rows.order_by("pk"):
        found[post.org_id][post.user_id] = post.user
    return defaultdict(list, {org: list(users.values()) for org, users in found.items()})


def _phones(users: set[int]) -> dict[int, str]:
    """The telephones of accounts without an e-mail address, from their own file."""
    rows = Person.objects.filter(user_id__in=users).exclude(phone="")
    return {user: phone for user, phone in rows.values_list("user_id", "phone") if user is not None}


def _sent(reply: Reply, user: User, phone: str, day: date) -> int:
    """Whether the message was written; an address that cannot be used keeps nobody else waiting."""
    key = f"office:chase:{reply.uid}:{day.isoformat()}:{user.pk}"
    to = reach.To(phone=phone, email=user.email, language=user.language)
    # the message is of the union that asks: its officers see what became of it
    letter = reach.Letter(CHASE, reply.notice.org, to, _values(reply), key)
    return int(reach.send(letter).message is not None)


def _values(reply: Reply) -> dict[str, object]:
    base = str(getattr(settings, "PUBLIC_URL", "") or "http://127.0.0.1:8000").rstrip("/")
    return {
        "org": reply.org.name,
        "sender": reply.notice.org.name,
        "what": reply.notice.title[:60],
        "day": reply.reply_due_on.isoformat() if reply.reply_due_on else "",
        "url": base + reverse("office:reply", args=[reply.uid]),
    }
