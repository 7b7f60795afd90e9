"""A list as somebody sends it: a workbook, a csv in any usual encoding or pasted text, as rows of text."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

FILE_BYTES = 20 * 1024 * 1024
ROWS, COLUMNS = 200_000, 60
CELL = 32_767
#: seconds somebody waits for a workbook at most
WALL = 60
#: how an .xls begins, as other old files of Office do
OLE = b"\xd0\xcf\x11\xe0"
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
    """Rows of texts with their line numbers, and the cells (line, column) that hold a formula's result.

    `base_1904` when its numbers count days from 1904; `notices` tell what was done to it in reading.
    """

    rows: list[tuple[int, list[str]]]
    formulas: set[tuple[int, int]] = field(default_factory=set)
    base_1904: bool = False
    notices: list[str] = field(default_factory=list)


def read(content: bytes) -> Table:
    """The rows of an uploaded file, its type judged by content alone; raises BadFile."""
    if not content.strip():
        raise BadFile(_("The file is empty."))
    if len(content) > FILE_BYTES:
        raise BadFile(_("The file has more than %(limit)s MB; split it.") % {"limit": FILE_BYTES >> 20})
    if content.startswith((b"PK\x03\x04", OLE)):
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
    table.rows = [(line, kept) for line, cells in table.rows if (kept := _trimmed(cells))]
    if not table.rows:
        raise BadFile(_("The file is empty."))
    if max(len(cells) for _line, cells in table.rows) > COLUMNS:
        raise BadFile(_("The list has more than %(limit)s columns.") % {"limit": COLUMNS})
    return table


def _trimmed(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    kept = cells if end == len(cells) else cells[:end]
    return [cell[:CELL] for cell in kept] if max(map(len, kept), default=0) > CELL else kept


def _refuse_others(content: bytes) -> None:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise BadFile(_("This is a web page named like a workbook. Open it in Excel and save it as .xlsx."))
    for sign, name in SIGNS.items():
        if content.startswith(sign):
            raise BadFile(_bad("other", kind=name))


def _workbook(content: bytes) -> Table:
    """The rows of a workbook, read by a process of its own that may be ended; raises BadFile."""
    command = [sys.executable, "-m", "zhijia.sheets.workbook"]
    try:
        told = subprocess.run(command, input=content, capture_output=True, timeout=WALL, env=_environment())
        found = json.loads(told.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        # ended by its own bounds, it has said nothing
        raise BadFile(_bad("heavy")) from error
    if "bad" in found:
        raise BadFile(_bad(found.pop("bad"), **found))
    rows = [(line, cells) for line, cells in found["rows"]]
    table = Table(rows, {(line, place) for line, place in found["formulas"]}, found["base_1904"])
    table.notices = list(_notices(found))
    return table


def _environment() -> dict[str, str]:
    """Where this house stands, and none of its secrets."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPYCACHEPREFIX", "LANG")
    }
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONIOENCODING": "utf-8",
    }


def _bad(code: str, **said: Any) -> str:
    """Why a workbook cannot be read, and what to do."""
    texts = {
        "damaged": _("The workbook is damaged. Open it in Excel, save it anew and send it again."),
        "password": _("The workbook has a password. Save it without one and send it again."),
        "macros": _("The workbook holds macros. Save it as .xlsx without macros and send it again."),
        "links": _("The workbook takes values from other files. Paste them as values and send it again."),
        "large": _("Unpacked, the workbook has more than %(limit)s MB."),
        "rows": _("The list has more than %(limit)s rows; split it."),
        "cells": _("The list has more than %(limit)s cells; split it or delete columns that are not needed."),
        "no_sheet": _("Every sheet of the workbook is hidden. Show the one to read and send it again."),
        "other": _("This is a %(kind)s file, not a list. Send an .xlsx, .xls or .csv file."),
        "heavy": _("Reading this workbook takes too long or too much memory. Copy the rows into a new one."),
    }
    return texts[code] % said


def _notices(found: dict[str, Any]) -> Iterator[str]:
    """What was done to a workbook in reading it, for the one who sent it to check."""
    if others := found["others"]:
        said = {"sheet": found["sheet"], "others": ", ".join(others[:5])}
        yield _("Only the sheet “%(sheet)s” is read; send the others by themselves: %(others)s.") % said
    if merged := found["merged"]:
        lines = ", ".join(f"{first}–{last}" for first, last, _column in merged[:8])
        yield _("Merged cells: each line they cover has their value (lines %(lines)s).") % {"lines": lines}
    if found["base_1904"]:
        yield _("This workbook counts days from 1904; its dates are read so.")


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
    raise BadFile(_("This is neither a workbook nor a text file. Send an .xlsx, .xls or .csv file."))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    text = text.lstrip("\ufeff").replace("\0", "")
    separator = separator_of(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(rows, 1):
            if number > ROWS:
                raise BadFile(_bad("rows", limit=ROWS))
            yield number, cells
    except csv.Error as error:
        raise BadFile(
            _("The text cannot be read as a list near line %(line)s.") % {"line": rows.line_num}
        ) from error


def separator_of(text: str) -> str:
    """The character that parts the cells of most of the first lines."""
    head = [line for line in text.splitlines()[:20] if line.strip()]
    return max(SEPARATORS, key=lambda one: (sum(one in line for line in head), -SEPARATORS.index(one)))
