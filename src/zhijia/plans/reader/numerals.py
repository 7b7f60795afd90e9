"""Numbers as plans write them, in digits and in words, as exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000}
_SCALES |= {"千万": 10_000_000, "亿": 100_000_000}
_NAMES = "零一二三四五六七八九"


def digits(written: str, *, scale: str = "") -> Decimal | None:
    """The value of "1,800", "2 000" or "3.5" times a scale word such as 万; None when it is no number."""
    try:
        return Decimal(re.sub("[,， ]", "", written)) * _SCALES[scale]
    except (InvalidOperation, KeyError):
        return None


def words(written: str) -> Decimal | None:
    """The value of 两, 三千六百, 百 (a bare step counts one) or 二〇一一; None when it is no number."""
    if not written:
        return None
    if len(written) > 1 and all(character in _DIGITS for character in written):
        return Decimal("".join(str(_DIGITS[character]) for character in written))
    grand = total = section = 0
    pending: int | None = None
    for character in written:
        if character in _DIGITS:
            pending = _DIGITS[character]
        elif character in _STEPS:
            section += (1 if pending is None else pending) * _STEPS[character]
            pending = None
        elif character in "万亿":
            section, pending = section + (pending or 0), None
            if character == "万":
                total, section = total + (section or 1) * 10_000, 0
            else:
                grand, total, section = grand + (total + section or 1) * 100_000_000, 0, 0
        else:
            return None
    return Decimal(grand + total + section + (pending or 0))


def chinese(count: int) -> str:
    """A counting number from 1 to 99 in Chinese words, other numbers in digits."""
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _NAMES[tens] + "十")
    return head + (_NAMES[ones] if ones or not head else "")


def plain(value: Decimal) -> str:
    """A decimal without exponent and without needless zeros: "30000", "51.3"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
