"""Numbers of people and firms that cannot be real: right check digits, a region that does not exist."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from zhijia.kernel.identity import check_digit

#: no region of the national list has this number
REGION = "990101"
OLDEST, YOUNGEST = 59, 20
#: the signs of a social credit code (GB 32100) in the order of their values
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class IdNumbers:
    """Identity numbers handed out once each; an odd sequence is a man's."""

    def __init__(self, lots: Random, *, year: int):
        self.lots, self.year = lots, year
        self.given: set[tuple[date, int]] = set()

    def draw(self, *, man: bool) -> str:
        """The number of somebody of working age."""
        born_on = date(self.year - self.lots.randint(YOUNGEST, OLDEST), 1, 1)
        born_on += timedelta(days=self.lots.randrange(365))
        sequence = 2 * self.lots.randrange(1, 490) + man
        return self.draw(man=man) if (born_on, sequence) in self.given else self.of(born_on, sequence)

    def of(self, born_on: date, sequence: int) -> str:
        """The number of a birthday and a sequence."""
        self.given.add((born_on, sequence))
        first = f"{REGION}{born_on:%Y%m%d}{sequence:03d}"
        return first + check_digit(first)


def credit_code(sequence: int, *, institution: bool = False) -> str:
    """A social credit code with a right check character in a region that does not exist."""
    first = f"{'12' if institution else '91'}{REGION}MA{sequence:07d}"
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return first + SIGNS[-total % 31]


def phone(sequence: int) -> str:
    """A mobile number in the form of one, invented."""
    return f"130{sequence:08d}"
