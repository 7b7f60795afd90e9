"""Groups that stood in a column of the person's record become dated facts the journal answers for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from zhijia.directory.holding.values import Source
from zhijia.directory.models import Person, PersonFact
from zhijia.journal import services as journal
from zhijia.journal.models import JournalEvent
from zhijia.journal.queries import newest_digests
from zhijia.registry.writing import act_of, digest_of, values_of
from zhijia.tree.actor import SYSTEM

BATCH = 2000
KIND = "directory.person"
#: the column the record of a person had
COLUMN = "migrant_worker"
MOVED = "数据升级：“是否农民工”改为有起止日期的记录。 Migrant work became a dated fact."


def take_over_facts() -> None:
    """The facts the migration made stand in the journal, and people's records without the column.

    Does nothing where that was done, all of it in one transaction.
    """
    if not (PersonFact.objects.filter(version=0).exists() or _first_is_old()):
        return
    with transaction.atomic():
        marked = set(PersonFact.objects.filter(source=Source.RECORD).values_list("person", flat=True))
        for facts in _batches(PersonFact.objects.filter(version=0)):
            _written(PersonFact, facts, "add")
        known = newest_digests(KIND)
        for people in _batches(Person.objects.all()):
            old = [one for one in people if known.get(one.uid) == _digest_before(one, one.pk in marked)]
            _written(Person, old, "change", marked)


def _first_is_old() -> bool:
    """Whether the journal knows the first record as it stood with the column."""
    first = Person.objects.order_by("pk").first()
    if first is None:
        return False
    known = journal_digest(first)
    return known in {_digest_before(first, True), _digest_before(first, False)}


def journal_digest(person: Person) -> str:
    """The row digest the journal knows of one person."""
    acts = JournalEvent.objects.filter(kind=KIND, entry_uid=person.uid, version__isnull=False).order_by(
        "-version"
    )
    return acts.values_list("row_digest", flat=True).first() or ""


def _digest_before(person: Person, marked: bool) -> str:
    values = values_of(Person.register, person)  # type: ignore[attr-defined]
    return digest_of(person.version, {**values, COLUMN: marked})


def _batches(rows: Any) -> Iterator[list[Any]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        yield batch


def _written(model: Any, rows: list[Any], verb: str, marked: set[int] | None = None) -> None:
    """The rows one version on, each with its act in the journal; nothing else is covered up."""
    for row in rows:
        row.version += 1
    model.objects.bulk_update(rows, ["version"])
    acts = []
    for row in rows:
        now = values_of(model.register, row)
        before = None if marked is None else {**now, COLUMN: row.pk in marked}
        acts.append(act_of(model.register, row, verb=verb, before=before, reason=MOVED))
    journal.record_many(SYSTEM, acts)
