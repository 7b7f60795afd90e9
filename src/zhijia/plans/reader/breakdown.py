"""Tables that hand a plan's targets down: one row for each union, one column for each target."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import digits, plain
from .quantities import unit_of

_LINE = re.compile(r"[^\n]+")
_HEAD_CELL = re.compile(r"^(?P<name>[^\d()（）]{2,24})[(（](?:单位[:：])?\s?(?P<unit>[^()（）]{1,4})[)）]$")
_NUMBER_CELL = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,4})?)\s?%?$")
_NAME_CELL = re.compile(r"^[\u4e00-\u9fff()（）、· ]{2,30}$")
_HEADER_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Share:
    """One cell of a breakdown table: whose target, what it counts, and its place in the mended text."""

    start: int
    end: int
    union: str
    label: str
    value: str
    unit: str


def shares(text: str, start: int, end: int) -> Iterator[Share]:
    """The cells under every header that names units ("新建工会(个)"), row by row."""
    columns: dict[int, tuple[str, str]] = {}
    for line in _LINE.finditer(text, start, end):
        if "\t" not in line.group():
            columns = {}
            continue
        cells = line.group().split("\t")
        header = _header(cells)
        if len(header) >= _HEADER_COLUMNS:
            columns = header
        elif columns:
            yield from _row(line.start(), cells, columns)


def _header(cells: list[str]) -> dict[int, tuple[str, str]]:
    """Name and unit of each column whose heading gives a unit the reader knows."""
    columns = {}
    for place, cell in enumerate(cells):
        found = _HEAD_CELL.match(cell.strip())
        unit = unit_of(found.group("unit")) if found else None
        if found and unit:
            columns[place] = found.group("name").strip(), unit
    return columns


def _row(offset: int, cells: list[str], columns: dict[int, tuple[str, str]]) -> Iterator[Share]:
    union = next((cell.strip() for cell in cells if _NAME_CELL.match(cell.strip())), "")
    for place, cell in enumerate(cells):
        found = _NUMBER_CELL.match(cell.strip())
        value = digits(found.group(1).replace(",", "")) if found else None
        if union and value is not None and place in columns:
            name, unit = columns[place]
            start = offset + len(cell) - len(cell.lstrip())
            yield Share(start, start + len(cell.strip()), union, f"{union} {name}", plain(value), unit)
        offset += len(cell) + 1
