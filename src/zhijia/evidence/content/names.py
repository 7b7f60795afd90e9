"""Names of files as shown and as told to the browser."""

from __future__ import annotations

import re
import unicodedata

from zhijia.evidence.content.signs import Kind
from zhijia.kernel.text import clean

LONGEST_NAME = 120
LONGEST_BYTES = 200
#: names Windows keeps for devices, with or without an ending
DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)")
UNFIT = re.compile(r'[<>:"|?*\x00-\x1f]')


def display_name(typed: str, *, kind: Kind) -> str:
    """The name without path, signs that mislead and emoji, with an ending that tells the real kind."""
    last = re.split(r"[\\/]", clean(typed or "").text)[-1]
    words = " ".join("".join(_kept(character) for character in last).split())
    words = UNFIT.sub("_", words).rstrip(". ")
    stem, dot, ending = words.rpartition(".")
    if not dot:
        stem, ending = words, ""
    elif ending.lower() not in kind.endings:
        # photo.exe with a picture inside is shown as photo.exe.jpg
        stem, ending = words, ""
    stem = stem.strip(". ") or "file"
    if DEVICES.match(stem):
        stem = f"_{stem}"
    ending = ending.lower() or kind.endings[0]
    return f"{_shortened(stem, len(ending) + 1)}.{ending}"


def _kept(character: str) -> str:
    """The character, or nothing for emoji, their joiners and private signs."""
    category = unicodedata.category(character)
    if category in ("So", "Co", "Cn", "Sk") or "\ufe00" <= character <= "\ufe0f":
        return ""
    return " " if character in "\n\t" else character


def _shortened(stem: str, spare: int) -> str:
    short = stem[: LONGEST_NAME - spare]
    while len(short.encode()) > LONGEST_BYTES - spare:
        short = short[:-1]
    return short.rstrip(". ") or "file"


def ending_of(typed: str) -> str:
    """The ending of a name in small letters, without its dot; empty when there is none."""
    return typed.rpartition(".")[2].strip().lower() if "." in typed else ""
