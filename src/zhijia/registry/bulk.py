"""Many new entries at once: every row is checked before any is written, and all are written or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from zhijia.journal import services as journal
from zhijia.kernel.uid import uuid7
from zhijia.registry import writing
from zhijia.registry.batch import Batch, Known, Row, RowError, RowErrors
from zhijia.registry.progress import Watch, tell, watched, watching
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP

__all__ = ["Intake", "RowError", "RowErrors", "add_entries", "add_many", "in_lots"]

#: rows of a long list that are made, checked and written before the next ones are: what memory must hold
LOT = 2_000


def add_many(
    register: type[Register],
    rows: Sequence[Row],
    *,
    by: Actor,
    source: str,
    source_digest: str,
    numbers: Sequence[int] | None = None,
) -> int:
    """The number of entries made from rows of field values, journalled as one import; raises RowErrors.

    A row may bring its own `uid`. `numbers` are the rows' numbers in the list they come from, 1, 2, 3 … when
    not given.
    """
    taken = Intake(register, by, source, source_digest)
    with transaction.atomic():
        in_lots(rows, numbers or range(1, len(rows) + 1), taken.take)
        taken.close()
    return taken.count


def add_entries(
    register: type[Register],
    rows: Sequence[Row],
    *,
    by: Actor,
    source: str,
    source_digest: str,
    numbers: Sequence[int] | None = None,
) -> list[Any]:
    """The entries themselves that `add_many` makes, in the order of the rows."""
    taken = Intake(register, by, source, source_digest)
    with transaction.atomic():
        made = taken.take(rows, numbers or range(1, len(rows) + 1))
        taken.close()
    return made


def in_lots(
    rows: Sequence[Row], numbers: Sequence[int], take: Callable[[Sequence[Row], Sequence[int]], Any]
) -> None:
    """Has a long list taken lot by lot, so that memory holds one; raises RowErrors with the faults of all lots.

    To be called inside a transaction: lots without a fault are written before the faults of others are known.
    """
    if len(rows) <= LOT:
        take(rows, numbers)
        return
    faults: list[RowError] = []
    watch = watching()
    for start in range(0, len(rows), LOT):
        tell("store", start, len(rows))
        with watched(Watch(made=watch.made, seen=watch.seen)):
            try:
                take(rows[start : start + LOT], numbers[start : start + LOT])
            except RowErrors as refusal:
                faults += refusal.errors
    if faults:
        raise RowErrors(faults)


class Intake:
    """A list on its way into a register: taken lot by lot, then closed with its own act in the journal."""

    def __init__(self, register: type[Register], by: Actor, source: str, source_digest: str):
        self.register, self.by, self.source, self.source_digest = register, by, source, source_digest
        self.count, self.low, self.high = 0, "", ""
        self.known = Known(register, by)
        self.secret = writing.sensitive_of(register)

    def take(self, rows: Sequence[Row], numbers: Sequence[int]) -> list[Any]:
        """The entries made of a lot, each with its act in the journal; raises RowErrors, nothing written."""
        batch = Batch(self.known, numbers)
        with transaction.atomic():
            batch.build(rows)
            batch.check()
            batch.store()
            self._record(batch.entries)
        watching().made.setdefault(self.register.key, []).extend(entry.uid for entry in batch.entries)
        return batch.entries

    def _record(self, entries: list[Any]) -> None:
        """One act for each row, so that every entry has its own story."""
        if not entries:
            return
        paths = [entry.path for entry in entries]
        self.low, self.high = min([self.low, *paths] if self.count else paths), max(self.high, *paths)
        self.count += len(entries)
        versions = [entry.version for entry in entries]
        after = writing.columns_of(self.register, entries)
        rows = journal.Rows(
            "import",
            self.register.key,
            uids=[entry.uid for entry in entries],
            org_ids=[entry.org_id for entry in entries],
            paths=paths,
            versions=versions,
            after=after,
            row_digests=writing.digests_of(versions, after),
            reason=self.source,
            sensitive=self.secret,
        )
        journal.record_rows(self.by, rows, tell=lambda done: tell("journal", done, len(entries)))

    def close(self) -> None:
        """One act for the list: where it came from, how many rows it had, the lowest place above all of them."""
        about = {"source": self.source, "source_digest": self.source_digest, "rows": self.count}
        place = shared_place([self.low, self.high]) if self.count else None
        org_id, path = (place.pk, place.path) if place else (None, "")
        act = journal.Act("import", self.register.key, uuid7(), org_id, path, None, about)
        journal.record_many(self.by, [act])


def shared_place(paths: Sequence[str]) -> Org | None:
    """The lowest organisation above all these places, or None."""
    if not paths:
        return None
    low, high = min(paths), max(paths)
    length = next((at for at in range(len(low)) if low[at] != high[at : at + 1]), len(low))
    return Org.objects.filter(path=low[: length - length % STEP]).first()
