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
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhijia.desks.scoreboard import tables
from zhijia.desks.scoreboard.asked import Asked
from zhijia.desks.scoreboard.groups import Group
from zhijia.desks.scoreboard.lines import Line

#: typefaces of official papers, as word processors here call them, beside a Latin one
TITLE, BODY, HEAD, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"
#: page and margins in millimetres: A4 across, so that the table has room
PAGE, MARGINS = (297, 210), {"top": 28, "bottom": 26, "left": 37, "right": 35}
WIDTHS = (12, 74, 30, 34, 17, 26, 32)
NARROW = Pt(2)


def made(asked: Asked) -> IO[bytes]:
    """The document as an open file."""
    sheet = tables.sheet(asked)
    document = Document()
    _page(document)
    _line(document, sheet.title, TITLE, 22, centred=True)
    _line(document, f"{sheet.place}    {sheet.as_of}", BODY, 16, centred=True)
    if sheet.filtered:
        _line(document, sheet.filtered, BODY, 14)
    _table(document, sheet)
    _line(
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
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", BODY, 14)
    _field(foot, "PAGE")
    _run(foot, " —", BODY, 14)


def _field(paragraph: Any, name: str) -> None:
    """A field the word processor fills in, such as the number of the page."""
    run = _run(paragraph, "", BODY, 14)
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _line(document: Any, text: str, face: str, size: int, *, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, face, size)


def _run(paragraph: Any, text: str, face: str, size: float, *, bold: bool = False) -> Any:
    """A stretch of text with a typeface for Chinese and one for the rest."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.font.bold = Pt(size), LATIN, bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _table(document: Any, sheet: tables.Sheet) -> None:
    """A row for each target, a row across for each item and each dated activity."""
    table = document.add_table(rows=1, cols=len(WIDTHS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    heads = [_("No."), _("Target"), _("Value"), _("Done"), "%", _("Forecast"), _("State")]
    _fill(table.rows[0], heads, HEAD)
    _repeat(table.rows[0])
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
    _whole(row)
    for cell, text, wide in zip(row.cells, texts, WIDTHS, strict=True):
        cell.width = Mm(wide)
        _cell(cell, text, face)


def _across(table: Any, text: str, face: str) -> None:
    """A row of one cell."""
    row = table.add_row()
    _whole(row)
    _cell(row.cells[0].merge(row.cells[-1]), text, face)


def _cell(cell: Any, text: str, face: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = NARROW
    _run(paragraph, capfirst(text), face, 10.5)


def _whole(row: Any) -> None:
    """A row is not torn apart between pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    """The row stands again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
