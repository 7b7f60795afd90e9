"""A list as somebody sends it: an xlsx, a csv in any usual encoding or pasted text, as rows of text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

FILE_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
ROWS, COLUMNS = 200_000, 60
CELL = 32_767
FORMULA = re.compile(rb'<c [^>]*?r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f[ />]')
SEPARATORS = "\t,;|，；"
#: how files begin that are given the name of a sheet
SIGNS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
}


class BadFile(Exception):
    """A file that cannot be read as a list; the message says what it is and what to do."""


@dataclass
class Table:
    """Rows of texts with their line numbers, and the cells (line, column) that hold a formula's result."""

    rows: list[tuple[int, list[str]]]
    formulas: set[tuple[int, int]] = field(default_factory=set)


def read(content: bytes) -> Table:
    """The rows of an uploaded file, its type judged by content alone; raises BadFile."""
    if not content.strip():
        raise BadFile(_("The file is empty."))
    if len(content) > FILE_BYTES:
        raise BadFile(_("The file has more than %(limit)s MB; split it.") % {"limit": FILE_BYTES >> 20})
    if content.startswith(b"PK\x03\x04"):
        return _filled(_workbook(content))
    _refuse_others(content)
    return _filled(Table(list(_lines(_decoded(content)))))


def read_text(text: str) -> Table:
    """The rows of pasted text, as Excel or a chat gives it; raises BadFile."""
    if not text.strip():
        raise BadFile(_("Nothing was pasted."))
    return _filled(Table(list(_lines(text))))


def _filled(table: Table) -> Table:
    """Without blank rows and blank columns at the right; raises BadFile when nothing is left."""
    rows = [(line, [cell[:CELL] for cell in _trimmed(cells)]) for line, cells in table.rows]
    table.rows = [(line, cells) for line, cells in rows if cells]
    if not table.rows:
        raise BadFile(_("The file is empty."))
    if max(len(cells) for _line, cells in table.rows) > COLUMNS:
        raise BadFile(_("The list has more than %(limit)s columns.") % {"limit": COLUMNS})
    return table


def _trimmed(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _refuse_others(content: bytes) -> None:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise BadFile(_("The workbook has a password. Save it without one and send it again."))
        raise BadFile(_("This is the old Excel format (.xls). Save it as .xlsx and send it again."))
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise BadFile(_("This is a web page named like a workbook. Open it in Excel and save it as .xlsx."))
    for sign, name in SIGNS.items():
        if content.startswith(sign):
            raise BadFile(
                _("This is a %(kind)s file, not a list. Send an .xlsx or .csv file.") % {"kind": name}
            )


def _workbook(content: bytes) -> Table:
    formulas = _examined(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows, before = [], [""] * (sheet.start or (0, 0))[1]
        for number, cells in enumerate(sheet.iter_rows() if sheet.start else (), 1):
            if any(cell not in ("", None) for cell in cells):
                rows.append((number, before + [cell_text(cell) for cell in cells[: COLUMNS + 1]]))
            if len(rows) > ROWS:
                raise BadFile(_("The list has more than %(limit)s rows; split it.") % {"limit": ROWS})
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise BadFile(
            _("The workbook is damaged. Open it in Excel, save it anew and send it again.")
        ) from error
    return Table(rows, formulas)


def _examined(content: bytes) -> set[tuple[int, int]]:
    """The formula cells of the first sheet; raises BadFile for what must not be opened at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            _refuse_parts(names)
            if sum(info.file_size for info in archive.infolist()) > UNPACKED_BYTES:
                raise BadFile(_too_large())
            first = b""
            left = UNPACKED_BYTES
            for info in archive.infolist():
                part = b"".join(_unpacked(content, info, left))
                left -= len(part)
                first = part if info.filename == "xl/worksheets/sheet1.xml" else first
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise BadFile(
            _("The workbook is damaged. Open it in Excel, save it anew and send it again.")
        ) from error
    return {_place(found.decode()) for found in FORMULA.findall(first)}


def _refuse_parts(names: set[str]) -> None:
    if "xl/vbaProject.bin" in names:
        raise BadFile(_("The workbook holds macros. Save it as .xlsx without macros and send it again."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise BadFile(
            _("The workbook takes values from other files. Paste them as values and send it again.")
        )
    if "xl/workbook.xml" not in names:
        kind = next((k for k in ("word", "ppt", "xl") if any(n.startswith(f"{k}/") for n in names)), "zip")
        kind = {"word": "Word", "ppt": "PowerPoint", "xl": "xlsb"}.get(kind, "zip")
        raise BadFile(_("This is a %(kind)s file, not a list. Send an .xlsx or .csv file.") % {"kind": kind})


def _too_large() -> str:
    return _("Unpacked, the workbook has more than %(limit)s MB.") % {"limit": UNPACKED_BYTES >> 20}


def _unpacked(content: bytes, info: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    """A part of the archive, counted while it unpacks: the sizes an archive tells of may be lies."""
    head = content[info.header_offset : info.header_offset + 30]
    start = (
        info.header_offset
        + 30
        + int.from_bytes(head[26:28], "little")
        + int.from_bytes(head[28:30], "little")
    )
    packed = content[start : start + info.compress_size]
    if info.flag_bits & 1:
        raise BadFile(_("The workbook has a password. Save it without one and send it again."))
    if info.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    unpack = zlib.decompressobj(-15)
    while packed:
        piece = unpack.decompress(packed, 1 << 20)
        left -= len(piece)
        if left < 0:
            raise BadFile(_too_large())
        yield piece
        packed = unpack.unconsumed_tail


def _place(reference: str) -> tuple[int, int]:
    """(line, column from 0) of a reference such as C7."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column - 1


def cell_text(value: Any) -> str:
    """A cell as it would be typed; numbers of more than 15 digits show that Excel has lost the rest."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return value.isoformat() if not isinstance(value, timedelta) else str(value)
    return str(value).replace("\0", "")


def _decoded(content: bytes) -> str:
    """Text in UTF-8 or UTF-16 with its mark, else in UTF-8, else in GB 18030; raises BadFile."""
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    told = next((name for mark, name in marks.items() if content.startswith(mark)), "")
    for encoding in [told] if told else ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadFile(_("This is neither a workbook nor a text file. Send an .xlsx or .csv file."))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    text = text.lstrip("\ufeff").replace("\0", "")
    separator = separator_of(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(rows, 1):
            if number > ROWS:
                raise BadFile(_("The list has more than %(limit)s rows; split it.") % {"limit": ROWS})
            yield number, cells
    except csv.Error as error:
        raise BadFile(
            _("The text cannot be read as a list near line %(line)s.") % {"line": rows.line_num}
        ) from error


def separator_of(text: str) -> str:
    """The character that parts the cells of most of the first lines."""
    head = [line for line in text.splitlines()[:20] if line.strip()]
    return max(SEPARATORS, key=lambda one: (sum(one in line for line in head), -SEPARATORS.index(one)))
