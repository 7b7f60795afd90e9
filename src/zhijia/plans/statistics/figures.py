"""A yearly return beside what is counted: its figures, last year's, those below, and what the checks found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhijia.kernel.day import today
from zhijia.plans.statistics import counting
from zhijia.plans.statistics.checks import Figures, Finding, findings
from zhijia.plans.statistics.counting import Counts
from zhijia.tally import queries as tally

SIGNED = ("signed", "accepted")


@dataclass(frozen=True)
class Seen:
    """What is counted now for a return, and how its explanations fit."""

    counts: Counts
    before: Counts
    findings: list[Finding]
    explanations: dict[str, dict[str, str]]

    def explained(self, found: Finding) -> str:
        """The words said about a finding, if they were said about these very figures."""
        said = self.explanations.get(found.key, {})
        return said.get("text", "") if said.get("of") == found.figures else ""

    @property
    def unexplained(self) -> list[Finding]:
        return [one for one in self.findings if not one.blocks and not self.explained(one)]


def as_of(one: Any) -> date:
    """The day up to which a return is counted: the last of its year, or today while it runs."""
    last: date = one.called.ends_on
    return min(last, today())


def seen(one: Any) -> Seen:
    """A return's figures counted now, with the findings of every check."""
    period, day = one.called.period, as_of(one)
    below = tally.children([one.org_id], day)[one.org_id]
    counts = counting.counts(period, [one.org_id, *below], as_of=day)
    own, before = counts[one.org_id], last_year(one)
    found = Figures(
        now={code: count.counted for code, count in own.items()},
        before={code: count.counted for code, count in before.items()},
        below={code: [counts[org][code].counted for org in below] for code in own},
        signed=_signed_below(one, below, counts),
    )
    return Seen(own, before, findings(found), one.explanations)


def last_year(one: Any) -> Counts:
    """What was signed for the year before, else what is counted for it."""
    period = counting.year_before(one.called.period)
    signed = type(one)._default_manager.filter(
        org=one.org_id, called__starts_on=period.start, state__in=SIGNED
    )
    if (known := signed.first()) is not None:
        return counting.thawed(known.figures)
    return counting.counts(period, [one.org_id])[one.org_id]


def _signed_below(one: Any, below: list[int], counts: dict[int, Counts]) -> dict[str, tuple[int, int]]:
    """What the unions below signed, field by field, beside what is counted at the same unions now."""
    signed = list(type(one)._default_manager.filter(called=one.called_id, org__in=below, state__in=SIGNED))
    found: dict[str, tuple[int, int]] = {}
    for each in signed:
        for code, count in counting.thawed(each.figures).items():
            said, now = found.get(code, (0, 0))
            found[code] = (said + count.counted, now + counts[each.org_id][code].counted)
    return found


@dataclass(frozen=True)
class Differs:
    """A figure that is counted otherwise now than it was signed."""

    code: str
    signed: int
    now: int

    @property
    def change(self) -> int:
        return self.now - self.signed


def since_signed(one: Any, counts: Counts) -> dict[str, Differs]:
    """What is counted otherwise since a return was signed, by code."""
    if one.state not in SIGNED:
        return {}
    kept = counting.thawed(one.figures)
    return {
        code: Differs(code, count.counted, counts[code].counted)
        for code, count in kept.items()
        if count.counted != counts[code].counted
    }


def is_sound(one: Any) -> bool:
    """Whether the kept figures are those of the checksum."""
    return bool(
        one.checksum == counting.checksum(one.org.code, one.called.period, one.figures)
        if one.checksum
        else not one.figures
    )
