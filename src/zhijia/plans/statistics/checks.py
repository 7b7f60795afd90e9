"""The logic checks of the yearly return: declared here, each a plain question to the counted figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from zhijia.plans.statistics.form import BY_CODE, FIELDS, MEASURES
from zhijia.tally.sources import INDICATORS
from zhijia.ui import units

#: from this change on last year's figure wants a word, once it is as many at least
JUMP, LEAST = 30, 10


class Severity(models.TextChoices):
    ERROR = "error", pgettext_lazy("severity of a check", "error")
    WARNING = "warning", pgettext_lazy("severity of a check", "to be explained")


@dataclass(frozen=True)
class Figures:
    """What the checks look at, by the code of a field.

    `before` is last year's, `below` each union below, `signed` what the returns signed below make together and
    what is counted there now.
    """

    now: Mapping[str, int]
    before: Mapping[str, int] = field(default_factory=dict)
    below: Mapping[str, Sequence[int]] = field(default_factory=dict)
    signed: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What a check found: `figures` are the numbers it was found for, so that an explanation fits them only."""

    key: str
    severity: Severity
    code: str
    text: str
    figures: str

    @property
    def blocks(self) -> bool:
        return self.severity == Severity.ERROR


class Check(Protocol):
    def find(self, figures: Figures) -> Finding | None: ...


def _said(code: str, value: int) -> str:
    return units.quantity(value, unit=BY_CODE[code].unit)


@dataclass(frozen=True)
class AtMost:
    """A part is never more than its whole."""

    part: str
    whole: str
    severity: Severity = Severity.ERROR

    def find(self, figures: Figures) -> Finding | None:
        part, whole = figures.now[self.part], figures.now[self.whole]
        if part <= whole:
            return None
        words = {
            "part": BY_CODE[self.part].name,
            "n": _said(self.part, part),
            "whole": BY_CODE[self.whole].name,
            "of": _said(self.whole, whole),
        }
        text = _("“%(part)s” (%(n)s) is more than “%(whole)s” (%(of)s).") % words
        key = f"at_most:{self.part}:{self.whole}"
        return Finding(key, self.severity, self.part, text, f"{part}|{whole}")


@dataclass(frozen=True)
class Together:
    """Where there is one there is the other: people and the money paid to them."""

    one: str
    other: str

    def find(self, figures: Figures) -> Finding | None:
        one, other = figures.now[self.one], figures.now[self.other]
        if bool(one) == bool(other):
            return None
        there, lacking = (self.one, self.other) if one else (self.other, self.one)
        words = {"there": BY_CODE[there].name, "lacking": BY_CODE[lacking].name}
        text = _("There is “%(there)s” but no “%(lacking)s”.") % words
        return Finding(f"together:{self.one}:{self.other}", Severity.WARNING, there, text, f"{one}|{other}")


@dataclass(frozen=True)
class Jump:
    """A figure that is far from last year's wants a word."""

    code: str

    def find(self, figures: Figures) -> Finding | None:
        now, before = figures.now[self.code], figures.before.get(self.code, 0)
        changed = now - before
        if not before or abs(changed) * 100 <= JUMP * before or abs(changed) < LEAST:
            return None
        words = {
            "name": BY_CODE[self.code].name,
            "now": _said(self.code, now),
            "before": _said(self.code, before),
            "percent": f"{changed * 100 / before:+.0f}",
        }
        text = _("“%(name)s”: %(now)s, last year %(before)s (%(percent)s %%).") % words
        return Finding(f"jump:{self.code}", Severity.WARNING, self.code, text, f"{now}|{before}")


@dataclass(frozen=True)
class Flowing:
    """What stands is last year's and what came in, less what went: never more than both together."""

    stock: str
    into: str

    def find(self, figures: Figures) -> Finding | None:
        if self.stock not in figures.before:
            return None
        now, before, new = figures.now[self.stock], figures.before[self.stock], figures.now[self.into]
        if now <= before + new:
            return None
        words = {
            "name": BY_CODE[self.stock].name,
            "now": _said(self.stock, now),
            "before": _said(self.stock, before),
            "new": _said(self.into, new),
            "over": _said(self.stock, now - before - new),
        }
        text = _(
            "“%(name)s”: last year %(before)s and %(new)s new; counted are %(now)s, %(over)s more than both."
        )
        key = f"flowing:{self.stock}"
        return Finding(key, Severity.WARNING, self.stock, text % words, f"{now}|{before}|{new}")


@dataclass(frozen=True)
class Below:
    """The unions below make no more than the whole; where subjects may stand in several, none alone does."""

    code: str

    @property
    def adds_up(self) -> bool:
        """Whether the figures of the unions below may be summed: nothing in them can be the same twice."""
        indicator = INDICATORS[MEASURES[self.code]]
        return not indicator.distinct

    def find(self, figures: Figures) -> Finding | None:
        now, below = figures.now[self.code], figures.below.get(self.code, ())
        most = sum(below) if self.adds_up else max(below, default=0)
        if most <= now:
            return None
        words = {
            "name": BY_CODE[self.code].name,
            "below": _said(self.code, most),
            "now": _said(self.code, now),
        }
        text = _("“%(name)s”: the unions below make %(below)s, more than the %(now)s here.") % words
        return Finding(f"below:{self.code}", Severity.ERROR, self.code, text, f"{now}|{most}")


@dataclass(frozen=True)
class Signed:
    """What the unions below signed is what is counted there now."""

    code: str

    def find(self, figures: Figures) -> Finding | None:
        signed, now = figures.signed.get(self.code, (0, 0))
        if signed == now:
            return None
        words = {
            "name": BY_CODE[self.code].name,
            "signed": _said(self.code, signed),
            "now": _said(self.code, now),
        }
        text = _(
            "“%(name)s”: the returns signed below say %(signed)s together, counted there are %(now)s now."
        )
        return Finding(f"signed:{self.code}", Severity.WARNING, self.code, text % words, f"{signed}|{now}")


CHECKS: tuple[Check, ...] = (
    *(AtMost(one.code, one.part_of) for one in FIELDS if one.part_of and one.measure),
    AtMost("1.12", "1.10", Severity.WARNING),
    AtMost("3.07", "3.06"),
    AtMost("6.02", "6.03"),
    Together("6.02", "6.04"),
    Together("6.05", "6.06"),
    Together("4.02", "4.06"),
    *(Jump(code) for code in MEASURES),
    Flowing("1.01", "1.05"),
    Flowing("1.12", "1.16"),
    Flowing("8.01", "8.02"),
    *(Below(code) for code in MEASURES),
    *(Signed(code) for code in MEASURES),
)


def findings(figures: Figures) -> list[Finding]:
    """What the checks found, errors first, then in the order of the form."""
    found = [one for check in CHECKS if (one := check.find(figures)) is not None]
    return sorted(found, key=lambda one: (not one.blocks, one.code))
