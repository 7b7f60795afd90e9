"""How many text messages a text is paid as: 160 or 153 characters of the GSM alphabet, 70 or 67 of any other."""

from __future__ import annotations

from dataclasses import dataclass

#: the default alphabet of GSM 03.38, and what is written in it with two characters
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = "\f^{}\\[~]|€"


@dataclass(frozen=True)
class Length:
    """Characters as they are counted, the messages they make, and how many characters one holds."""

    characters: int
    parts: int
    each: int
    gsm: bool


def measure(text: str) -> Length:
    """The length of a text message; a character outside the GSM alphabet makes the whole text 16 bits wide."""
    gsm = all(one in BASIC or one in EXTENDED for one in text)
    one, more = (160, 153) if gsm else (70, 67)
    count = (
        sum(2 if letter in EXTENDED else 1 for letter in text) if gsm else len(text.encode("utf-16-be")) // 2
    )
    parts = 1 if count <= one else -(-count // more)
    return Length(count, parts if count else 0, one if parts <= 1 else more, gsm)
