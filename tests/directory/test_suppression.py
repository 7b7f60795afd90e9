"""Withheld groups cannot be worked out, not even by somebody who knows the rule."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from zhijia.directory.suppression import LEAST, shown, whole


@pytest.mark.parametrize(
    ("counts", "seen"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([5, 9], [5, 9]),
        ([4, 100], [None, None]),
        ([3, 0, 20, 60], [None, 0, None, 60]),
        ([1, 2, 40, 60], [None, None, None, 60]),
        ([1, 1], [None, None]),
        ([4, 4, 5], [None, None, None]),
        ([2, 4, 50], [None, None, 50]),
    ],
)
def test_a_small_group_takes_others_with_it(counts: list[int], seen: list[int | None]) -> None:
    assert shown(counts) == seen


@given(some.lists(some.integers(0, 400), max_size=9))
def test_nothing_small_is_shown_and_nothing_follows_from_the_whole(counts: list[int]) -> None:
    seen = shown(counts)
    assert all(one is None or one == count for one, count in zip(seen, counts, strict=True))
    assert not any(one and one < LEAST for one in seen)
    hidden = [count for one, count in zip(seen, counts, strict=True) if one is None]
    assert len(hidden) != 1 or whole(sum(counts)) is None, "one group alone follows from the whole"
    if not any(0 < count < LEAST for count in counts):
        assert seen == counts, "nothing is withheld without need"


@pytest.mark.parametrize(("groups", "most"), [(2, 16), (3, 12), (4, 8)])
def test_whoever_knows_the_rule_learns_no_small_number(groups: int, most: int) -> None:
    """Every breakdown that prints alike is put together: a withheld group has three values or more in it."""
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=groups):
        total = whole(sum(counts))
        if total is None or total <= most:
            alike[tuple(shown(counts)), total].append(counts)
    assert any(None in seen for seen, _total in alike)
    for (seen, _total), possible in alike.items():
        for place, one in enumerate(seen):
            if one is None:
                assert len({counts[place] for counts in possible}) >= 3, (seen, possible)


def test_one_to_four_people_are_no_whole() -> None:
    assert [whole(number) for number in (0, 1, 4, 5)] == [0, None, None, 5]
