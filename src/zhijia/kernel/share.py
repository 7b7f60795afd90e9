"""A part of a whole, and a whole divided so that its parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, both counts in the same unit; a whole of 0 is "no base", neither 0 % nor 100 %."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if self.part < 0 or self.whole < 0:
            raise ValueError(f"a share has no negative side: {self.part} of {self.whole}")

    @property
    def exact(self) -> Fraction | None:
        """The share as a fraction, or None without a base."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> Decimal | None:
        """Per cent to two decimals, half up, for showing; None without a base. Compare with `reaches`."""
        if not self.whole:
            return None
        hundredths, rest = divmod(self.part * 10_000, self.whole)
        return Decimal(hundredths + (rest * 2 >= self.whole)) / 100

    def reaches(self, percent: Decimal | int | str) -> bool | None:
        """Whether the exact share is at least `percent` (79.996 is not 80); None without a base."""
        return None if self.exact is None else self.exact * 100 >= Fraction(percent)

    def __add__(self, other: Share) -> Share:
        """The share of two wholes together: sums divided, never an average of percentages."""
        return Share(self.part + other.part, self.whole + other.whole)


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """`total` split in whole numbers by weight, adding up exactly; equal remainders go to the earlier one.

    Each part is its exact portion rounded down or up. Raises ValueError for a negative number or when no
    weight is above 0.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("a split takes no negative numbers")
    if not (whole := sum(weights)):
        raise ValueError("a split needs at least one weight above 0")
    portions = [divmod(total * weight, whole) for weight in weights]
    parts = [floor for floor, _ in portions]
    order = sorted(range(len(portions)), key=lambda place: -portions[place][1])
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def shared_out(total: int, weights: Sequence[int], least: int = 0) -> list[int]:
    """`total` split as by `largest_remainder`, yet nobody below `least`: whose portion is smaller gets just that.

    What the others lack for it is taken from them by weight; of two, the heavier never gets less. Raises
    ValueError where `least` for everybody is more than `total`.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a split takes no negative weight")
    if least < 0 or least * len(weights) > total:
        raise ValueError("there is not enough for the least of each")
    held: set[int] = set()
    while True:
        free = [place for place in range(len(weights)) if place not in held]
        rest, whole = total - least * len(held), sum(weights[place] for place in free)
        short = {place for place in free if rest * weights[place] < least * whole} if whole else set()
        if not short:
            break
        held |= short
    parts = [least] * len(weights)
    if free:
        # without any weight left, what remains is the same for each of the free
        counted = [weights[place] for place in free] if whole else [1] * len(free)
        for place, part in zip(free, largest_remainder(rest, counted), strict=True):
            parts[place] = part
    return parts
