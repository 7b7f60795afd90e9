"""Amounts of money: whole fen inside, yuan with two decimals outside, one strict parser between."""

from __future__ import annotations

import re
from typing import ClassVar

from zhijia.kernel.notice import BadInput
from zhijia.kernel.text import clean

#: fen, not reached by any one amount; thousands of them still sum within the 64 bits of a database
LIMIT = 10**15
FULL_WIDTH = str.maketrans("０１２３４５６７８９，．　＋－", "0123456789,. +-")
SIGNS = "+-\u2212\u2013\u2014\u207b\ufe63"


class BadAmount(BadInput):
    """Text that is no amount of money."""

    sentences: ClassVar = {
        "empty": "Type an amount in yuan, such as 1,234.50.",
        "sign": "An amount has no plus or minus sign.",
        "exponent": "An amount is written out in digits, without an exponent such as 1E5.",
        "words": "Type the amount in digits only, such as 1,234.50, without words or currency signs.",
        "grouping": "Commas part thousands, as in 1,234,567.00; this text has them in other places.",
        "decimals": "An amount has at most two decimals (yuan and fen).",
        "form": "This is not an amount in yuan; type it as 1234.50 or 1,234.50.",
        "zero": "The amount must be more than 0.",
        "large": "The amount must be below %(limit)s yuan.",
    }


def parse(typed: str, *, zero: bool = False) -> int:
    """The fen of an amount typed in yuan; full-width digits and thousands commas are read.

    Raises BadAmount for signs, exponents, words, a third decimal, `LIMIT` and above, and 0 unless `zero`.
    """
    plain = clean(typed).text.translate(FULL_WIDTH).strip()
    if not (match := re.fullmatch(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?", plain)):
        raise BadAmount(_fault(plain))
    whole, decimals = match[1].replace(",", "").lstrip("0"), (match[2] or "").ljust(2, "0")
    # the length is looked at first: int() itself refuses very long texts with an error of its own
    if len(whole) > len(str(LIMIT)) or (fen := int(whole + decimals)) >= LIMIT:
        raise BadAmount("large", limit=text(LIMIT))
    if fen == 0 and not zero:
        raise BadAmount("zero")
    return fen


def _fault(plain: str) -> str:
    """The code of what is wrong with text that is no amount."""
    patterns = {
        "empty": r"",
        "exponent": r"[-+0-9.,]*[0-9.][eE][-+]?[0-9]+",
        "sign": rf"[{re.escape(SIGNS)}].*",
        "decimals": r"[0-9,]+\.[0-9]{3,}",
        "grouping": r"(?=.*,)[0-9,]+(\.[0-9]*)?",
        "words": r"(?s).*[^\W\d_].*|[^0-9.,\s]+.*|.*[^0-9.,\s]+",
    }
    return next((code for code, pattern in patterns.items() if re.fullmatch(pattern, plain)), "form")


def text(fen: int) -> str:
    """The amount in yuan with thousands commas and two decimals: 123450 → 1,234.50."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"
