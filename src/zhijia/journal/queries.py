"""Questions to the journal, answered for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

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
        who=_("the system") if system else event.user_name,
        system=system,
        seats=tuple(_seats(event.seats)),
        verb=event.verb,
        label=verb_label(event.kind, event.verb),
        changes=tuple(_changes(event, show)),
        reason=event.reason,
        channel=event.channel,
        version=event.version,
    )


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


def newest_digests(kind: str) -> dict[UUID, str]:
    """The row digest of the newest written version of every entry of a kind; "" when it was removed."""
    acts = JournalEvent.objects.filter(kind=kind, version__isnull=False).order_by("id")
    return dict(acts.values_list("entry_uid", "row_digest").iterator(chunk_size=5000))
