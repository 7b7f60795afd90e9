"""How the parts of a target stand towards the whole: what is kept, what is over, who is below the promise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhijia.plans.models import Handing, Share, Target
from zhijia.plans.registers.handing import measure
from zhijia.plans.registers.handing.rules import AGREED

ZERO = Decimal(0)


@dataclass(frozen=True)
class Sum:
    """A whole beside its parts; of what is not divided each part stands beside the whole by itself."""

    target: Target
    whole: Decimal
    values: tuple[Decimal, ...]
    is_divided: bool
    giver: str

    @property
    def parts(self) -> Decimal:
        return sum(self.values, ZERO)

    @property
    def difference(self) -> Decimal:
        """Parts less the whole: above 0 more was handed down than promised, below 0 a rest is kept."""
        return self.parts - self.whole if self.is_divided else ZERO

    @property
    def below(self) -> int:
        """Of what is not divided: how many have less than the whole asks of each."""
        if self.is_divided or self.target.operator == "<=":
            return 0
        return sum(1 for value in self.values if value < self.whole)

    @property
    def reconciles(self) -> bool:
        return not self.difference and not self.below

    @property
    def tone(self) -> str:
        return "good" if self.reconciles else "warn" if self.difference <= 0 else "info"

    @property
    def whole_said(self) -> str:
        return measure.said(self.target, self.whole)

    @property
    def parts_said(self) -> str:
        return measure.said(self.target, self.parts)

    @property
    def words(self) -> str:
        """How it adds up, in one sentence."""
        said = {
            "whole": self.whole_said,
            "parts": self.parts_said,
            "giver": self.giver,
            "rest": measure.said(self.target, abs(self.difference)),
            "n": len(self.values),
        }
        if not self.is_divided:
            return self._each(said)
        if self.difference > 0:
            return _("%(parts)s handed down of %(whole)s: %(rest)s more than promised.") % said
        if self.difference < 0:
            return _("%(parts)s handed down of %(whole)s: %(rest)s stay with %(giver)s itself.") % said
        return _("%(parts)s handed down of %(whole)s: the parts make the whole.") % said

    def _each(self, said: dict[str, object]) -> str:
        if self.below:
            return ngettext(
                "%(below)s of %(n)s unions has less than %(whole)s, which each is to reach.",
                "%(below)s of %(n)s unions have less than %(whole)s, which each is to reach.",
                self.below,
            ) % {**said, "below": self.below}
        return _("Not divided: each of %(n)s unions has a number of its own.") % said


def sum_of(handing: Handing, shares: Sequence[Share]) -> Sum:
    """The shares of one handing down beside what is promised there now."""
    values = tuple(share.value for share in shares)
    return Sum(handing.target, handing.whole, values, handing.is_divided, handing.org.name)


@dataclass(frozen=True)
class Level:
    """One handing down of a target with its sum and how far its shares are agreed."""

    handing: Handing
    sum: Sum
    states: Counter[str]
    depth: int

    @property
    def agreed(self) -> int:
        return sum(self.states[state] for state in AGREED)

    @property
    def count(self) -> int:
        return len(self.sum.values)


def levels(handings: Sequence[Handing]) -> dict[int, Level]:
    """Each handing down with its sum, by its id; all shares are read by one query."""
    shares: dict[int, list[Share]] = defaultdict(list)
    for share in Share.objects.filter(handing__in=[one.pk for one in handings]).order_by("path"):
        shares[share.handing_id].append(share)
    depths = sorted({len(one.org.path) for one in handings})
    return {
        one.pk: Level(
            one,
            sum_of(one, shares[one.pk]),
            Counter(share.state for share in shares[one.pk]),
            depths.index(len(one.org.path)),
        )
        for one in handings
    }
