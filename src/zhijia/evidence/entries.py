"""The entries of other rooms as this room sees them: found by kind and uid, locked, stamped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from zhijia.evidence.models import OfEntry
from zhijia.registry import services as registry
from zhijia.registry import stamping
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import NotFound, Stale
from zhijia.registry.policy import Verdict
from zhijia.registry.register import Register, register, register_of
from zhijia.tree.actor import Actor

TRIES = 5


def register_called(kind: str) -> type[Register]:
    """The register of a key; raises NotFound."""
    try:
        return register(kind)
    except KeyError:
        raise NotFound from None


def entry_of(kind: str, uid: UUID) -> Any | None:
    """The entry, or None when it was removed."""
    return register_called(kind).rows().filter(uid=uid).first()


def entry_for(actor: Actor, kind: str, uid: UUID) -> Any:
    """The entry within the actor's sight; raises NotFound, the same for absent and hidden."""
    found = register_called(kind).visible(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def may_change(actor: Actor, entry: Any) -> Verdict:
    """Whether the actor may add to and take from an entry's evidence: who may change it, or recorded it."""
    policy = register_of(type(entry)).policy
    verdict = policy.change.test(actor, entry)
    if not verdict and actor.user_id is not None and entry.recorded_by_id == actor.user_id:
        return policy.add.test(actor, entry)
    return verdict


def locked(row: OfEntry | Any) -> Any:
    """The entry (of a row of this room) with its row locked until the transaction ends; raises NotFound.

    On SQLite the lock is the transaction itself: it begins IMMEDIATE, so only one writer is at work.
    """
    if isinstance(row, OfEntry):
        model, uid = register_called(row.kind).model, row.entry_uid
    else:
        model, uid = type(row), row.uid
    found = model._default_manager.select_for_update().filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def locked_many(kind: str, uids: Collection[UUID]) -> dict[UUID, Any]:
    """The entries of a register with their persons, locked one after the other in one order; gone ones left out."""
    called = register_called(kind)
    person = called.confirmed_by
    rows = called.model._default_manager.select_related("org").select_for_update(of=("self",))
    if person:
        # deciphering a number nobody reads costs as much as the rest of the row
        rows = rows.select_related(f"{person}__user").defer(f"{person}__id_number")
    found: dict[UUID, Any] = {}
    for some in chunks(sorted(uids)):
        found |= {entry.uid: entry for entry in rows.filter(uid__in=some).order_by("pk")}
    return found


def changeable(actor: Actor, entries: Collection[Any]) -> set[int]:
    """The keys of those entries of one register that `may_change` allows, asked for all at once."""
    found: set[int] = set()
    for some in chunks([entry.pk for entry in entries]):
        register = register_of(type(next(iter(entries))))
        rows = register.model._default_manager.filter(pk__in=some)
        found |= set(register.policy.change.filter(actor, rows).values_list("pk", flat=True))
        if actor.user_id is not None:
            own = register.policy.add.filter(actor, rows.filter(recorded_by=actor.user_id))
            found |= set(own.values_list("pk", flat=True))
    return found


def stamp(entry: Any, values: Mapping[str, Any], *, by: Actor, verb: str, reason: str = "") -> None:
    """Writes gate moments and states through the registry and lets `entry` show them.

    An officer may save the same entry at the same moment; the stamp then goes on top of the newer version.
    """
    stamped = _again(
        lambda: registry.stamp(entry, values, by=by, verb=verb, reason=reason),
    )
    for column in entry._meta.concrete_fields:
        setattr(entry, column.attname, getattr(stamped, column.attname))


def stamp_many(stamped: Sequence[tuple[Any, Mapping[str, Any]]], *, by: Actor, verb: str) -> None:
    """Writes gate moments and states to entries locked by `locked_many`; they show them afterwards."""
    alike: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for entry, values in stamped:
        alike[type(entry), *values.items()].append(entry)
    for (model, *pairs), found in alike.items():
        stamping.stamp_many(register_of(model), found, dict(pairs), by=by, verb=verb)


def _again(write: Callable[[], Any]) -> Any:
    for _ in range(TRIES - 1):
        try:
            return write()
        except Stale:
            continue
    return write()
