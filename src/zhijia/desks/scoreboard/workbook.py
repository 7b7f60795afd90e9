"""The scoreboard as a workbook: numbers as numbers, one row a target."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import IO, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.desks.scoreboard import tables
from zhijia.desks.scoreboard.asked import Asked
from zhijia.desks.scoreboard.groups import Group
from zhijia.desks.scoreboard.lines import Line
from zhijia.sheets.out import Book

WIDTHS = (8, 30, 40, 8, 14, 12, 14, 12, 12, 10, 12, 12, 12, 14, 12, 50)


def made(asked: Asked) -> IO[bytes]:
    """The workbook as an open file."""
    sheet = tables.sheet(asked)
    file = io.BytesIO()
    book = Book(file, _("scoreboard"))
    _paper(book)
    for text in (sheet.title, f"{sheet.place} · {sheet.as_of}", sheet.filtered):
        if text:
            book.row([text], bold=True)
    book.sheet.repeat_rows(book.line)
    book.row(_headings(), bold=True)
    book.sheet.freeze_panes(book.line, 3)
    for group, line in sheet.lines:
        book.row(_values(group, line))
    for group in sheet.groups:
        for event in group.milestones:
            book.row(
                [group.number, group.heading, event.title, event.when, *[""] * 9, str(event.state_label)]
            )
    book.book.close()
    file.seek(0)
    return file


def _paper(book: Book) -> None:
    """A4 across, one page wide."""
    book.sheet.set_paper(9)
    book.sheet.set_landscape()
    book.sheet.fit_to_pages(1, 0)
    for place, width in enumerate(WIDTHS):
        book.sheet.set_column(place, place, width)


def _headings() -> list[str]:
    return [
        _("Item"),
        _("Heading"),
        _("Target"),
        _("Comparison"),
        _("Value"),
        _("Unit"),
        _("From"),
        _("To"),
        _("Counted"),
        _("Base"),
        _("Done of the value, %"),
        _("Claimed, not counted"),
        _("Forecast"),
        _("State"),
        _("Time passed, %"),
        _("How it is counted"),
    ]


def _values(group: Group, line: Line) -> list[Any]:
    target, progress, found = line.target, line.progress, line.outlook.found
    return [
        group.number,
        group.heading,
        line.label,
        target.operator,
        _number(progress.value, progress.unit),
        line.unit_name,
        target.starts_on,
        target.ends_on,
        _number(progress.done, progress.unit),
        _number(line.shown.base, ""),
        _number(None if progress.share is None else progress.share * 100, ""),
        _number(line.shown.claimed, progress.measure.unit),
        _number(found.expected if found is not None else None, progress.unit),
        capfirst(line.state_label),
        _number(progress.passed * 100, ""),
        capfirst(str(progress.measure.rule)),
    ]


def _number(value: float | None, unit: str) -> Decimal | None:
    """A number as a workbook takes it: money in yuan, two decimals at most, nothing where there is none."""
    if value is None:
        return None
    exact = Decimal(str(value)) / (100 if unit == "fen" else 1)
    return exact.quantize(Decimal("0.01"))
