"""The text of a Word document: paragraphs with their automatic numbers, and tables row by row."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .docx_numbers import AutomaticNumbers
from .shapes import UnreadablePlan

UNPACKED_LIMIT = 50 * 1024 * 1024
PARTS_LIMIT = 5_000
_DEPTH_LIMIT = 8

_OTHER_PACKAGES = (
    ("xl/workbook.xml", "Excel .xlsx"),
    ("ppt/presentation.xml", "PowerPoint .pptx"),
    ("content.xml", "OpenDocument"),
)


def docx_text(data: bytes) -> str:
    """The text of a .docx; cells are parted by tabs; raises `UnreadablePlan` for anything else in a zip."""
    _check_package(data)
    try:
        document = open_docx(io.BytesIO(data))
        return "\n".join(_lines(document.element.body, document, AutomaticNumbers(document)))
    except Exception as problem:  # lxml, zipfile and python-docx each have their own errors for broken parts
        raise _broken() from problem


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as problem:
        raise _broken() from problem
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        raise _not_word(names)
    if any(part.flag_bits & 0x1 for part in parts):
        detail = "The document is protected by a password. Remove the password and upload it again."
        raise UnreadablePlan("encrypted", detail)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_LIMIT or len(parts) > PARTS_LIMIT:
        detail = (
            f"Unpacked, the document would hold {unpacked} bytes in {len(parts)} parts; at most "
            f"{UNPACKED_LIMIT} bytes and {PARTS_LIMIT} parts are opened. Paste the text instead."
        )
        raise UnreadablePlan("unpacked_too_large", detail, {"size": unpacked, "limit": UNPACKED_LIMIT})


def _not_word(names: set[str]) -> UnreadablePlan:
    found = next((kind for name, kind in _OTHER_PACKAGES if name in names), "zip archive")
    detail = f"This is a {found} file, not a plan in .docx or .txt. Save it as .docx or paste its text."
    return UnreadablePlan("wrong_type", detail, {"found": found})


def _broken() -> UnreadablePlan:
    detail = "The Word document is damaged. Open it in Word and save it again, or paste its text."
    return UnreadablePlan("broken_docx", detail)


def _lines(container: Any, parent: Any, numbers: AutomaticNumbers, depth: int = 0) -> Iterator[str]:
    """Lines in reading order; content controls and tracked insertions are looked through."""
    for element in container.iterchildren():
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, parent)
            yield numbers.before(paragraph) + _paragraph_text(element)
        elif element.tag == qn("w:tbl"):
            yield from _rows(Table(element, parent), numbers, depth)
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins")) and depth < _DEPTH_LIMIT:
            yield from _lines(element, parent, numbers, depth + 1)


def _paragraph_text(element: Any) -> str:
    """Runs of text, links and insertions included; deleted text (w:delText) is not text of the document."""
    pieces: list[str] = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.getparent().tag == qn("w:r"):
            pieces.append("\t" if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _rows(table: Table, numbers: AutomaticNumbers, depth: int) -> Iterator[str]:
    for row in table._tbl.tr_lst:
        cells = []
        for cell in row.tc_lst:
            if depth < _DEPTH_LIMIT:
                cells.append(
                    " ".join(line for line in _lines(cell, table, numbers, depth + 1) if line.strip())
                )
        yield "\t".join(cells)
