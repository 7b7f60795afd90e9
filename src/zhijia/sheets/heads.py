"""The headings of a list: which row they are, which column each is, and what somebody must still say of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from zhijia.sheets.columns import FAULT_COLUMNS, Sheet, SheetColumn, importable, in_all_languages, plain
from zhijia.sheets.models import Headings
from zhijia.sheets.read import BadFile, Table
from zhijia.tree.actor import Actor

HEADER_WITHIN = 10


@dataclass
class Heads:
    """The row of headings of a table and what each is: `told` is what somebody said, place → name or ""."""

    sheet: Sheet
    table: Table
    told: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> dict[str, SheetColumn]:
        """Everything a heading may say → the column."""
        return {heading: column for column in importable(self.sheet.columns) for heading in column.headings()}

    @cached_property
    def shown(self) -> set[str]:
        """Headings that an export or a list of faults adds and nobody fills in."""
        return {
            heading
            for column in self.sheet.columns
            if column.kind == "shown"
            for heading in column.headings()
        }.union(*map(in_all_languages, FAULT_COLUMNS)) - set(self.names)

    @cached_property
    def place(self) -> int:
        """The place of the row with most known headings among the first ones, else of the one with most cells."""
        first = [cells for _line, cells in self.table.rows[:HEADER_WITHIN]]
        hits = [sum(plain(cell) in self.names for cell in cells if cell) for cells in first]
        if max(hits):
            return hits.index(max(hits))
        filled = [sum(bool(cell.strip()) for cell in cells) for cells in first]
        return filled.index(max(filled))

    @property
    def texts(self) -> list[str]:
        return self.table.rows[self.place][1]

    @cached_property
    def guessed(self) -> dict[int, SheetColumn]:
        """Place → column by what the headings say, for those said once and explained by nobody."""
        found = {place: self.names.get(plain(text)) for place, text in enumerate(self.texts)}
        often = Counter(column for column in found.values() if column is not None)
        return {place: column for place, column in found.items() if column is not None and often[column] == 1}

    @cached_property
    def doubled(self) -> list[SheetColumn]:
        """Columns that several headings say and nobody has chosen between."""
        places = [place for place in range(len(self.texts)) if place not in self.told]
        said = Counter(self.names.get(plain(self.texts[place])) for place in places)
        return [column for column, often in said.items() if column is not None and often > 1]

    @property
    def unknown(self) -> list[int]:
        """Places of headings that say nothing the sheet knows and that nobody has explained."""
        return [
            place
            for place, text in enumerate(self.texts)
            if text.strip()
            and place not in self.told
            and plain(text) not in self.names
            and plain(text) not in self.shown
        ]

    def columns(self) -> dict[int, SheetColumn]:
        """Place → column; raises BadFile for one that stands twice, and where none is known."""
        found: dict[int, SheetColumn] = {}
        for place, text in enumerate(self.texts):
            told = self.told.get(place)
            column = (
                self.names.get(plain(text)) if told is None else self.sheet.column(told) if told else None
            )
            if column is None:
                continue
            if column in found.values():
                raise BadFile(
                    _("The heading “%(name)s” stands twice; delete one column.") % {"name": column.label}
                )
            found[place] = column
        if not found:
            wanted = ", ".join(str(one.label) for one in importable(self.sheet.columns) if not one.hidden)
            raise BadFile(
                _("No heading is known. The first row names the columns: %(names)s.") % {"names": wanted}
            )
        return found

    @property
    def digest(self) -> str:
        """What lists with the same headings, in the same order, have alike."""
        return hashlib.sha256(json.dumps([plain(text) for text in self.texts]).encode()).hexdigest()


def remembered(sheet: Sheet, table: Table, by: Actor) -> dict[int, str]:
    """What the actor's union said the last time of headings like these."""
    orgs = [seat.org_id for seat in by.seats]
    known = Headings.objects.filter(sheet=sheet.key, org__in=orgs, digest=Heads(sheet, table).digest)
    found = known.order_by("-at").first() if orgs else None
    names = {column.name for column in importable(sheet.columns)} | {""}
    return {int(at): name for at, name in found.columns.items() if name in names} if found else {}


def remember(heads: Heads, told: Mapping[int, str], by: Actor) -> None:
    """Keeps what was said of the headings for the actor's union."""
    for org_id in {seat.org_id for seat in by.seats[:1]}:
        Headings.objects.update_or_create(
            sheet=heads.sheet.key, org_id=org_id, digest=heads.digest, defaults={"columns": dict(told)}
        )


def faults_of(sheet: Sheet, told: Mapping[int, str], lacking: Sequence[SheetColumn]) -> list[str]:
    """What is wrong with what somebody said of headings: a column chosen twice, a needed one not at all."""
    often = Counter(name for name in told.values() if name)
    twice = [sheet.column(name).label for name, times in often.items() if times > 1]
    said = [_("“%(name)s” is chosen twice; leave one of them out.") % {"name": label} for label in twice]
    return said + [
        _("No column is chosen for “%(name)s”, which must be filled in.") % {"name": one.label}
        for one in lacking
    ]
