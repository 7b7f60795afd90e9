"""From a table of texts to entries: headings, cells, a trial that names every fault, then all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhijia.registry.bulk import RowError, RowErrors
from zhijia.registry.pickers import orgs_for_adding
from zhijia.sheets import related
from zhijia.sheets.columns import Sheet, SheetColumn, importable, plain
from zhijia.sheets.models import Load
from zhijia.sheets.read import BadFile, Table
from zhijia.sheets.values import value_of
from zhijia.tree.actor import Actor

HEADER_WITHIN = 10
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
    known: int = 0
    digest: str = ""

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


def reading(sheet: Sheet, table: Table, by: Actor, *, mapping: Mapping[int, str] | None = None) -> Reading:
    """A table as values; `mapping` says what a column is whose heading was not understood. Raises BadFile."""
    found = Reading(sheet, by)
    place = _header(sheet, table)
    found.headings = table.rows[place][1]
    found.columns = _columns(sheet, found.headings, mapping or {})
    rows = [row for row in table.rows[place + 1 :] if not _repeats_header(found.columns, row[1])]
    if not rows:
        raise BadFile(_("The list has a heading but no rows."))
    _read_rows(found, rows, table.formulas)
    _skip_known(found)
    body = [[column.name for column in found.columns.values()], [cells for _line, cells in rows]]
    found.digest = hashlib.sha256(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
    return found


def _header(sheet: Sheet, table: Table) -> int:
    """The place of the row with most known headings among the first ones."""
    known = {heading for column in importable(sheet.columns) for heading in column.headings()}
    hits = [
        sum(plain(cell) in known for cell in cells if cell) for _line, cells in table.rows[:HEADER_WITHIN]
    ]
    if not max(hits):
        wanted = ", ".join(str(column.label) for column in importable(sheet.columns) if not column.hidden)
        raise BadFile(
            _("No heading is known. The first row names the columns: %(names)s.") % {"names": wanted}
        )
    return hits.index(max(hits))


def _columns(sheet: Sheet, headings: Sequence[str], mapping: Mapping[int, str]) -> dict[int, SheetColumn]:
    """Place → column; raises BadFile for a heading that stands twice and for one that is missing."""
    names = {heading: column for column in sheet.columns for heading in column.headings()}
    found: dict[int, SheetColumn] = {}
    for place, heading in enumerate(headings):
        told = mapping.get(place)
        column = sheet.column(told) if told else names.get(plain(heading))
        if column is None or column.kind == "shown":
            continue
        if column in found.values():
            raise BadFile(
                _("The heading “%(name)s” stands twice; delete one column.") % {"name": column.label}
            )
        found[place] = column
    return found


def missing(found: Reading) -> list[SheetColumn]:
    """The columns that must be filled in and are not there; an organisation that can only be one is known."""
    there = set(found.columns.values())
    lacking = [column for column in found.sheet.columns if column.required and column not in there]
    return [column for column in lacking if column.kind != "org" or _only_org(found) is None]


def _only_org(found: Reading) -> Any | None:
    orgs = list(orgs_for_adding(found.sheet.register, found.by)[:2])
    return orgs[0] if len(orgs) == 1 else None


def _repeats_header(columns: Mapping[int, SheetColumn], cells: Sequence[str]) -> bool:
    filled = [(place, cell) for place, cell in enumerate(cells) if cell.strip() and place in columns]
    return bool(filled) and all(plain(cell) in columns[place].headings() for place, cell in filled)


def _read_rows(found: Reading, rows: list[tuple[int, list[str]]], formulas: set[tuple[int, int]]) -> None:
    lookups = Lookups(found, [cells for _line, cells in rows])
    absent = missing(found)
    for line, cells in rows:
        values: dict[str, Any] = {}
        texts = {
            column: cells[place] if place < len(cells) else "" for place, column in found.columns.items()
        }
        for place, column in found.columns.items():
            with _faults(found, line, column.name):
                values |= lookups.value(column, texts, formula=(line, place) in formulas)
        found.errors += [RowError(line, column.name, _("This column is missing.")) for column in absent]
        if "org" not in values and "org" not in {error.column for error in found.errors if error.row == line}:
            values |= lookups.usual
        found.numbers.append(line)
        found.texts[line] = cells
        found.rows.append(values)


@contextmanager
def _faults(found: Reading, line: int, column: str) -> Iterator[None]:
    """Keeps what is wrong with a cell as a fault of its row."""
    try:
        yield
    except ValidationError as error:
        found.errors += [RowError(line, column, text) for text in error.messages]


class Lookups:
    """Everything the cells of a list name, found before its rows are read."""

    def __init__(self, found: Reading, rows: Sequence[Sequence[str]]):
        self.orgs: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, dict[str, Any]] = {}
        self.named: dict[str, related.Named] = {}
        there = {column.name for column in found.columns.values()}
        needs = {column.name: column for column in found.sheet.columns if column.kind == "org"}
        only = _only_org(found) if set(needs) - there else None
        self.usual = {"org": only} if "org" in needs and "org" not in there and only else {}
        for place, column in found.columns.items():
            texts = {cells[place].strip() for cells in rows if place < len(cells)} - {""}
            if column.kind == "org":
                self.orgs[column.name] = related.orgs_by_text(found.sheet.register, found.by, texts)
            elif column.kind == "key" and column.other:
                self.keys[column.name] = related.entries_by_key(column.other, found.by, column.key, texts)
            elif column.kind == "named" and column.other:
                self.named[column.name] = related.Named(column.other, found.by, texts)
            elif column.kind == "uid" and column.other:
                wanted = map(str, related.uids(texts))
                self.keys[column.name] = related.entries_by_key(column.other, found.by, "uid", wanted)

    def value(
        self, column: SheetColumn, texts: Mapping[SheetColumn, str], *, formula: bool
    ) -> dict[str, Any]:
        """What a cell gives its row; raises ValidationError."""
        text = value_of(column, texts[column], formula=formula)
        if not related.value_column(column):
            return {} if text is None else {column.name: text}
        if text is None or column.kind == "hint":
            return {}
        return getattr(self, f"_{column.kind}")(column, text, texts)  # type: ignore[no-any-return]

    def _org(self, column: SheetColumn, text: str, texts: Any) -> dict[str, Any]:
        org = self.orgs[column.name].get(text)
        if org is None:
            raise ValidationError(
                _("You may not add entries at a union called or numbered “%(text)s”, or there is none.")
                % {"text": text}
            )
        return {column.name: org}

    def _key(self, column: SheetColumn, text: str, texts: Any) -> dict[str, Any]:
        entry = self.keys[column.name].get(text)
        if entry is None:
            raise ValidationError(_("Nothing within your sight has the key “%(text)s”.") % {"text": text})
        return {column.name: entry}

    def _uid(self, column: SheetColumn, text: str, texts: Any) -> dict[str, Any]:
        if not related.uids([text]):
            raise ValidationError(_("“%(text)s” is no uid; leave this column empty.") % {"text": text[:40]})
        if column.other is None:
            return {"uid": related.uids([text])[0]}
        entry = self.keys[column.name].get(str(related.uids([text])[0]))
        return {column.name.removesuffix(".uid"): entry} if entry else {}

    def _named(self, column: SheetColumn, text: str, texts: Mapping[SheetColumn, str]) -> dict[str, Any]:
        cells = {one.name: cell.strip() for one, cell in texts.items()}
        told = self.keys.get(f"{column.name}.uid", {}).get(cells.get(f"{column.name}.uid", ""))
        return {column.name: told or self.named[column.name].only(text, cells.get(f"{column.name}.hint", ""))}


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


def tried(found: Reading) -> Reading:
    """The reading with the faults that only making the entries shows; nothing of it is kept.

    Long lists are tried in lots, so that nobody waits for the database meanwhile.
    """
    numbers, rows = found.without_bad()
    lot = max(len(rows), 1) if found.sheet.whole else TRIAL
    for start in range(0, len(rows), lot):
        some = slice(start, start + lot)
        try:
            with transaction.atomic():
                found.sheet.make(rows[some], by=found.by, source="", source_digest="", numbers=numbers[some])
                raise _Undone
        except _Undone:
            continue
        except RowErrors as refusal:
            found.errors += refusal.errors
    found.errors.sort(key=lambda error: error.row)
    return found


@dataclass(frozen=True)
class Result:
    """What came of a list: entries added, rows that stood already, rows left out for their faults."""

    added: int = 0
    known: int = 0
    left_out: int = 0
    before: Load | None = None


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
            if not only_good or not {error.row for error in refusal.errors} & set(numbers):
                raise
            found.errors += refusal.errors
        except IntegrityError:
            if known := _taken_before(found):
                return known
            raise
        else:
            return Result(added, found.known, len(found.rows) - len(rows))


def _taken_before(found: Reading) -> Result | None:
    known = Load.objects.filter(sheet=found.sheet.key, digest=found.digest).first()
    return Result(known=len(found.rows) + found.known, before=known) if known else None


def _take(found: Reading, numbers: list[int], rows: list[dict[str, Any]], source: str) -> int:
    with transaction.atomic():
        Load.objects.create(
            sheet=found.sheet.key, digest=found.digest, source=source, rows=len(rows), by_id=found.by.user_id
        )
        return found.sheet.make(rows, by=found.by, source=source, source_digest=found.digest, numbers=numbers)
