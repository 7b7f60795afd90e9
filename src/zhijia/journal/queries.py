"""Questions to the journal, answered for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from zhijia.journal import seal
from zhijia.journal.models import JournalEvent
from zhijia.journal.words import field_label, verb_label

MASK = "••••••"
EMPTY: tuple[Any, ...] = (None, "", [])
Show = Callable[[str, Any], str]


@dataclass(frozen=True)
class FieldChange:
    """A field before and after, in words; `masked` when the values are kept from sight."""

    field: str
    label: str
    before: str
    after: str
    masked: bool = False


@dataclass(frozen=True)
class Moment:
    """One line of a timeline. `seats` are (role, organisation) of who acted, `system` means nobody did."""

    uid: UUID
    at: datetime
    who: str
    system: bool
    seats: tuple[tuple[str, str], ...]
    verb: str
    label: str
    changes: tuple[FieldChange, ...]
    reason: str
    channel: str
    version: int | None


def timeline(kind: str, uid: UUID, *, show: Show | None = None, limit: int | None = None) -> list[Moment]:
    """What happened to an entry, newest first; `show(field, value)` puts a value in words.

    Sensitive values come masked; `services.reveal` opens one and writes that down.
    """
    events = JournalEvent.objects.filter(kind=kind, entry_uid=uid).order_by("-id")[:limit]
    return [_moment(event, show or _plainly) for event in events]


def _moment(event: JournalEvent, show: Show) -> Moment:
    system = event.user_id is None
    return Moment(
        uid=event.uid,
        at=event.at,
        who=_who(event),
        system=system,
        seats=tuple(_seats(event.seats)),
        verb=event.verb,
        label=verb_label(event.kind, event.verb),
        changes=tuple(_changes(event, show)),
        reason=event.reason,
        channel=event.channel,
        version=event.version,
    )


def _who(event: JournalEvent) -> str:
    """The name; somebody without an account acts only on what was asked of them, with a key of their own."""
    if event.user_id is not None:
        return event.user_name
    return _("the system") if event.user_name else _("the person concerned, without log-in")


def _seats(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        role, _at, name = line.partition("@")
        yield role, name


def _changes(event: JournalEvent, show: Show) -> Iterator[FieldChange]:
    before, after = event.before or {}, event.after or {}
    for field in dict.fromkeys([*after, *before]):
        old, new = before.get(field), after.get(field)
        if old == new or (old in EMPTY and new in EMPTY):
            continue
        masked = seal.is_sealed(old) or seal.is_sealed(new)
        words = _masked if masked else show
        yield FieldChange(field, field_label(event.kind, field), words(field, old), words(field, new), masked)


def _masked(_field: str, value: Any) -> str:
    return "" if value in EMPTY else MASK


def _plainly(_field: str, value: Any) -> str:
    if value in EMPTY:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_plainly(_field, one) for one in value)
    return str(value)


def last_written(kinds: Iterable[str], uids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the row of each entry of these kinds was last written; those never written are left out."""
    written = JournalEvent.objects.filter(
        kind__in=list(kinds), entry_uid__in=list(uids), version__isnull=False
    )
    return dict(written.order_by().values_list("entry_uid").annotate(last=Max("at")))


def newest_digests(kind: str) -> dict[UUID, str]:
    """The row digest of the newest written version of every entry of a kind; "" when it was removed."""
    acts = JournalEvent.objects.filter(kind=kind, version__isnull=False).order_by("id")
    return dict(acts.values_list("entry_uid", "row_digest").iterator(chunk_size=5000))
