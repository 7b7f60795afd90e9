"""Workbooks the house gives out: the rows of a register, an empty sheet to fill in, a list of faults."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.journal import services as journal
from zhijia.kernel.uid import uuid7
from zhijia.registry import cells
from zhijia.registry.bulk import RowError, shared_place
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.listing import Listing
from zhijia.registry.progress import tell
from zhijia.registry.register import Register
from zhijia.sheets.columns import FAULT_COLUMNS, Sheet, SheetColumn, columns_of, importable
from zhijia.tree.actor import Actor

MOST_ROWS = 200_000
#: how a cell begins that a spreadsheet might take for a formula
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"day": 12, "money": 14, "whole": 10, "truth": 8, "choice": 16, "org": 16}
FORMATS = {"day": "yyyy-mm-dd", "money": "#,##0.00", "whole": "0", "truth": "@"}


class Book:
    """A workbook written row by row; texts are texts whatever they begin with."""

    def __init__(self, file: IO[bytes], title: str):
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(file, options)
        self.sheet = self.book.add_worksheet(title[:31].translate(str.maketrans("", "", "[]:*?/\\'")) or "1")
        self.bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.quoted = self.book.add_format({"quote_prefix": True})
        self.formats = {kind: self.book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        self.text = self.book.add_format({"num_format": "@"})
        self.line = 0

    def row(self, values: Sequence[Any], kinds: Sequence[str] = (), *, bold: bool = False) -> None:
        """The next line; days as dates, money (fen) in yuan, whole numbers as numbers, all else as text."""
        for place, value in enumerate(values):
            self._cell(place, value, kinds[place] if kinds else "text", bold)
        self.line += 1

    def _cell(self, place: int, value: Any, kind: str, bold: bool) -> None:
        if value in (None, ""):
            return
        if isinstance(value, date):
            self.sheet.write_datetime(self.line, place, value, self.formats["day"])
        elif isinstance(value, Decimal):
            self.sheet.write_number(self.line, place, float(value))
        elif isinstance(value, int) and kind in ("money", "whole"):
            self.sheet.write_number(
                self.line, place, value / 100 if kind == "money" else value, self.formats[kind]
            )
        else:
            text = str(value)[:32_767]
            style = self.bold if bold else self.quoted if text.startswith(DANGEROUS) else None
            self.sheet.write_string(self.line, place, text, style)

    def watermark(self, text: str) -> None:
        """A line above the headings, and at the foot of every printed page."""
        self.sheet.write_string(
            self.line, 0, text, self.book.add_format({"font_color": "#667382", "italic": 1})
        )
        self.sheet.set_footer("&L&8" + text.replace("&", "&&")[:230])
        self.line += 1

    def hidden_row(self, values: Sequence[str]) -> None:
        """The names by which the house knows its columns, whatever language they are shown in."""
        self.sheet.set_row(self.line, None, None, {"hidden": True})
        self.row(values)

    def widths(self, columns: Sequence[SheetColumn]) -> None:
        for place, column in enumerate(columns):
            style = self.formats.get(column.kind, self.text)
            self.sheet.set_column(place, place, WIDTHS.get(column.kind, 18), style, {"hidden": column.hidden})


def export(register: type[Register], listing: Listing, by: Actor, *, reason: str = "") -> IO[bytes]:
    """A workbook of the rows of a list the actor may export, journalled; protected values masked.

    With a reason they stand in clear where the actor has that right. Raises Forbidden,
    Refused (too many rows) or listing.BadQuery.
    """
    rows = leaving(register, listing, by, reason=reason)
    count, event = rows.count(), uuid7()
    if count > MOST_ROWS:
        said = {"count": count, "most": MOST_ROWS}
        raise Refused(
            "", _("%(count)s rows are more than the %(most)s of one workbook: narrow the list.") % said
        )
    clear = set(register.policy.unmask.filter(by, rows).values_list("pk", flat=True)) if reason else set()
    file = _file()
    columns = columns_of(register)
    book = Book(file, str(register.model._meta.verbose_name_plural))
    book.widths(columns)
    book.watermark(_watermark(by, count, reason, event))
    book.row([str(column.label) for column in columns], bold=True)
    book.hidden_row([column.name for column in columns])
    book.sheet.freeze_panes(book.line, 0)
    kinds = [column.kind for column in columns]
    related = rows.select_related(*_related(register))
    for done, entry in enumerate(related.iterator(chunk_size=2000)):
        if not done % 1000:
            tell("write", done, count)
        book.row(list(_values(register, columns, entry, by, entry.pk in clear)), kinds)
    book.book.close()
    _record(register, listing, by, count, reason, event)
    file.seek(0)
    return file


def leaving(register: type[Register], listing: Listing, by: Actor, *, reason: str = "") -> QuerySet[Any]:
    """The rows of a list that the actor may export; raises Forbidden or listing.BadQuery."""
    rule = register.policy.rule("export")
    if not rule.ever(by):
        raise Forbidden(rule.reason)
    if reason and not register.policy.unmask.ever(by):
        raise Forbidden(register.policy.unmask.reason)
    return rule.filter(by, listing.rows)


def _watermark(by: Actor, count: int, reason: str, event: UUID) -> str:
    """Who took the list out, when, how much of it and why: whoever finds the file knows whom to ask."""
    said = {
        "name": by.name,
        "org": "、".join(dict.fromkeys(seat.org_name for seat in by.seats[:2] if seat.org_name)) or "—",
        "moment": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        "count": count,
        "number": event.hex[-10:],
        "reason": reason,
    }
    line = _("Taken out by %(name)s (%(org)s), %(moment)s, %(count)s rows, journal %(number)s.") % said
    if not reason:
        return f"{line} " + _("Protected values are masked.")
    return f"{line} " + _("Protected values in clear, reason: %(reason)s. Delete the file after use.") % said


def _file() -> IO[bytes]:
    """A file that is gone once it was sent."""
    return tempfile.TemporaryFile()


def _related(register: type[Register]) -> list[str]:
    return [name for name in register.fields if register.field(name).is_relation] or ["org"]


def _values(
    register: type[Register], columns: Iterable[SheetColumn], entry: Any, by: Actor, clear: bool
) -> Iterator[Any]:
    labels = {column.name: dict(column.choices) for column in columns if column.choices}
    for column in columns:
        name, _dot, part = column.name.partition(".")
        value = getattr(entry, name, None)
        if value in (None, "") or column.kind == "hint":
            yield ""
        elif column.level and not clear and not cells.is_clear(register, entry, name, by):
            mask = register.masks.get(name)
            yield mask(cells.text_of(register, entry, name)) if mask else cells.HIDDEN
        elif part == "uid" or column.name == "uid":
            yield str(value.uid if part else value)
        elif column.kind == "shown":
            yield str(value) if part else cells.text_of(register, entry, name)
        elif column.kind in ("org", "key"):
            yield getattr(value, column.key or "code")
        elif column.kind == "truth":
            yield _("yes") if value else _("no")
        else:
            yield labels[name].get(value, value) if column.choices else value


def _record(
    register: type[Register], listing: Listing, by: Actor, count: int, reason: str, event: UUID
) -> None:
    place = shared_place([seat.path for seat in by.seats])
    journal.record(
        by,
        verb="export",
        kind=register.key,
        uid=event,
        org_id=place.pk if place else None,
        path=place.path if place else "",
        before=None,
        after={"rows": count, "asked": listing.asked.urlencode(), "in_clear": bool(reason)},
        reason=reason,
    )


def template(sheet: Sheet) -> IO[bytes]:
    """An empty workbook to fill in: help, headings, drop-downs for choices."""
    file = _file()
    columns = importable(sheet.columns)
    book = Book(file, str(sheet.title))
    book.widths(columns)
    book.row([_help(column) for column in columns])
    book.row([f"{column.label}{' *' if column.required else ''}" for column in columns], bold=True)
    book.hidden_row([column.name for column in columns])
    book.sheet.freeze_panes(book.line, 0)
    lists = book.book.add_worksheet("choices")
    lists.hide()
    options = [_options(column) for column in columns]
    for line in range(max(map(len, options), default=0)):
        for place, texts in enumerate(options):
            if line < len(texts):
                lists.write_string(line, place, texts[line])
    for place, texts in enumerate(options):
        if texts:
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"=choices!${letter}$1:${letter}${len(texts)}"
            book.sheet.data_validation(book.line, place, 9999, place, {"validate": "list", "source": source})
    book.book.close()
    file.seek(0)
    return file


def _options(column: SheetColumn) -> list[str]:
    return [_("yes"), _("no")] if column.kind == "truth" else [str(label) for _code, label in column.choices]


def _help(column: SheetColumn) -> str:
    usual = {
        "day": _("a day, such as 2026-03-08"),
        "money": _("yuan, such as 1234.50"),
        "org": _("statistical code or full name"),
        "hint": _("only when two have the same name: the last four or more characters"),
        "uid": _("leave empty"),
    }
    return str(column.help or usual.get(column.kind, ""))


def faults(
    headings: Sequence[str], texts: dict[int, list[str]], errors: Iterable[RowError], sheet: Sheet
) -> IO[bytes]:
    """The rows with a fault as they were sent, each once, with its line, columns and reasons in front."""
    labels = {column.name: str(column.label) for column in sheet.columns}
    wrong: dict[int, list[tuple[str, str]]] = {}
    for error in errors:
        wrong.setdefault(error.row, []).append((labels.get(error.column, error.column), str(error.reason)))
    file = _file()
    book = Book(file, _("faults"))
    book.row([*map(str, FAULT_COLUMNS), *headings], bold=True)
    for row, said in wrong.items():
        columns = "、".join(dict.fromkeys(column for column, _reason in said if column))
        reasons = "\n".join(dict.fromkeys(reason for _column, reason in said))
        book.row([str(row or ""), columns, reasons, *texts.get(row, [])])
    book.book.close()
    file.seek(0)
    return file
