"""In what a target is handed down: its smallest step, whether it can be divided, its values in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhijia.registry.errors import Refused
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.ui import units

CENT = Decimal("0.01")


def is_rate(target: Any) -> bool:
    return target.indicator in RATIOS


def is_money(target: Any) -> bool:
    return target.indicator in INDICATORS and INDICATORS[target.indicator].unit == "fen"


def can_be_divided(target: Any, org_id: int) -> bool:
    """Whether parts of it add up where a union hands it down: a rate does not, nor what the issuer's plan asks of
    each union; what one of these has for itself can be divided further."""
    return not is_rate(target) and not (target.per and org_id == target.org_id)


def step(target: Any) -> Decimal:
    """The smallest step of its values in the plan's unit: a fen, a hundredth of a per cent, else one."""
    return CENT if is_rate(target) or is_money(target) else Decimal(1)


def steps(target: Any, value: Decimal) -> int:
    """A value as a whole number of smallest steps, rounded down."""
    return int(value / step(target))


def value(target: Any, number: int) -> Decimal:
    """So many smallest steps in the plan's unit."""
    return number * step(target)


def said(target: Any, number: Decimal | None) -> str:
    """A value with its unit as one reads it."""
    if number is None:
        return "—"
    if is_rate(target):
        return units.percent(number)
    exact = int(number * 100) if is_money(target) else _whole(number)
    unit = INDICATORS[target.indicator].unit if target.indicator in INDICATORS else target.unit
    return units.quantity(exact, unit=unit)


def _whole(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def plain(number: Decimal | None) -> str:
    """A value as it is typed."""
    return "" if number is None else format(number.normalize(), "f")


def refuse_unfit(target: Any, number: Decimal | None, field: str, *, zero: bool = False) -> None:
    """Raises Refused for a value nobody could reach or count in."""
    if number is None:
        return
    if number < 0 or (number == 0 and not zero):
        raise Refused(field, _("Give a number above 0."))
    if number % step(target):
        wrong = _("It is counted in whole numbers of “%(unit)s”: %(value)s is none.")
        if step(target) == CENT:
            wrong = _("At most two decimals: %(value)s has more.")
        raise Refused(field, wrong % {"unit": target.unit or "—", "value": plain(number)})
    if is_rate(target) and number > 100:
        raise Refused(field, _("A rate cannot be more than 100 %%: %(value)s %%.") % {"value": plain(number)})
