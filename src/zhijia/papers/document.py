"""A paper as a Word document in the layout of GB/T 9704: paper, type area, line grid, faces, signatures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import ceil
from typing import IO, Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhijia.papers import faces, word
from zhijia.papers.paper import Grid, Paper, Paragraph, Party

#: how far the foot stands from the edge: its dash lies 7 mm below the type area
FOOT = faces.BOTTOM - 7 - 5
#: twentieths of a point from line to line, rounded down so that 22 lines fit
TWIPS = int(faces.PITCH * 20)


def made(paper: Paper) -> IO[bytes]:
    """The document as an open file."""
    document: Any = Document()
    word.name_instead(document)
    _plain(document)
    _page(document, paper)
    word.line(document, paper.title, faces.TITLE, faces.TITLE_SIZE, align=word.CENTRE, pitch=36)
    if paper.number:
        _line(document, paper.number, align=word.CENTRE)
    _line(document, "")
    if paper.addressee:
        _line(document, paper.addressee)
    for block in paper.body:
        _grid(document, block) if isinstance(block, Grid) else _paragraph(document, block)
    _signed(document, paper)
    for note in paper.notes:
        word.line(document, note, faces.BODY, faces.TABLE_SIZE, pitch=20)
    file = io.BytesIO()
    document.save(file)
    file.seek(0)
    return file


def _plain(document: Any) -> None:
    """The face and size of the text, its characters so close that 28 make a line.

    By spacing, not by a grid of characters: LibreOffice gives a character wider than its cell two of them.
    """
    style = document.styles["Normal"]
    style.font.size, style.font.name = Pt(faces.BODY_SIZE), faces.LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), faces.BODY)
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), str(-ceil(faces.CLOSER * 20)))
    # after the fonts, before the size, where the schema wants it
    style.element.get_or_add_rPr().insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz")
    # mainland forms of the characters, commas at the foot of the line
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)


def _page(document: Any, paper: Paper) -> None:
    """The paper, its margins, the grid of lines, page numbers at the outer side."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(faces.PAGE[0]), Mm(faces.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(faces.TOP), Mm(faces.BOTTOM)
    section.left_margin, section.right_margin = Mm(faces.LEFT), Mm(faces.RIGHT)
    section.footer_distance = Mm(FOOT)
    _lay_grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    word.page_number(section.footer.paragraphs[0], word.RIGHT, faces.SONG)
    word.page_number(section.even_page_footer.paragraphs[0], word.LEFT, faces.SONG)
    document.core_properties.author = paper.author
    document.core_properties.title = paper.title


def _lay_grid(section: Any) -> None:
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(TWIPS))
    section._sectPr.append(grid)


def _line(document: Any, text: str, *, align: Any = word.LEFT) -> Any:
    return word.line(document, text, faces.BODY, faces.BODY_SIZE, align=align, pitch=TWIPS / 20)


def _paragraph(document: Any, block: Paragraph) -> None:
    """A paragraph set in by two characters, a heading in its own face."""
    paragraph = word.spaced(document.add_paragraph(), word.BOTH, TWIPS / 20)
    _set_in(paragraph)
    word.run(paragraph, block.text, faces.HEAD if block.is_heading else faces.BODY, faces.BODY_SIZE)
    paragraph.paragraph_format.keep_with_next = block.is_heading


def _set_in(paragraph: Any) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(int(faces.BODY_SIZE * 2 * 20)))


def _grid(document: Any, block: Grid) -> None:
    table = document.add_table(rows=1, cols=len(block.heads))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(block.widths)
    word.columns(table, [faces.AREA[0] * wide / whole for wide in block.widths])
    _fill(table.rows[0], block, block.heads, faces.HEAD)
    word.repeated(table.rows[0])
    for texts in block.rows:
        _fill(table.add_row(), block, texts, faces.BODY)
    # a table needs a line after it, or what follows sticks to its frame
    word.line(document, "", faces.BODY, faces.TABLE_SIZE, pitch=12)


def _fill(row: Any, block: Grid, texts: Sequence[str], face: str) -> None:
    word.whole(row)
    for number, (place, text) in enumerate(zip(row.cells, texts, strict=True)):
        place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        is_number = number in block.numbers and face != faces.HEAD
        align = word.RIGHT if is_number else word.CENTRE if face == faces.HEAD else word.LEFT
        word.cell(place, text, face, faces.TABLE_SIZE, align=align)
        place.paragraphs[0].paragraph_format.line_spacing = Pt(faces.TABLE_PITCH)


def _signed(document: Any, paper: Paper) -> None:
    """Who signs, side by side without a frame, and the day under it, four characters from the right."""
    _line(document, "")
    table = document.add_table(rows=1, cols=max(len(paper.parties), 1))
    table.autofit = False
    word.columns(table, [faces.AREA[0] / len(table.columns)] * len(table.columns))
    word.whole(table.rows[0])
    for place, party in zip(table.rows[0].cells, paper.parties, strict=False):
        _party(place, party)
    _line(document, "")
    dated = _line(document, paper.dated, align=word.RIGHT)
    dated.paragraph_format.right_indent = Pt(faces.BODY_SIZE * 4)


def _party(place: Any, party: Party) -> None:
    texts = [party.part, party.name, *party.lines]
    for number, text in enumerate(texts):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        word.run(word.spaced(paragraph, word.LEFT, TWIPS / 20), text, faces.BODY, faces.BODY_SIZE)
