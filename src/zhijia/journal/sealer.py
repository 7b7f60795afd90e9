"""Chains the committed rows of the journal: each seal holds the head of the one before."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from zhijia.journal import anchor
from zhijia.journal.digest import Fold, of_seal, of_witness
from zhijia.journal.models import JournalEvent, Seal, Witness

SEALER_LOCK = 7_301_002
GENESIS = "0" * 64
#: rows of a table in one seal, so that a backlog stays in small links
MOST = 20_000
PAUSE = 0.02


@dataclass(frozen=True)
class Reach:
    """The newest numbers up to which every row is committed and no other can appear."""

    event: int
    witness: int


def seal_now(*, patience: float = 2.0) -> list[Seal]:
    """Seals what is committed and anchors it; the seals made, none when nothing is new.

    Safe at any time and from any number of processes. On PostgreSQL it waits up to `patience` seconds for
    transactions under way; when one takes longer nothing is sealed, and the next call makes up for it.
    """
    made = []
    while (seal := _seal_once(patience)) is not None:
        made.append(seal)
    transaction.on_commit(anchor.export)
    return made


def _seal_once(patience: float) -> Seal | None:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
        reach = _reach(patience)
        last = Seal.objects.order_by("-number").defer("marks").first()
        seal = _link(last, reach) if reach else None
        if seal is not None:
            seal.save(force_insert=True)
        return seal


def _newest() -> Reach:
    event = JournalEvent.objects.aggregate(newest=Max("id"))["newest"] or 0
    return Reach(event, Witness.objects.aggregate(newest=Max("id"))["newest"] or 0)


def _reach(patience: float) -> Reach | None:
    """How far sealing may go; None when transactions under way last longer than the patience.

    SQLite has one writer at a time, so numbers are in the order of commits. PostgreSQL gives numbers out
    before commit, and a lower one may appear after a higher. Every writer has its transaction number before
    it gets a row number. So: read the newest row number, then take a transaction number; rows of later
    transactions are numbered higher, and once all earlier transactions have ended, nothing new can appear
    below. A lock shared by the writers would do too, but behind one long import it would hold up everybody;
    this holds up the seal only.
    """
    newest = _newest()
    if connection.vendor != "postgresql":
        return newest
    deadline = time.monotonic() + patience
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        (own,) = cursor.fetchone()
        while not _all_ended_before(cursor, own):
            if time.monotonic() >= deadline:
                return None
            time.sleep(PAUSE)
    return newest


def _all_ended_before(cursor: Any, own: str) -> bool:
    """Whether every transaction with a lower number than this one has ended.

    Those from the snapshot's end on are not listed as running even when they are, hence the first condition.
    """
    cursor.execute(
        "SELECT pg_snapshot_xmax(now.seen)::text::bigint >= %s::bigint AND NOT EXISTS ("
        " SELECT 1 FROM pg_snapshot_xip(now.seen) AS running(number)"
        " WHERE running.number::text::bigint < %s::bigint)"
        " FROM (SELECT pg_current_snapshot() AS seen) AS now",
        [own, own],
    )
    return bool(cursor.fetchone()[0])


def _link(last: Seal | None, reach: Reach) -> Seal | None:
    """The next seal, not yet stored; None when there is nothing after the last one."""
    seal = Seal(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        previous=last.head if last else GENESIS,
        first_event=last.last_event + 1 if last else 1,
        first_witness=last.last_witness + 1 if last else 1,
    )
    seal.last_event = _bounded(JournalEvent, seal.first_event, reach.event)
    seal.last_witness = _bounded(Witness, seal.first_witness, reach.witness)
    fold = Fold()
    seal.events, seal.witnesses = add_rows(fold, seal)
    if not seal.events + seal.witnesses:
        return None
    seal.digest, seal.marks = fold.digest, fold.marks_text
    seal.head = of_seal(seal)
    return seal


def _bounded(model: Any, first: int, last: int) -> int:
    """The last number of a link of at most MOST rows; one below the first when there is none."""
    numbers = model.objects.filter(id__gte=first, id__lte=last).order_by("id").values_list("id", flat=True)
    chunk = list(numbers[:MOST])
    return chunk[-1] if chunk else first - 1


def add_rows(fold: Fold, seal: Seal) -> tuple[int, int]:
    """Adds the rows a seal covers to a fold, as they stand now; how many events and witnesses."""
    events = JournalEvent.objects.filter(id__gte=seal.first_event, id__lte=seal.last_event).order_by("id")
    rows = Witness.objects.filter(id__gte=seal.first_witness, id__lte=seal.last_witness).order_by("id")
    counted = [0, 0]
    for pk, digest in events.values_list("id", "digest").iterator(chunk_size=2000):
        fold.add(f"e{pk}", digest)
        counted[0] += 1
    for row in rows.iterator(chunk_size=2000):
        fold.add(f"w{row.pk}", of_witness(row))
        counted[1] += 1
    return counted[0], counted[1]
