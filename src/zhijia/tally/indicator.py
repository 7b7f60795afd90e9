"""What is counted: an indicator, its gates, and the ratio of two."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Gate:
    """One thing an entry must have before it counts; `bit` marks it as missing."""

    key: str
    bit: int
    met: Q
    missing: Text
    mend: Text


evidenced = Gate(
    "evidenced",
    1,
    Q(evidenced_at__isnull=False),
    _("no evidence yet"),
    _("Add a photo or document that has not been used before."),
)
confirmed = Gate(
    "confirmed",
    2,
    Q(confirmed_at__isnull=False),
    _("not confirmed by the worker"),
    _("Ask the worker it was for to confirm, by message, code or printed slip."),
)
verified = Gate(
    "verified",
    4,
    Q(verified_at__isnull=False),
    _("not verified on site"),
    _("It is verified when an inspector draws it."),
)


@dataclass(frozen=True)
class Indicator:
    """A number counted from the entries of one register.

    `on` names the day of a flow; `spans` names the from and to of a stock (several pairs hold only where all
    do). `distinct` counts different subjects, `amount` adds a whole number (fen, persons), neither counts
    entries; both add the amount of each subject once, for subjects with one amount that stand at one organisation
    at a time. `when` are entries that claim to count, `gates` what they need to be counted.
    """

    key: str
    label: Text
    unit: str
    on: str = ""
    spans: tuple[tuple[str, str], ...] = ()
    when: Q = field(default_factory=Q)
    distinct: str = ""
    amount: str = ""
    gates: tuple[Gate, ...] = ()
    org: str = "org"
    #: other wordings by which plans name it
    names: tuple[str, ...] = ()
    #: how it is counted, in a sentence
    rule: Text = ""

    def __post_init__(self) -> None:
        if bool(self.on) == bool(self.spans):
            raise ValueError(f"{self.key}: a flow has `on`, a stock has `spans`, never both or neither")
        if self.distinct and self.amount and self.on:
            raise ValueError(f"{self.key}: only a stock adds the amount of each subject once")

    @property
    def is_stock(self) -> bool:
        return bool(self.spans)

    @property
    def digest(self) -> str:
        """SHA-256 of everything that decides the figure; another digest means a recount."""
        parts: list[Any] = [self.key, self.on, self.spans, self.when, self.distinct, self.amount, self.org]
        parts += [(gate.key, gate.bit, gate.met) for gate in self.gates]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Ratio:
    """Two indicators as a percentage; without a base it has no value at all.

    With `external_base` the base comes from outside the union, place by place: a node has one only when every
    place below it that has a part has a base too.
    """

    key: str
    label: Text
    part: str
    whole: str
    unit: str = "%"
    external_base: bool = False
    names: tuple[str, ...] = ()
    rule: Text = ""

    @property
    def digest(self) -> str:
        text = f"{self.key}|{self.part}|{self.whole}|{self.external_base}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]
