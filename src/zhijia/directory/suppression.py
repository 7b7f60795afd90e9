"""Which groups of a breakdown are shown: none of fewer than five people, and none from which one follows."""

from __future__ import annotations

from collections.abc import Sequence

#: a smaller group tells of single people
LEAST = 5


def shown(counts: Sequence[int]) -> list[int | None]:
    """The counts with None for the withheld ones; a whole of fewer than five withholds everything.

    The whole is printed beside them: a group withheld alone would follow from it, so that others go with it.
    """
    if not sum(counts):
        return list(counts)
    small = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    hidden = set(small)
    rest = sorted(
        (place for place, count in enumerate(counts) if count and place not in small),
        key=lambda place: (-counts[place], -place),
    )
    while small and not _is_safe([counts[place] for place in hidden], counts[rest[-1]] if rest else None):
        if not rest:
            return [None] * len(counts)
        hidden.add(rest.pop())
    return [None if place in hidden else count for place, count in enumerate(counts)]


def whole(count: int) -> int | None:
    """A whole as it may be printed: None for one to four people."""
    return None if 0 < count < LEAST else count


def _is_safe(hidden: Sequence[int], smallest: int | None) -> bool:
    """Whether each hidden group might be of one person and might be of five or more, for all that is printed.

    Whoever knows this rule knows that no hidden group is larger than the smallest that is still shown.
    """
    together, others = sum(hidden), len(hidden) - 1
    if not others or together - others < LEAST:
        return False
    return smallest is None or together - others * smallest <= 1
