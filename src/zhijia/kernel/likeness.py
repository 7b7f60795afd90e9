"""How much of a text stood in an older one already: shared runs of six characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: characters of one run: long enough that two sentences share one only where they share words
RUN = 6
#: from here on a text counts as copied
COPIED = 0.9
_NOISE = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)|[二一][零〇○九][零〇○一二三四五六七八九]{2}(?=年)")


@dataclass(frozen=True)
class Unchanged:
    """The part of a text's runs, from 0 to 1, found in an older text; None where the text has none."""

    share: float | None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(self.share * 100)

    @property
    def is_copied(self) -> bool:
        """Whether nine tenths or more stood there before."""
        return self.share is not None and self.share >= COPIED


def runs(text: str) -> set[str]:
    """Every run of six characters of a text, without punctuation; the year's number is the same in any year."""
    plain = _NOISE.sub("", _YEAR.sub("Y", text))
    if len(plain) < RUN:
        return {plain} if plain else set()
    return {plain[place : place + RUN] for place in range(len(plain) - RUN + 1)}


def unchanged(text: str, older: set[str]) -> Unchanged:
    """The share of a text's runs among those of an older one."""
    own = runs(text)
    return Unchanged(len(own & older) / len(own) if own else None)


def each_unchanged(texts: Iterable[str], older: str) -> list[Unchanged]:
    """The share for each of several texts against the same older one."""
    known = runs(older)
    return [unchanged(text, known) for text in texts]


def repeated(text: str, older: str) -> list[tuple[int, int]]:
    """The passages of a text that stand in an older one, as half-open places in the text, in order."""
    known = runs(older)
    kept = [place for place, sign in enumerate(text) if not _NOISE.fullmatch(sign)]
    plain = "".join(text[place] for place in kept)
    found: list[tuple[int, int]] = []
    for place in range(len(plain) - RUN + 1):
        if plain[place : place + RUN] not in known:
            continue
        first, end = kept[place], kept[place + RUN - 1] + 1
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((first, end))
    return found
