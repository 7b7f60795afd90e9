"""Amounts: what is read, what is refused and by which name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel import money

FULL_WIDTH = str.maketrans("0123456789,.", "０１２３４５６７８９，．")


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.5", 123450),
        ("１２.５", 1250),
        ("1,000.00", 100000),
        ("１２，３４５．６７", 1234567),
        ("　88　", 8800),
        ("\u200b12", 1200),
        ("0.01", 1),
        ("007", 700),
        ("9,999,999,999,999.99", money.LIMIT - 1),
    ],
)
def test_an_amount_is_read(typed: str, fen: int) -> None:
    assert money.parse(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("1E5", "exponent"),
        ("１ｅ５", "words"),
        ("1.5e-3", "exponent"),
        ("-0", "sign"),
        ("+5", "sign"),
        ("−5", "sign"),
        ("－5", "sign"),
        ("壹佰", "words"),
        ("12元", "words"),
        ("¥12", "words"),
        ("nan", "words"),
        ("١٢", "words"),
        ("1.234", "decimals"),
        ("1,00", "grouping"),
        ("1,2345", "grouping"),
        (",100", "grouping"),
        ("12.", "form"),
        (".5", "form"),
        ("1 000", "form"),
        ("1.2.3", "form"),
        ("0", "zero"),
        ("0.00", "zero"),
        ("10000000000000", "large"),
        ("1000000000000000", "large"),
        ("9" * 5000, "large"),
    ],
)
def test_a_text_that_is_no_amount_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(money.BadAmount) as refusal:
        money.parse(typed)
    assert refusal.value.code == code
    assert str(refusal.value) == refusal.value.text % refusal.value.params


def test_the_limit_is_named() -> None:
    with pytest.raises(money.BadAmount, match=r"below 10,000,000,000,000\.00 yuan"):
        money.parse("10,000,000,000,000")


def test_zero_is_read_where_it_is_wanted() -> None:
    assert money.parse("0", zero=True) == 0


@given(st.integers(1, money.LIMIT - 1))
def test_what_is_shown_is_read_back(fen: int) -> None:
    shown = money.text(fen)
    assert money.parse(shown) == fen
    assert money.parse(shown.replace(",", "")) == fen
    assert money.parse(shown.translate(FULL_WIDTH)) == fen


@given(st.text(max_size=40))
def test_any_text_is_an_amount_or_refused(typed: str) -> None:
    try:
        fen = money.parse(typed)
    except money.BadAmount:
        return
    assert 0 < fen < money.LIMIT


def test_a_difference_keeps_its_sign() -> None:
    assert money.text(-123450) == "-1,234.50"
    assert money.text(-5) == "-0.05"
