"""A target divided over unions before anything is saved: each one's weight, exact portion and share."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.kernel.share import shared_out
from zhijia.plans.handing import weights
from zhijia.plans.handing.sums import Sum
from zhijia.plans.models import Method, Share, Target
from zhijia.plans.registers.handing import measure
from zhijia.registry.errors import Refused
from zhijia.tally import queries as tally
from zhijia.tree.models import Org
from zhijia.ui import units


@dataclass(frozen=True)
class Source:
    """What a union may hand down: its own target, or the share it has of one of a union above."""

    target: Target
    org: Org
    given: Share | None = None

    @property
    def whole(self) -> Decimal:
        found: Decimal = self.target.value if self.given is None else self.given.value
        return found

    def below(self) -> list[Org]:
        """The unions led directly today, by their codes: ties go to the earlier one."""
        led = tally.children([self.org.pk], today())[self.org.pk]
        return list(Org.objects.filter(pk__in=led, closed_on=None).order_by("code"))


@dataclass(frozen=True)
class Part:
    """One union of a division; `portion` is its exact part in words, `value` None where it gets nothing."""

    org: Org
    is_in: bool
    value: Decimal | None = None
    weight: int | None = None
    weight_said: str = ""
    portion: str = ""
    said: str = ""
    typed: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Division:
    """A proposal: its parts, how they add up, what its weights are, what stands in its way."""

    parts: Sequence[Part]
    sum: Sum | None = None
    dated: str = ""
    faults: Sequence[str] = field(default_factory=tuple)

    @property
    def is_sound(self) -> bool:
        return not self.faults and not any(part.fault for part in self.parts) and bool(self.given)

    @property
    def given(self) -> list[Part]:
        """The parts that become shares."""
        return [part for part in self.parts if part.is_in and part.value is not None]

    @property
    def digest(self) -> str:
        """What tells one proposal from another: who gets how much."""
        text = ";".join(f"{part.org.code}={measure.plain(part.value)}" for part in self.given)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def divide(
    source: Source,
    orgs: Sequence[Org],
    *,
    method: str,
    total: Decimal,
    minimum: Decimal | None = None,
    chosen: Collection[int],
    typed: Mapping[int, str] | None = None,
) -> Division:
    """The division of a whole over the chosen ones of `orgs`; by hand it is what was typed."""
    if method == Method.HAND:
        parts = [_by_hand(source, org, (typed or {}).get(org.pk, ""), minimum) for org in orgs]
        return _summed(source, parts, method, minimum)
    among = [org for org in orgs if org.pk in chosen]
    if not among:
        return Division([Part(org, False) for org in orgs], faults=[_("Choose at least one union.")])
    if method == Method.SAME:
        said = measure.said(source.target, total)
        parts = [Part(org, True, total, said=said) if org.pk in chosen else Part(org, False) for org in orgs]
        return _summed(source, parts, method, minimum)
    return _weighed(source, orgs, among, method, total, minimum)


def _weighed(
    source: Source,
    orgs: Sequence[Org],
    among: Sequence[Org],
    method: str,
    total: Decimal,
    minimum: Decimal | None,
) -> Division:
    target = source.target
    known = weights.weigh(method, target, orgs) or {org.pk: 1 for org in orgs}
    mine = [known.get(org.pk, 0) for org in among]
    number, least = measure.steps(target, total), measure.steps(target, minimum or Decimal(0))
    faults = _hindrances(source, among, mine, number, least)
    shares = [] if faults else shared_out(number, mine, least)
    numbers = dict(zip([org.pk for org in among], shares, strict=False))
    parts = [_given(target, org, org in among, numbers.get(org.pk)) for org in orgs]
    if method != Method.EQUAL:
        unit, whole = weights.unit(method, target), sum(mine)
        parts = [_shown(target, part, known.get(part.org.pk, 0), unit, number, whole) for part in parts]
    return _summed(source, parts, method, minimum, weights.dated(method, target, None), faults)


def _given(target: Target, org: Org, is_in: bool, number: int | None) -> Part:
    """A part of so many smallest steps; none, or 0 of them, is nothing."""
    if not number:
        return Part(org, is_in)
    value = measure.value(target, number)
    return Part(org, is_in, value, said=measure.said(target, value))


def _shown(target: Target, part: Part, weight: int, unit: str, number: int, whole: int) -> Part:
    """A part beside its weight and exact portion."""
    portion = _exact(target, number, weight, whole) if part.is_in and whole else ""
    return replace(part, weight=weight, weight_said=units.quantity(weight, unit=unit), portion=portion)


def _exact(target: Target, number: int, weight: int, whole: int) -> str:
    """The portion by weight alone, before it is made whole, to three places more than it is counted in."""
    portion = Decimal(number * weight) / Decimal(whole) * measure.step(target)
    return f"{portion:,.3f}"


def _hindrances(
    source: Source, among: Sequence[Org], mine: Sequence[int], number: int, least: int
) -> list[str]:
    """Why a whole cannot be divided like that."""
    target = source.target
    if not sum(mine):
        return [_("None of these unions has anything to be weighed by: choose another way.")]
    counts = {"least": least, "sum": least * len(among), "whole": number}
    said: dict[str, object] = {
        key: measure.said(target, measure.value(target, one)) for key, one in counts.items()
    }
    said["n"] = len(among)
    if counts["sum"] > number:
        return [
            _(
                "%(n)s unions with at least %(least)s each make %(sum)s, more than the %(whole)s handed down: "
                "lower the least of each, hand down more, or choose fewer unions."
            )
            % said
        ]
    if number < len(among) and not least:
        return [
            _(
                "%(whole)s cannot be divided over %(n)s unions: some would get nothing. Choose who takes it, "
                "or “the same for each”."
            )
            % said
        ]
    return []


def _by_hand(source: Source, org: Org, text: str, minimum: Decimal | None) -> Part:
    """What was typed for a union; an empty field leaves it out."""
    written = text.strip().replace(",", "").replace("，", "")
    if not written:
        return Part(org, False, typed=text)
    try:
        value = Decimal(written)
        if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
            raise ArithmeticError
    except ArithmeticError:
        return Part(org, True, typed=text, fault=_("This is no number."))
    if value == 0:
        return Part(org, False, typed=text)
    fault = fault_of(source.target, value, minimum)
    return Part(
        org, True, value, said="" if fault else measure.said(source.target, value), typed=text, fault=fault
    )


def fault_of(target: Target, value: Decimal, minimum: Decimal | None) -> str:
    """Why a number cannot be a share, or nothing."""
    try:
        measure.refuse_unfit(target, value, "")
    except Refused as refusal:
        return str(refusal.messages[""][0])
    if minimum is not None and value < minimum:
        return _("Less than the least of each.")
    return ""


def _summed(
    source: Source,
    parts: Sequence[Part],
    method: str,
    minimum: Decimal | None,
    dated: str = "",
    faults: Sequence[str] = (),
) -> Division:
    """The proposal with its sum; a part below the least of each is told."""
    given = tuple(part.value for part in parts if part.is_in and part.value is not None)
    divided = method != Method.SAME and measure.can_be_divided(source.target, source.org.pk)
    found = Sum(source.target, source.whole, given, divided, source.org.name) if given else None
    if method == Method.SAME and minimum is not None and any(value < minimum for value in given):
        faults = [_("Less than the least of each.")]
    if not given and not faults and not any(part.fault for part in parts):
        faults = [_("Give at least one union a number.")]
    return Division(parts, found, dated, faults)
