"""Shares without a false percent, and splits that add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.share import Share, largest_remainder

counts = st.integers(0, 10**12)


def test_no_base_is_neither_zero_nor_a_hundred() -> None:
    nothing = Share(0, 0)
    assert (nothing.percent, nothing.exact, nothing.reaches(80)) == (None, None, None)


def test_a_share_is_shown_rounded_and_compared_exactly() -> None:
    close = Share(79_999, 100_000)
    assert close.percent == Decimal("80")
    assert close.reaches(80) is False
    assert Share(4, 5).reaches("80") is True
    assert Share(1, 8).percent == Decimal("12.5")
    assert Share(3, 2).percent == Decimal("150")


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (1, -5)])
def test_a_negative_side_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        Share(part, whole)


@given(counts, counts.filter(bool))
def test_percent_is_within_half_a_hundredth(part: int, whole: int) -> None:
    share = Share(part, whole)
    assert share.percent is not None and share.exact is not None
    assert abs(Fraction(share.percent) - share.exact * 100) <= Fraction(1, 200)


@given(counts, counts, counts, counts)
def test_shares_add_by_their_sums(a: int, b: int, c: int, d: int) -> None:
    assert Share(a, b) + Share(c, d) == Share(a + c, b + d)


weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@given(counts, weights)
def test_a_split_adds_up_and_stays_beside_its_exact_portion(total: int, parts: list[int]) -> None:
    split = largest_remainder(total, parts)
    assert sum(split) == total
    for given_part, weight in zip(split, parts, strict=True):
        assert abs(given_part - Fraction(total * weight, sum(parts))) < 1
        assert weight or not given_part


@given(counts, weights)
def test_more_weight_never_gets_less(total: int, parts: list[int]) -> None:
    pairs = sorted(zip(parts, largest_remainder(total, parts), strict=True), key=lambda pair: pair[0])
    for (lighter, less), (heavier, more) in pairwise(pairs):
        assert lighter == heavier or less <= more


def test_a_city_target_is_split_over_counties() -> None:
    assert largest_remainder(21, [1, 1, 1, 1, 1, 1, 1]) == [3] * 7
    assert largest_remainder(10, [3, 3, 3]) == [4, 3, 3]


@pytest.mark.parametrize(("total", "parts"), [(-1, [1]), (1, [-1, 2]), (1, [0, 0]), (1, [])])
def test_an_impossible_split_is_refused(total: int, parts: list[int]) -> None:
    with pytest.raises(ValueError, match="split"):
        largest_remainder(total, parts)
