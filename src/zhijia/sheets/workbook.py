"""A workbook somebody sent, opened in a process of its own with bounds on time, memory and size.

It knows nothing of Django: `python -m zhijia.sheets.workbook` reads the bytes from standard input and writes JSON
to standard output, either {"bad": code, …} or {"rows": …}. Whatever a hostile file does, only that process ends.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

UNPACKED_BYTES = 400 * 1024 * 1024
ROWS, COLUMNS, CELLS = 200_000, 60, 4_000_000
#: what the process may use: seconds of a processor, bytes of memory
SECONDS, MEMORY = 40, 2 * 1024 * 1024 * 1024
FORMULA = re.compile(rb'<c [^>]*?r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f[ />]')
SHEET = re.compile(rb'<sheet\b[^>]*?\br:id="([^"]+)"')
TARGET = re.compile(rb'<Relationship\b(?=[^>]*\bId="([^"]+)")(?=[^>]*\bTarget="([^"]+)")')
BASE_1904 = re.compile(rb'date1904="(?:1|true)"')
OLE = b"\xd0\xcf\x11\xe0"


class Bad(Exception):
    """What is wrong with the file: a code for `read` to put into words, and what the words speak of."""

    def __init__(self, code: str, **said: Any):
        self.code, self.said = code, said
        super().__init__(code)


def opened(content: bytes) -> dict[str, Any]:
    """The rows of the first visible sheet as texts, with what must be known beside them; raises Bad."""
    parts = {}
    if content.startswith(OLE):
        _check_old_format(content)
    else:
        parts = _parts(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        seen = [one for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        if not seen:
            raise Bad("no_sheet")
        number = [one.name for one in book.sheets_metadata].index(seen[0].name)
        sheet = book.get_sheet_by_index(number)
        rows = _rows(sheet)
    except PasswordError as error:
        raise Bad("password") from error
    except (CalamineError, OSError, ValueError, IndexError, OverflowError) as error:
        raise Bad("damaged") from error
    return {
        "rows": rows,
        "formulas": _formulas(parts, number),
        "base_1904": bool(BASE_1904.search(parts.get("xl/workbook.xml", b""))),
        "merged": _fill_down(sheet, rows),
        "others": [one.name for one in seen[1:]],
        "sheet": seen[0].name,
    }


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    """Line numbers and texts of the rows with anything in them."""
    if sheet.start is None:
        return []
    rows: list[tuple[int, list[str]]] = []
    before, cells = [""] * sheet.start[1], 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        if not any(value not in ("", None) for value in values):
            continue
        if len(rows) == ROWS:
            raise Bad("rows", limit=ROWS)
        cells += len(values)
        if cells > CELLS:
            raise Bad("cells", limit=CELLS)
        rows.append((number, before + [_text(value) for value in values[: COLUMNS + 1]]))
    return rows


def _fill_down(sheet: Any, rows: list[tuple[int, list[str]]]) -> list[tuple[int, int, int]]:
    """Gives each row the value of a merged cell that covers it; the (first line, last line, column) so filled."""
    ranges = sheet.merged_cell_ranges or []
    wanted = [(top, left, bottom) for (top, left), (bottom, _right) in ranges if bottom > top][:ROWS]
    lines = dict(rows) if wanted else {}
    filled = []
    for top, left, bottom in wanted:
        first = lines.get(top + 1, [])
        value = first[left] if left < len(first) else ""
        for line in range(top + 2, min(bottom + 1, top + ROWS) + 1):
            cells = lines.get(line)
            if value and cells is not None and left <= COLUMNS:
                cells.extend([""] * (left + 1 - len(cells)))
                cells[left] = cells[left] or value
        if value:
            filled.append((top + 1, bottom + 1, left))
    return filled


def _check_old_format(content: bytes) -> None:
    """An .xls has no parts to look into; what it must not hold is looked for by its mark."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Bad("password")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise Bad("macros")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise Bad("other", kind="Office 97")


def _parts(content: bytes) -> dict[str, bytes]:
    """The small parts and the sheets of an .xlsx, unpacked within bounds; raises Bad for what is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(info.file_size for info in members) > UNPACKED_BYTES or len(members) > 10_000:
                raise Bad("large", limit=UNPACKED_BYTES >> 20)
            _refuse_parts({info.filename for info in members})
            kept, left = {}, UNPACKED_BYTES
            for info in members:
                part = b"".join(_unpacked(content, info, left))
                left -= len(part)
                if info.filename.startswith(("xl/worksheets/", "xl/workbook.xml", "xl/_rels/")):
                    kept[info.filename] = part
            return kept
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError) as error:
        raise Bad("damaged") from error


def _refuse_parts(names: set[str]) -> None:
    if "xl/vbaProject.bin" in names:
        raise Bad("macros")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise Bad("links")
    if "xl/workbook.xml" not in names:
        kind = next((k for k in ("word", "ppt", "xl") if any(n.startswith(f"{k}/") for n in names)), "zip")
        raise Bad("other", kind={"word": "Word", "ppt": "PowerPoint", "xl": "xlsb"}.get(kind, "zip"))


def _unpacked(content: bytes, info: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    """A part of the archive, counted while it unpacks: the sizes an archive tells of may be lies."""
    head = content[info.header_offset : info.header_offset + 30]
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    start = info.header_offset + 30 + lengths
    packed = content[start : start + info.compress_size]
    if info.flag_bits & 1:
        raise Bad("password")
    if info.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    unpack = zlib.decompressobj(-15)
    while packed:
        piece = unpack.decompress(packed, 1 << 20)
        left -= len(piece)
        if left < 0:
            raise Bad("large", limit=UNPACKED_BYTES >> 20)
        yield piece
        packed = unpack.unconsumed_tail


def _formulas(parts: dict[str, bytes], number: int) -> list[tuple[int, int]]:
    """(line, column) of the formula cells of the sheet of that number."""
    wanted = [found.decode() for found in SHEET.findall(parts.get("xl/workbook.xml", b""))]
    targets = {
        key.decode(): to.decode() for key, to in TARGET.findall(parts.get("xl/_rels/workbook.xml.rels", b""))
    }
    target = targets.get(wanted[number], "") if number < len(wanted) else ""
    name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    part = parts.get(name, b"")
    return [_place(found.decode()) for found in FORMULA.findall(part)] if b"<f" in part else []


def _place(reference: str) -> tuple[int, int]:
    """(line, column from 0) of a reference such as C7."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :]), column - 1


def _text(value: Any) -> str:
    """A cell as it would be typed; numbers of more than 15 digits show that Excel has lost the rest."""
    if value.__class__ is str:
        return value.replace("\0", "") if "\0" in value else value  # type: ignore[no-any-return]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else str(value).replace("\0", "")


def main() -> None:
    """Reads a workbook from standard input within bounds and tells of it on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    try:
        told = opened(sys.stdin.buffer.read())
    except Bad as bad:
        told = {"bad": bad.code, **bad.said}
    except (MemoryError, RecursionError):
        told = {"bad": "heavy"}
    sys.stdout.write(json.dumps(told, ensure_ascii=True, separators=(",", ":")))


if __name__ == "__main__":
    main()
