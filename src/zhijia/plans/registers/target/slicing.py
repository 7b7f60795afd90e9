"""The slices of a promise of several years, as they are typed and kept: "2026: 800; 2027: 1000"."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.kernel.period import Period

_PART = re.compile(r"^((?:19|20)\d\d)\s*年?\s*[:：=]\s*([\d.,，]{1,16})\s*$")


def parsed(written: str) -> dict[int, Decimal]:
    """Value by year; what cannot be read is left out."""
    found = {}
    for part in _parts(written):
        match = _PART.match(part)
        value = _number(match.group(2)) if match else None
        if match and value is not None:
            found[int(match.group(1))] = value
    return found


def text_of(slices: dict[int, Decimal]) -> str:
    """Slices in the one form in which they are kept."""
    return "; ".join(f"{year}: {format(value.normalize(), 'f')}" for year, value in sorted(slices.items()))


def checked(written: str, period: Period) -> str:
    """What was typed in the form it is kept; a ValidationError names the part that is wrong."""
    found: dict[int, Decimal] = {}
    for part in _parts(written):
        match = _PART.match(part)
        value = _number(match.group(2)) if match else None
        if match is None or value is None:
            raise ValidationError(
                {"slices": _("Write year and value, as in 2026: 800; not “%(part)s”.") % {"part": part}}
            )
        year = int(match.group(1))
        if year in found:
            raise ValidationError({"slices": _("The year %(year)s stands here twice.") % {"year": year}})
        if not period.start.year <= year <= period.last.year:
            raise ValidationError(
                {"slices": _("The year %(year)s lies outside the target's time.") % {"year": year}}
            )
        found[year] = value
    return text_of(found)


def _parts(written: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;；\n]", written or "") if part.strip()]


def _number(written: str) -> Decimal | None:
    try:
        value = Decimal(written.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < Decimal(10) ** 12 else None
