"""The strokes Word documents of the house are made of: faces for Chinese and Latin, lines, fields, cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhijia.papers.faces import BODY, FOOT_SIZE, INSTEAD, LATIN

LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY
NARROW = Pt(2)
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def run(paragraph: Any, text: str, face: str, size: float, *, bold: bool = False) -> Any:
    """A stretch of text with a typeface for Chinese and one for the rest."""
    made = paragraph.add_run(text)
    made.font.size, made.font.name, made.font.bold = Pt(size), LATIN, bold
    fonts = made._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        # quotation marks beside Chinese come from the Chinese face
        fonts.set(qn("w:hint"), "eastAsia")
    return made


def spaced(paragraph: Any, align: Any, pitch: float) -> Any:
    """The paragraph with its lines exactly so many points apart and nothing between it and the next."""
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(pitch)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def line(document: Any, text: str, face: str, size: float, *, align: Any = LEFT, pitch: float = 28) -> Any:
    """A paragraph of one face."""
    paragraph = spaced(document.add_paragraph(), align, pitch)
    run(paragraph, text, face, size)
    return paragraph


def page_number(foot: Any, align: Any, face: str = BODY) -> None:
    """The number of the page between dashes, filled in by the word processor."""
    foot.alignment = align
    run(foot, "— ", face, FOOT_SIZE)
    for kind in ("begin", "", "separate"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = "PAGE"
        run(foot, "", face, FOOT_SIZE)._r.append(part)
    # what stands there until the word processor reckons it
    run(foot, "1", face, FOOT_SIZE)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    run(foot, "", face, FOOT_SIZE)._r.append(end)
    run(foot, " —", face, FOOT_SIZE)


def columns(table: Any, widths: Sequence[float]) -> None:
    """The widths of a table's columns in millimetres, before rows are added to its first one.

    They stand at the columns and at the cells, as word processors go by one or the other.
    """
    for column, place, wide in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = place.width = Mm(wide)


def cell(place: Any, text: str, face: str, size: float, *, align: Any = LEFT) -> None:
    """The text of a cell of a table."""
    paragraph = place.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = NARROW
    # the lines of a table are closer than those of the page's grid
    off_grid = OxmlElement("w:snapToGrid")
    off_grid.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(off_grid, "w:spacing", "w:ind", "w:jc", "w:rPr")
    run(paragraph, text, face, size)


def whole(row: Any) -> None:
    """A row is not torn apart between pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeated(row: Any) -> None:
    """The row stands again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def name_instead(document: Any) -> None:
    """Tells the word processor which face to take where one of official papers is missing."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = _font_table().encode()


def _font_table() -> str:
    fonts = "".join(
        f"<w:font w:name={quoteattr(face)}><w:altName w:val={quoteattr(','.join(others))}/>"
        '<w:charset w:val="86"/></w:font>'
        for face, others in INSTEAD.items()
    )
    latin = f'<w:font w:name={quoteattr(LATIN)}><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{_NAMESPACE}">{latin}{fonts}</w:fonts>'
