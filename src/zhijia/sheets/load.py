"""From a table of texts to entries: headings, cells, a trial that names every fault, then all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhijia.kernel.garbage import left_for_later
from zhijia.registry.bulk import RowError, RowErrors
from zhijia.registry.progress import Told, Watch, tell, watched, watching
from zhijia.sheets import related
from zhijia.sheets.columns import Sheet, SheetColumn, plain
from zhijia.sheets.heads import Heads
from zhijia.sheets.lookups import Lookups, only_org
from zhijia.sheets.models import Load
from zhijia.sheets.read import BadFile, Table
from zhijia.tree.actor import Actor

TRIAL = 500


@dataclass
class Reading:
    """A table read by a sheet: which column is what, the values of each row, and what is wrong."""

    sheet: Sheet
    by: Actor
    headings: list[str] = field(default_factory=list)
    columns: dict[int, SheetColumn] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[int, list[str]] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    known: int = 0
    digest: str = ""
    #: when the same list was taken in already
    before: Load | None = None

    @property
    def bad(self) -> set[int]:
        """The numbers of rows with a fault."""
        return {error.row for error in self.errors}

    @property
    def good(self) -> int:
        return len(set(self.numbers) - self.bad)

    def without_bad(self) -> tuple[list[int], list[dict[str, Any]]]:
        """Numbers and values of the rows without a fault."""
        kept = [pair for pair in zip(self.numbers, self.rows, strict=True) if pair[0] not in self.bad]
        return [number for number, _row in kept], [row for _number, row in kept]


@left_for_later()
def reading(sheet: Sheet, table: Table, by: Actor, *, mapping: Mapping[int, str] | None = None) -> Reading:
    """A table as values; `mapping` says what a column is whose heading was not understood. Raises BadFile."""
    found = Reading(sheet, by)
    heads = Heads(sheet, table, mapping or {})
    found.headings, found.columns = heads.texts, heads.columns()
    found.notices = table.notices
    repeats = repeats_header(found.columns)
    rows = [row for row in table.rows[heads.place + 1 :] if not repeats(row[1])]
    if not rows:
        raise BadFile(_("The list has a heading but no rows."))
    _read_rows(found, rows, table)
    _skip_known(found)
    body = [[column.name for column in found.columns.values()], [cells for _line, cells in rows]]
    found.digest = hashlib.sha256(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
    return found


def missing(found: Reading) -> list[SheetColumn]:
    """The columns that must be filled in and are not there."""
    return lacking(found.sheet, found.columns, found.by)


def lacking(sheet: Sheet, columns: Mapping[int, SheetColumn], by: Actor) -> list[SheetColumn]:
    """The columns a list cannot do without and has not; an organisation that can only be one is known."""
    absent = [column for column in sheet.columns if column.required and column not in columns.values()]
    return [column for column in absent if column.kind != "org" or only_org(sheet.register, by) is None]


def repeats_header(columns: Mapping[int, SheetColumn]) -> Callable[[Sequence[str]], bool]:
    """Whether a row says its headings again, as the hidden row of an export does."""
    known = {place: column.headings() for place, column in columns.items()}

    def repeats(cells: Sequence[str]) -> bool:
        filled = [(place, cell) for place, cell in enumerate(cells) if place in known and cell.strip()]
        return bool(filled) and all(plain(cell) in known[place] for place, cell in filled)

    return repeats


def _read_rows(found: Reading, rows: list[tuple[int, list[str]]], table: Table) -> None:
    lookups = Lookups(found, [cells for _line, cells in rows], table)
    absent = missing(found)
    for number, (line, cells) in enumerate(rows):
        if not number % 1000:
            tell("read", number, len(rows))
        values, faults = lookups.row(line, cells)
        for name, messages in faults.items():
            found.errors += [RowError(line, name, text) for text in messages]
        found.errors += [RowError(line, column.name, _("This column is missing.")) for column in absent]
        if "org" not in values and "org" not in faults:
            values |= lookups.usual
        found.numbers.append(line)
        found.texts[line] = cells
        found.rows.append(values)


def _skip_known(found: Reading) -> None:
    """Leaves out rows that stand in the register already under their own uid."""
    wanted = [row["uid"] for row in found.rows if "uid" in row]
    if not wanted:
        return
    seen = related.entries_by_key(found.sheet.register, found.by, "uid", wanted)
    known = {line for line, row in zip(found.numbers, found.rows, strict=True) if str(row.get("uid")) in seen}
    kept = [pair for pair in zip(found.numbers, found.rows, strict=True) if pair[0] not in known]
    found.known = len(known)
    found.numbers, found.rows = [line for line, _row in kept], [row for _line, row in kept]
    found.errors = [error for error in found.errors if error.row not in known]


class _Undone(Exception):
    """Ends a trial that went well, so that nothing of it stays."""


@left_for_later()
def tried(found: Reading) -> Reading:
    """The reading with the faults that only making the entries shows; nothing of it is kept.

    Long lists are tried in lots, so that nobody waits for the database meanwhile. A list that was taken in already
    has no faults: what it names stands.
    """
    if known := _taken_before(found):
        found.before, found.errors = known.before, []
        return found
    numbers, rows = found.without_bad()
    lot = max(len(rows), 1) if found.sheet.whole else TRIAL
    watch, told = Watch(), watching().told
    with watched(watch):
        for start in range(0, len(rows), lot):
            # lots are small: what is told is how many are over
            watch.told = told if found.sheet.whole else partial(_lots, told, start, len(rows))
            some = slice(start, start + lot)
            found.errors += _faults_of_lot(found, numbers[some], rows[some])
    found.errors.sort(key=lambda error: error.row)
    return found


def _lots(told: Told, over: int, every: int, _step: str, _done: int, _of: int) -> None:
    told("try", over, every)


def _faults_of_lot(found: Reading, numbers: list[int], rows: list[dict[str, Any]]) -> list[RowError]:
    """What making these entries would be refused for; they are made and undone.

    What is made first hides the faults of what is made of it, so the lines without a fault are tried again.
    """
    errors: list[RowError] = []
    while rows:
        try:
            with transaction.atomic():
                found.sheet.make(rows, by=found.by, source="", source_digest="", numbers=numbers)
                raise _Undone
        except _Undone:
            break
        except RowErrors as refusal:
            errors += refusal.errors
        bad = {error.row for error in errors}
        kept = [pair for pair in zip(numbers, rows, strict=True) if pair[0] not in bad]
        if found.sheet.complete or len(kept) == len(rows):
            break
        numbers, rows = [number for number, _row in kept], [row for _number, row in kept]
    return errors


@dataclass(frozen=True)
class Result:
    """What came of a list: entries added, rows that stood already, rows left out for their faults."""

    added: int = 0
    known: int = 0
    left_out: int = 0
    before: Load | None = None


@left_for_later()
def load(found: Reading, *, source: str, only_good: bool = False) -> Result:
    """Takes a list in, all or nothing, or with `only_good` the rows without a fault; raises RowErrors.

    The same list a second time adds nothing; `before` is then when it was taken in.
    """
    if known := _taken_before(found):
        return known
    if found.errors and not only_good:
        raise RowErrors(tried(found).errors)
    while True:
        numbers, rows = found.without_bad()
        try:
            added = _take(found, numbers, rows, source) if rows else 0
        except RowErrors as refusal:
            if not only_good:
                raise RowErrors(tried(found).errors or list(refusal.errors)) from refusal
            if not {error.row for error in refusal.errors} & set(numbers):
                raise
            found.errors += refusal.errors
        except IntegrityError:
            if known := _taken_before(found):
                return known
            raise
        else:
            return Result(added, found.known, len(found.rows) - len(rows))


def _taken_before(found: Reading) -> Result | None:
    known = Load.objects.filter(sheet=found.sheet.key, digest=found.digest, undone_at=None).first()
    return Result(known=len(found.rows) + found.known, before=known) if known else None


def _take(found: Reading, numbers: list[int], rows: list[dict[str, Any]], source: str) -> int:
    watch = Watch(watching().told)
    with watched(watch), transaction.atomic():
        taken = Load.objects.create(
            sheet=found.sheet.key, digest=found.digest, source=source, rows=len(rows), by_id=found.by.user_id
        )
        added = found.sheet.make(
            rows, by=found.by, source=source, source_digest=found.digest, numbers=numbers
        )
        made = {key: [uid.hex for uid in uids] for key, uids in watch.made.items()}
        Load.objects.filter(pk=taken.pk).update(made=json.dumps(made))
    return added
