"""Secret addresses by which calendar programs read the calendar, and what each may be told now."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from zhijia.journal import queries as journal_queries
from zhijia.journal import services as journal
from zhijia.plans import agenda, ics
from zhijia.plans.models import STAFF, Duty, Feed
from zhijia.registry.crypt import keyed_hash
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor, actor_of

__all__ = ["Answer", "Gone", "answer", "issue", "live", "revoke"]

#: 192 random bits
TOKEN_BYTES = 24
#: years before and after this one whose lines are told
YEARS = 1
KINDS = ("plans.milestone", "plans.duty")


class Gone(Exception):
    """An address that was revoked, or whose owner may not log in any more: programs may forget it."""


@dataclass(frozen=True)
class Answer:
    """What a program is sent: the text and the mark by which it asks whether that still holds."""

    body: bytes
    etag: str


def issue(*, by: Actor) -> tuple[Feed, str]:
    """A new secret address in place of the old one; the token is told here and never again.

    Raises Refused for nobody's account and when two are made at once.
    """
    if by.user_id is None:
        raise Refused("", _("Log in to subscribe to the calendar."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        with transaction.atomic():
            verb = "renew" if _end(by) else "issue"
            feed = Feed.objects.create(user_id=by.user_id, digest=_digest(token), start=token[:6])
            _record(feed, by, verb)
    except IntegrityError as error:
        raise Refused("", _("An address was made at the same moment; look at the page again.")) from error
    return feed, token


def revoke(*, by: Actor) -> bool:
    """The account's address ended at once; whether there was one."""
    with transaction.atomic():
        ended = _end(by)
        for feed in ended:
            _record(feed, by, "revoke")
    return bool(ended)


def _end(by: Actor) -> list[Feed]:
    ended = list(Feed.objects.filter(user_id=by.user_id, revoked_at=None))
    Feed.objects.filter(pk__in=[feed.pk for feed in ended], revoked_at=None).update(revoked_at=timezone.now())
    return ended


def live(by: Actor) -> Feed | None:
    """The account's address, without its secret."""
    return Feed.objects.filter(user_id=by.user_id, revoked_at=None).first()


def _digest(token: str) -> str:
    return keyed_hash(f"calendar feed|{token}")


def _record(feed: Feed, by: Actor, verb: str) -> None:
    told = {"start": feed.start}
    journal.record(
        by, verb=verb, kind="plans.feed", uid=feed.uid, org_id=None, path="", before=None, after=told
    )


def answer(token: str, *, on: date, address: str) -> Answer | None:
    """The calendar of whoever owns the token as they may see it now, None for an unknown one; raises Gone.

    Posts are read each time: without one the calendar is empty. `address` is the house's own, for links.
    """
    feed = Feed.objects.select_related("user").filter(digest=_digest(token)).first()
    if feed is None:
        return None
    if feed.revoked_at is not None or not feed.user.is_active:
        raise Gone
    _note_use(feed)
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        body = ics.text(_entries(actor_of(feed.user, channel="feed"), on), address)
    return Answer(body, hashlib.sha256(body).hexdigest()[:32])


def _note_use(feed: Feed) -> None:
    """When the address was last read, at most once in five minutes."""
    now = timezone.now()
    lately = Q(used_at=None) | Q(used_at__lt=now - timedelta(minutes=5))
    Feed.objects.filter(lately, pk=feed.pk).update(used_at=now)


def _entries(actor: Actor, on: date) -> Iterator[ics.Entry]:
    """What concerns the actor's own unions, each once, in the order of its days."""
    places = actor.paths(*STAFF)
    year = on.year
    rows = agenda.of_unions(agenda.visible(actor), places)
    rows = rows.filter(due_on__year__gte=year - YEARS, due_on__year__lte=year + YEARS)
    found = agenda.lines(rows, actor, on)
    uids = [one.uid for line in found for one in (line.milestone, *line.own)]
    moments = journal_queries.last_written(KINDS, uids)
    for line in found:
        duties: list[Duty | None] = [*line.own] or [None]
        for duty in duties:
            parts = [line.milestone, *([duty] if duty else [])]
            known = [moments[one.uid] for one in parts if one.uid in moments]
            standing = agenda.standing_of(duty, on) if duty else line.standing
            version = sum(one.version for one in parts) - len(parts)
            changed_at = max(known, default=line.milestone.recorded_at)
            yield ics.Entry(
                parts[-1].uid, line.milestone, duty, standing, line.done, line.of, version, changed_at
            )
