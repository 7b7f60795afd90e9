"""Workbooks made for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter


def book(rows: Sequence[Sequence[Any]], **formats: str) -> bytes:
    """An xlsx of these rows, everything written as the type it has."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(
        file, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    ) as made:
        sheet = made.add_worksheet()
        for line, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(line, place, cell)
                elif cell is not None:
                    sheet.write(line, place, cell)
    return file.getvalue()
