"""Text as people paste it: made clean, folded for matching, cut into two-character search tokens."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhijia.kernel.notice import Notice

HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: a run of everyday characters and nothing else: clean, folded and normal as it stands
EVERYDAY = re.compile("[\u4e00-\u9fff]+")
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
DOTS = "\u00b7\u0387\u2022\u2024\u2027\u2219\u22c5\u30fb\uff65\uff0e.\u16eb\u2e31"
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: letters and marks by their category, yet drawn as nothing: the fillers of Hangul, the empty Braille cell
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
KEPT_CONTROLS = frozenset("\n\t")

SENTENCES = {
    "bidi": "Characters that reverse the reading direction were removed (%(codes)s).",
    "invisible": "Characters that cannot be seen were removed (%(codes)s).",
}


@dataclass(frozen=True)
class Cleaned:
    """Clean text and what was done to get it."""

    text: str
    notes: tuple[Notice, ...] = ()

    def __str__(self) -> str:
        return self.text


def clean(text: str) -> Cleaned:
    """The text in NFC without bidi, zero-width, control and lone surrogate characters; lines end in \\n.

    Cleaning what is clean changes nothing and notes nothing.
    """
    if text.isprintable() and BLANK.isdisjoint(text) and unicodedata.is_normalized("NFC", text):
        return Cleaned(text)
    straight = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text)
    removed = [character for character in straight if _invisible(character)]
    seen = "".join(character for character in straight if not _invisible(character)) if removed else straight
    return Cleaned(unicodedata.normalize("NFC", seen), _notes(removed))


def _invisible(character: str) -> bool:
    if character in KEPT_CONTROLS:
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") or character in BLANK


def _notes(removed: list[str]) -> tuple[Notice, ...]:
    groups = {
        "bidi": [character for character in removed if character in BIDI],
        "invisible": [character for character in removed if character not in BIDI],
    }
    return tuple(
        Notice(code, SENTENCES[code], {"codes": _codes(group)}) for code, group in groups.items() if group
    )


def _codes(characters: list[str]) -> str:
    """The distinct code points in order of appearance, at most five of them."""
    names = list(dict.fromkeys(f"U+{ord(character):04X}" for character in characters))
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def fold_name(name: str) -> str:
    """A name for comparing only: dots alike, no spaces or variation selectors, NFKC, no case.

    Never shown and never stored in place of the name.
    """
    plain = unicodedata.normalize("NFKC", clean(name).text).casefold()
    dotted = re.sub(rf"\s*[{re.escape(DOTS)}]+\s*", "·", plain)
    return re.sub(r"[\s\ufe00-\ufe0f\U000e0100-\U000e01ef]+", "", unicodedata.normalize("NFKC", dotted))


def _runs(text: str) -> list[str]:
    found: list[str] = RUN.findall(unicodedata.normalize("NFKC", text).lower())
    return found


def _is_han(run: str) -> bool:
    return re.match(rf"[{HAN}]", run) is not None


def _of_run(run: str) -> list[str]:
    if len(run) == 1 or not _is_han(run):
        return [run]
    return [run[place : place + 2] for place in range(len(run) - 1)]


def tokens(text: str) -> list[str]:
    """The overlapping two-character tokens of Chinese runs, and words and numbers whole, in order.

    Two-character words are the usual search words; trigram indexes find none of them.
    """
    return [token for run in _runs(text) for token in _of_run(run)]


def index_text(text: str) -> str:
    """What an index stores, tokens parted by spaces: for FTS5 `unicode61` or `to_tsvector('simple', …)`.

    Single characters follow the pairs, so that a search for one character, or for 2011年, finds them too.
    """
    if not text:
        return ""
    runs = [text] if EVERYDAY.fullmatch(text) else _runs(text)
    singles = (character for run in runs if _is_han(run) and len(run) > 1 for character in run)
    return " ".join([*(token for run in runs for token in _of_run(run)), *dict.fromkeys(singles)])


def phrase(query: str) -> str:
    """The tokens of a query in order, for FTS5 `MATCH '"…"'` or `phraseto_tsquery('simple', …)`."""
    return " ".join(tokens(query))


def phrases(query: str) -> list[str]:
    """One phrase for each run of a query; an entry is found when it has them all (join with AND)."""
    return list(dict.fromkeys(" ".join(_of_run(run)) for run in _runs(query)))
