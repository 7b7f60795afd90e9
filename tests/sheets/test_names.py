"""A line of a pasted name list: the name, the end of a number, the amount."""

from __future__ import annotations

import pytest

from zhijia.sheets.names import read


@pytest.mark.parametrize(
    ("typed", "name", "hint", "amount"),
    [
        ("蔡静 1,200.50", "蔡静", "", "1200.50"),
        ("蔡静\t￥12，345，600", "蔡静", "", "￥12345600"),
        ("蔡静,500", "蔡静", "", "500"),
        ("蔡静,1234,500", "蔡静", "1234", "500"),
        ("3、蔡静，800元", "蔡静", "", "800元"),
        ("蔡静 13900004321 1,000", "蔡静", "13900004321", "1000"),
        ("Anna Li 0.50", "Anna Li", "", "0.50"),
    ],
)
def test_commas_of_an_amount_part_nothing(typed: str, name: str, hint: str, amount: str) -> None:
    (line,) = read(typed, with_amount=True)
    assert (line.name, line.hint, line.amount) == (name, hint, amount)
