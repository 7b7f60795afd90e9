"""The scoreboard as a document in the look of official papers (GB/T 9704): margins, type, page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm

from zhijia.desks.scoreboard import tables
from zhijia.desks.scoreboard.asked import Asked
from zhijia.desks.scoreboard.groups import Group
from zhijia.desks.scoreboard.lines import Line
from zhijia.papers import word
from zhijia.papers.faces import BODY, HEAD, TITLE

#: page and margins in millimetres: A4 across, so that the table has room
PAGE, MARGINS = (297, 210), {"top": 28, "bottom": 26, "left": 37, "right": 35}
WIDTHS = (12, 74, 30, 34, 17, 26, 32)
SMALL = 10.5


def made(asked: Asked) -> IO[bytes]:
    """The document as an open file."""
    sheet = tables.sheet(asked)
    document: Any = Document()
    word.name_instead(document)
    _page(document)
    word.line(document, sheet.title, TITLE, 22, align=word.CENTRE)
    word.line(document, f"{sheet.place}    {sheet.as_of}", BODY, 16, align=word.CENTRE)
    if sheet.filtered:
        word.line(document, sheet.filtered, BODY, 14)
    _table(document, sheet)
    word.line(
        document,
        _("Only what is evidenced and confirmed counts; every figure is counted from entries."),
        BODY,
        12,
    )
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def _page(document: Any) -> None:
    """The paper, its margins, the page number in the foot and the house as author."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    for side, wide in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(wide))
    document.core_properties.author = _("Zhijia")
    word.page_number(section.footer.paragraphs[0], word.CENTRE)


def _table(document: Any, sheet: tables.Sheet) -> None:
    """A row for each target, a row across for each item and each dated activity."""
    table = document.add_table(rows=1, cols=len(WIDTHS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    word.columns(table, WIDTHS)
    heads = [_("No."), _("Target"), _("Value"), _("Done"), "%", _("Forecast"), _("State")]
    _fill(table.rows[0], heads, HEAD)
    word.repeated(table.rows[0])
    number = 0
    for group in sheet.groups:
        _across(table, f"{group.number} {group.heading}".strip(), HEAD)
        for line in group.lines:
            number += 1
            _fill(table.add_row(), _texts(number, line), BODY)
        _events(table, group)


def _events(table: Any, group: Group) -> None:
    for event in group.milestones:
        _across(table, tables.event_text(event), BODY)


def _texts(number: int, line: Line) -> list[str]:
    done = tables.done_text(line)
    if line.shown.claimed:
        done += "\n" + _("%(number)s claimed, not counted") % {"number": line.shown.claimed}
    return [
        str(number),
        line.label,
        tables.value_text(line),
        done,
        tables.share_text(line),
        line.outlook.brief or "—",
        tables.state_text(line),
    ]


def _fill(row: Any, texts: Sequence[str], face: str) -> None:
    word.whole(row)
    for cell, text in zip(row.cells, texts, strict=True):
        word.cell(cell, capfirst(text), face, SMALL)


def _across(table: Any, text: str, face: str) -> None:
    """A row of one cell."""
    row = table.add_row()
    word.whole(row)
    word.cell(row.cells[0].merge(row.cells[-1]), capfirst(text), face, SMALL)
