"""Every list can be read back by the headings it is given out with."""

from __future__ import annotations

import pytest
from django.utils import translation

from zhijia.registry.register import registers
from zhijia.sheets.columns import importable, sheet_of
from zhijia.sheets.heads import Heads
from zhijia.sheets.read import Table


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_heading_of_a_list_says_two_columns(language: str) -> None:
    wrong = {}
    with translation.override(language):
        for register in registers():
            sheet = sheet_of(register)
            given = [column for column in importable(sheet.columns) if not column.hidden]
            table = Table(rows=[(1, [str(column.label) for column in given])])
            taken = {place: column.name for place, column in Heads(sheet, table).guessed.items()}
            lost = [column.name for place, column in enumerate(given) if taken.get(place) != column.name]
            if lost:
                wrong[register.key] = lost
    assert wrong == {}
