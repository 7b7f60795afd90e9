"""Names of the units a figure can have, and numbers written with them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import npgettext, pgettext

from zhijia.ui.menu import Text

#: how each unit is called for one and for several
NAMES: dict[str, Callable[[int], str]] = {
    "person": lambda count: npgettext("unit", "person", "people", count),
    "entry": lambda count: npgettext("unit", "entry", "entries", count),
    "place": lambda count: npgettext("unit", "place", "places", count),
    "unit": lambda count: npgettext("unit", "employer", "employers", count),
    "union": lambda count: npgettext("unit", "union", "unions", count),
    "household": lambda count: npgettext("unit", "household", "households", count),
    "time": lambda count: npgettext("unit", "time", "times", count),
    "day": lambda count: npgettext("unit", "day", "days", count),
    "fen": lambda count: pgettext("unit", "yuan"),
}


def name(unit: Text, *, count: Any = None) -> str:
    """The unit in the reader's language; what is no known code is taken as already said."""
    named = NAMES.get(unit) if isinstance(unit, str) else None
    return named(count if isinstance(count, int) else 2) if named else str(unit)


def number(value: Any, *, unit: Text = "") -> str:
    """A number with its thousands grouped in every language; fen are written in yuan, None as a dash."""
    if value is None:
        return "—"
    if unit == "fen":
        whole, cents = divmod(abs(int(value)), 100)
        sign = "-" if int(value) < 0 else ""
        tail = f".{cents:02d}" if cents else ""
        return f"{sign}{whole:,}{tail}"
    return f"{value:,}"


def percent(value: Any) -> str:
    """A percentage with at most two decimals; None, the rate without a base, as a dash.

    A whole number is only written where it is reached: 79.999 is no 80.
    """
    if value is None:
        return "—"
    exact = value if isinstance(value, Decimal) else Decimal(str(float(value)))
    written = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if written > exact and written == written.to_integral_value():
        written = exact.quantize(Decimal("0.01"), ROUND_DOWN)
    return f"{written:f}".rstrip("0").rstrip(".") + "%"


def quantity(value: Any, *, unit: Text = "") -> str:
    """Number and unit as one reads them in a sentence."""
    if not unit:
        return number(value)
    if unit == "%":
        return percent(value)
    return pgettext("number and unit", "%(number)s %(unit)s") % {
        "number": number(value, unit=unit),
        "unit": name(unit, count=value),
    }
