"""The unified social credit code of 18 characters (GB 32100)."""

from __future__ import annotations

import re
from typing import ClassVar

from django.utils.translation import gettext_noop

from zhijia.kernel.notice import BadInput
from zhijia.kernel.text import clean

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


class BadCreditCode(BadInput):
    """Text that is no unified social credit code."""

    sentences: ClassVar = {
        "length": gettext_noop("A social credit code has 18 characters; this one has %(length)s."),
        "characters": gettext_noop(
            "A social credit code has digits and capital letters without I, O, S, V and Z; "
            "characters 3 to 8 are digits."
        ),
        "check": gettext_noop(
            "The last character of the social credit code does not fit the other 17; "
            "at least one character is mistyped."
        ),
    }


def check_character(first: str) -> str:
    """The 18th character to 17 others (GB 32100, weights 3^i modulo 31)."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first))
    return ALPHABET[-total % 31]


def parse_credit_code(typed: str) -> str:
    """The 18 characters of a typed code, in ASCII capitals; raises BadCreditCode."""
    plain = re.sub(r"[\s-]+", "", clean(typed).text.translate(FULL_WIDTH)).upper()
    if len(plain) != 18:
        raise BadCreditCode("length", length=len(plain))
    if not re.fullmatch(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}", plain):
        raise BadCreditCode("characters")
    if check_character(plain[:17]) != plain[17]:
        raise BadCreditCode("check")
    return plain
