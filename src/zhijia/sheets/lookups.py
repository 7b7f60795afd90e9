"""The cells of a list as values: what they name is looked up for all rows at once, what is said often is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.registry.pickers import orgs_for_adding
from zhijia.registry.register import Register
from zhijia.sheets import related
from zhijia.sheets.columns import Sheet, SheetColumn
from zhijia.sheets.read import Table
from zhijia.sheets.values import Values
from zhijia.tree.actor import Actor

#: kinds whose cells say the same thing over and over, and nothing worth hiding
REPEATED = ("choice", "day", "truth", "org", "whole")


class Asked(Protocol):
    """What is being read: by which sheet, by whom, which place is which column."""

    sheet: Sheet
    by: Actor
    columns: dict[int, SheetColumn]


def only_org(register: type[Register], by: Actor) -> Any | None:
    """The one organisation where the actor may add entries, or None when there are several."""
    orgs = list(orgs_for_adding(register, by)[:2])
    return orgs[0] if len(orgs) == 1 else None


class Lookups:
    """Everything the cells of a list name, found before its rows are read."""

    def __init__(self, found: Asked, rows: Sequence[Sequence[str]], table: Table):
        self.orgs: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, dict[str, Any]] = {}
        self.named: dict[str, related.Named] = {}
        self.columns, self.formulas = found.columns, table.formulas
        self.values = Values(base_1904=table.base_1904)
        self.read_before: dict[tuple[int, str], dict[str, Any]] = {}
        there = {column.name for column in found.columns.values()}
        needs = {column.name for column in found.sheet.columns if column.kind == "org"}
        only = only_org(found.sheet.register, found.by) if needs - there else None
        self.usual = {"org": only} if "org" in needs - there and only else {}
        for place, column in found.columns.items():
            self._look_up(
                found, column, {cells[place].strip() for cells in rows if place < len(cells)} - {""}
            )

    def _look_up(self, found: Asked, column: SheetColumn, texts: set[str]) -> None:
        if column.kind == "org":
            self.orgs[column.name] = related.orgs_by_text(found.sheet.register, found.by, texts)
        elif column.kind == "key" and column.other:
            self.keys[column.name] = related.entries_by_key(column.other, found.by, column.key, texts)
        elif column.kind == "named" and column.other:
            self.named[column.name] = related.Named(column.other, found.by, texts)
        elif column.kind == "uid" and column.other:
            wanted = map(str, related.uids(texts))
            self.keys[column.name] = related.entries_by_key(column.other, found.by, "uid", wanted)

    def row(self, line: int, cells: Sequence[str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """The values of a row by field, and what is wrong with its cells by column."""
        values: dict[str, Any] = {}
        faults: dict[str, list[str]] = {}
        width = len(cells)
        for place, column in self.columns.items():
            text = cells[place] if place < width else ""
            key = (place, text)
            if (known := self.read_before.get(key)) is not None and (line, place) not in self.formulas:
                values |= known
                continue
            try:
                read = self._value(line, place, column, text, cells)
            except ValidationError as error:
                faults[column.name] = error.messages
                continue
            values |= read
            if column.kind in REPEATED or not text:
                self.read_before[key] = read
        return values, faults

    def _value(
        self, line: int, place: int, column: SheetColumn, cell: str, cells: Sequence[str]
    ) -> dict[str, Any]:
        """What a cell gives its row; raises ValidationError."""
        text = self.values.read(column, cell, formula=(line, place) in self.formulas)
        if text is None or column.kind == "hint":
            return {}
        if not related.value_column(column):
            return {column.name: text}
        finders: dict[str, Callable[[SheetColumn, str, Sequence[str]], dict[str, Any]]] = {
            "org": self._org,
            "key": self._key,
            "uid": self._uid,
            "named": self._named,
        }
        return finders[column.kind](column, text, cells)

    def _org(self, column: SheetColumn, text: str, cells: Any) -> dict[str, Any]:
        org = self.orgs[column.name].get(text)
        if org is None:
            raise ValidationError(
                _("You may not add entries at a union called or numbered “%(text)s”, or there is none.")
                % {"text": text}
            )
        return {column.name: org}

    def _key(self, column: SheetColumn, text: str, cells: Any) -> dict[str, Any]:
        entry = self.keys[column.name].get(text)
        if entry is None:
            raise ValidationError(_("Nothing within your sight has the key “%(text)s”.") % {"text": text})
        return {column.name: entry}

    def _uid(self, column: SheetColumn, text: str, cells: Any) -> dict[str, Any]:
        found = related.uids([text])
        if not found:
            raise ValidationError(_("“%(text)s” is no uid; leave this column empty.") % {"text": text[:40]})
        if column.other is None:
            return {"uid": found[0]}
        entry = self.keys[column.name].get(str(found[0]))
        return {column.name.removesuffix(".uid"): entry} if entry else {}

    def _named(self, column: SheetColumn, text: str, cells: Sequence[str]) -> dict[str, Any]:
        told = self.keys.get(f"{column.name}.uid", {}).get(self._beside(f"{column.name}.uid", cells))
        return {
            column.name: told
            or self.named[column.name].only(text, self._beside(f"{column.name}.hint", cells))
        }

    def _beside(self, name: str, cells: Sequence[str]) -> str:
        """What the same row says in the column of that name."""
        places: Mapping[str, int] = {column.name: place for place, column in self.columns.items()}
        return cells[places[name]].strip() if name in places and places[name] < len(cells) else ""
