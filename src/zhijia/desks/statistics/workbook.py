"""A yearly return as a table to hand in: title, unit, period, codes, figures, who signs."""

from __future__ import annotations

import io
from typing import IO, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.desks.statistics import page
from zhijia.plans.models import YearlyReturn
from zhijia.plans.statistics.figures import seen
from zhijia.sheets.out import Book
from zhijia.ui import units

WIDTHS = (9, 46, 10, 16, 16, 16, 44)


def made(entry: YearlyReturn) -> IO[bytes]:
    """The workbook as an open file."""
    found = seen(entry)
    file = io.BytesIO()
    book = Book(file, str(_("yearly return")))
    _paper(book)
    _head(book, entry)
    for section in page.sections(entry, found):
        book.row([section.number, str(section.label)], bold=True)
        for line in section.lines:
            book.row(_values(line), _kinds(line))
    _foot(book, entry, found)
    book.book.close()
    file.seek(0)
    return file


def _paper(book: Book) -> None:
    """A4 across, one page wide, with page numbers."""
    book.sheet.set_paper(9)
    book.sheet.set_landscape()
    book.sheet.fit_to_pages(1, 0)
    book.sheet.set_footer("&C&P / &N")
    for place, width in enumerate(WIDTHS):
        book.sheet.set_column(place, place, width)


def _head(book: Book, entry: YearlyReturn) -> None:
    called = entry.called
    period = f"{called.starts_on.isoformat()} – {called.ends_on.isoformat()}"
    state = capfirst(entry.state_label)
    for text in (
        pgettext("statistics", "Yearly statistical return of the union, %(year)s") % {"year": called.year},
        pgettext("statistics", "Union: %(name)s   Statistical code: %(code)s")
        % {"name": entry.org.name, "code": entry.org.code},
        pgettext("statistics", "Period: %(period)s   State: %(state)s") % {"period": period, "state": state},
        _("Every figure is counted from entries; nobody typed it. Money is in yuan."),
    ):
        book.row([text], bold=True)
    book.sheet.repeat_rows(book.line)
    book.row(
        [
            _("Code"),
            pgettext("statistics", "Field"),
            _("Unit"),
            pgettext("statistics", "This year"),
            _("Last year"),
            _("Counted now"),
            _("Remark"),
        ],
        bold=True,
    )
    book.sheet.freeze_panes(book.line, 2)


def _values(line: page.Line) -> list[Any]:
    field = line.field
    name = pgettext("part of the field above", "of these: %(name)s") % {"name": field.name}
    named = [field.code, str(name if field.part_of else capfirst(str(field.name))), units.name(field.unit)]
    if line.count is None:
        return [*named, "", "", "", _("not answerable: no register")]
    now = line.differs.now if line.differs is not None else None
    lacking = line.count.lacking
    remark = (
        _("%(n)s claimed, not counted") % {"n": units.number(lacking, unit=field.unit)} if lacking else ""
    )
    return [*named, line.count.counted, line.before, now, remark]


def _kinds(line: page.Line) -> list[str]:
    kind = "money" if line.field.unit == "fen" else "whole"
    return ["text", "text", "text", kind, kind, kind, "text"]


def _foot(book: Book, entry: YearlyReturn, found: Any) -> None:
    book.row([])
    for one in found.findings:
        words = found.explained(one)
        book.row([capfirst(str(one.severity.label)), one.text, "", "", "", "", words])
    book.row([])
    if entry.remarks:
        book.row([pgettext("statistics", "Remarks: %(text)s") % {"text": entry.remarks}])
    signed = {"name": page.who_signed(entry), "day": entry.signed_on.isoformat() if entry.signed_on else ""}
    book.row([pgettext("statistics", "Signed by the chair: %(name)s   %(day)s   (seal)") % signed], bold=True)
    if entry.checksum:
        book.row([_("Checksum of the figures: %(sum)s") % {"sum": entry.checksum}])
