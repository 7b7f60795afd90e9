"""Writing the journal: one row for each act, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhijia.journal import digest, insertion, seal
from zhijia.journal.models import JournalEvent
from zhijia.kernel.text import clean
from zhijia.kernel.uid import uuid7, uuid7s
from zhijia.tree.actor import Actor

BATCH = 500
Values = dict[str, Any] | None


class ReasonNeeded(Exception):
    """Looking at a value kept from sight takes a reason."""

    message = _("Say why you need to see this: it is written down.")

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Act:
    """What is to be written about one entry; values are JSON by field, `sensitive` ones are encrypted.

    `version` is the entry's new version when its row was written (a witness must answer to it), else None.
    """

    verb: str
    kind: str
    uid: UUID
    org_id: int | None = None
    path: str = ""
    before: Values = None
    after: Values = None
    reason: str = ""
    sensitive: Collection[str] = ()
    version: int | None = None
    row_digest: str = ""


def record(actor: Actor, **act: Any) -> JournalEvent:
    """One act in the journal, given by the columns of `Act`. Raises TypeError for values JSON cannot hold."""
    return record_many(actor, [Act(**act)])[0]


def record_many(actor: Actor, acts: Iterable[Act]) -> list[JournalEvent]:
    """Many acts of one actor at once, in order: for imports and changes of the tree."""
    shared = _who(actor)
    events = [_event(shared, act) for act in acts]
    with transaction.atomic(savepoint=False):
        _take_number_before_rows()
        return JournalEvent.objects.bulk_create(events, batch_size=BATCH)


@dataclass(frozen=True)
class Rows:
    """New rows of one register, written down together, as columns of equal length: what `Act` says of one.

    `after` has for each field the canonical JSON of its values; those of `sensitive` fields are encrypted.
    """

    verb: str
    kind: str
    uids: Sequence[UUID]
    org_ids: Sequence[int | None]
    paths: Sequence[str]
    versions: Sequence[int]
    after: Mapping[str, Sequence[str]]
    row_digests: Sequence[str]
    reason: str = ""
    sensitive: Collection[str] = ()


def record_rows(actor: Actor, rows: Rows, *, tell: Callable[[int], None] = lambda done: None) -> None:
    """One act for each of many new rows: nothing is given back."""
    count = len(rows.uids)
    if not count:
        return
    closed = {
        name: seal.sealed_each(rows.after[name], kind=rows.kind, uids=rows.uids, field=name)
        for name in rows.sensitive
        if name in rows.after
    }
    alike = _alike(_who(actor), Act(rows.verb, rows.kind, rows.uids[0], reason=rows.reason))
    columns: dict[str, Sequence[Any]] = {
        "uid": uuid7s(count),
        "entry_uid": rows.uids,
        "version": rows.versions,
        "org_id": rows.org_ids,
        "path": rows.paths,
        "after_text": digest.objects({**rows.after, **closed}),
        "row_digest": rows.row_digests,
    }
    columns["digest"] = digest.of_many(columns, alike)
    columns |= {name: [value] * count for name, value in alike.items()}
    with transaction.atomic(savepoint=False):
        _take_number_before_rows()
        fields = insertion.columns_of(JournalEvent)
        numbers = insertion.numbers(JournalEvent, count)
        insertion.write(JournalEvent, fields, numbers, [columns[one.attname] for one in fields], tell=tell)


def _take_number_before_rows() -> None:
    """Gives the transaction its number before any row of it has one: the sealer relies on that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")


def _who(actor: Actor) -> dict[str, Any]:
    """The columns every act of an actor has alike."""
    return {
        "at": timezone.now(),
        "user_id": actor.user_id,
        "user_name": actor.name,
        "seats": "\n".join(f"{seat.role}@{seat.org_name}" for seat in actor.seats),
        "channel": actor.channel,
        "purpose": clean(actor.purpose).text,
        "request_id": actor.request_id,
    }


def _event(shared: dict[str, Any], act: Act) -> JournalEvent:
    return JournalEvent(**_columns(shared, act))


def _columns(shared: dict[str, Any], act: Act) -> dict[str, Any]:
    """The columns of an act, its digest with them."""
    columns = {
        **_alike(shared, act),
        "uid": uuid7(),
        "entry_uid": act.uid,
        "version": act.version,
        "org_id": act.org_id,
        "path": act.path,
        "after_text": _text(act, act.after),
        "row_digest": act.row_digest,
    }
    columns["digest"] = digest.of_values(columns)
    return columns


def _alike(shared: dict[str, Any], act: Act) -> dict[str, Any]:
    """The columns that acts of one kind, verb and reason have alike where nothing was before."""
    return {
        **shared,
        "verb": act.verb,
        "kind": act.kind,
        "before_text": _text(act, act.before),
        "reason": clean(act.reason).text.strip() if act.reason else "",
    }


def _text(act: Act, values: Values) -> str:
    if values is None:
        return ""
    kept = {
        name: seal.sealed(value, kind=act.kind, uid=act.uid, field=name) if name in act.sensitive else value
        for name, value in values.items()
    }
    return digest.canonical(kept)


def look(
    actor: Actor, *, kind: str, uid: UUID, field: str, reason: str, org_id: int | None = None, path: str = ""
) -> JournalEvent:
    """Somebody looks at a value kept from sight; the value is not written. Raises ReasonNeeded."""
    if not clean(reason).text.strip():
        raise ReasonNeeded
    act = Act("look", kind, uid, org_id, path, None, {"field": field}, reason)
    return record_many(actor, [act])[0]


def reveal(event: JournalEvent, field: str, *, by: Actor, reason: str) -> tuple[Any, Any]:
    """A field of an event before and after in clear, the look written down first.

    Raises ReasonNeeded, KeyError (no such field in the event) or seal.Unreadable.
    """
    sides = (event.before or {}, event.after or {})
    if not any(field in side for side in sides):
        raise KeyError(field)
    look(
        by,
        kind=event.kind,
        uid=event.entry_uid,
        field=field,
        reason=reason,
        org_id=event.org_id,
        path=event.path,
    )
    kind, uid = event.kind, event.entry_uid
    before, after = (seal.opened(side.get(field), kind=kind, uid=uid, field=field) for side in sides)
    return before, after


def who_did(kind: str, uid: UUID, verb: str) -> set[int]:
    """The users who ever did a thing to an entry: for steps that need a second person."""
    acts = JournalEvent.objects.filter(kind=kind, entry_uid=uid, verb=verb, user__isnull=False)
    return set(acts.values_list("user_id", flat=True))
