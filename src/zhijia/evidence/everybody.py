"""Everybody on a list who has not answered yet: who can be asked at once, and why others are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.directory.models import Person
from zhijia.evidence import asking, entries
from zhijia.evidence.models import Channel, Request
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Refused
from zhijia.registry.register import Register, registers
from zhijia.tree.actor import Actor

#: somebody asked so recently is not reminded yet
PATIENCE = timedelta(days=3)
MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Ready:
    """Somebody who can be asked now, and the way they usually are."""

    entry: Any
    person: Person
    channel: Channel


@dataclass
class Prospect:
    """Who of a list would be asked, and how many are left out for which reason."""

    ready: list[Ready] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    @property
    def ways(self) -> list[tuple[Any, int]]:
        """How many would be asked which way, in the order of the channels."""
        counted = Counter(one.channel for one in self.ready)
        return [(way.label, counted[way]) for way in Channel if counted[way]]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why people are left out and how many each time, most first."""
        return self.left.most_common()


def prospect(register: type[Register], rows: QuerySet[Any], by: Actor) -> Prospect:
    """What asking everybody in `rows` who has not answered would do; nothing is written."""
    joined = [f"{register.confirmed_by}__user"] if register.confirmed_by else []
    open_rows = rows.filter(confirmed_at=None).select_related("org", *joined)
    found = list(open_rows[:MOST_AT_ONCE])
    allowed = entries.changeable(by, found) if found else set()
    known, asked = asking.Known.about(found, by), _questions(entry.uid for entry in found)
    seen = Prospect()
    for entry in found:
        reason = "" if entry.pk in allowed else _("You may not change the entry.")
        if reason := reason or _answered(asked.get(entry.uid)):
            seen.left[reason] += 1
            continue
        try:
            named = asking.askable(entry, by, known)
        except Refused as refusal:
            seen.left[" ".join(str(one) for said in refusal.messages.values() for one in said)] += 1
            continue
        seen.ready.append(Ready(entry, named, asking.usual(named)))
    return seen


def _questions(uids: Iterable[UUID]) -> dict[UUID, Request]:
    found: dict[UUID, Request] = {}
    for some in chunks(list(uids)):
        rows = Request.objects.filter(entry_uid__in=some, current=True)
        found |= {row.entry_uid: row for row in rows.defer("token_hash", "code_hash")}
    return found


def _answered(asked: Request | None) -> str:
    """Why somebody is not asked again yet, or ""."""
    if asked is None:
        return ""
    if asked.answered_at is not None:
        return _("Answered otherwise than yes: talk with the person, then ask from the entry's own page.")
    if asked.is_open and asked.asked_at > timezone.now() - PATIENCE:
        return _("Asked within the last three days; wait for the answer.")
    return ""


@dataclass(frozen=True)
class Crowd:
    """The entries of one register that belong to another entry, and how far their persons have answered."""

    register: type[Register]
    field: str
    parent: Any
    rows: QuerySet[Any]
    total: int
    confirmed: int
    asked: int

    @property
    def silent(self) -> int:
        """Those who have not confirmed, asked or not."""
        return self.total - self.confirmed


def child_field(register: type[Register], parent: type[Register]) -> str:
    """The field by which entries somebody confirms belong to entries of `parent`, or ""."""
    if not register.confirmed_by or not register.subject():
        return ""
    person = register.confirmed_by.split("__")[0]
    names = [name for name, other in register.related().items() if other is parent and name != person]
    return next(iter(names), "")


def crowds(parent: type[Register], entry: Any, actor: Actor) -> list[Crowd]:
    """The lists of people an entry has or the actor may begin, as far as the actor sees them."""
    found = []
    for register in registers():
        name = child_field(register, parent)
        if not name or not register.policy.view.ever(actor):
            continue
        rows = register.visible(actor).filter(**{name: entry})
        total = rows.count()
        if total or may_begin(register, name, entry, actor):
            confirmed = rows.filter(confirmed_at__isnull=False).count()
            found.append(Crowd(register, name, entry, rows, total, confirmed, _waiting(register, rows)))
    return found


def may_begin(register: type[Register], field: str, parent: Any, actor: Actor) -> bool:
    """Whether the actor may put somebody on a list of `parent`; what names no union of its own stands there."""
    if "org" in register.fields:
        return register.policy.add.ever(actor)
    wanted = register.model(**{field: parent, "org": parent.org, "path": parent.path})
    return register.goes_with(parent) and bool(register.policy.add.test(actor, wanted))


def _waiting(register: type[Register], rows: QuerySet[Any]) -> int:
    """How many of the rows have an open question."""
    asked = Request.objects.filter(kind=register.key, current=True, answered_at=None)
    asked = asked.filter(expires_at__gt=timezone.now())
    return asked.filter(entry_uid__in=rows.order_by().values("uid")).count()
