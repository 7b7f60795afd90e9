"""Which older notice of the same union a notice mostly repeats, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from zhijia.kernel.likeness import repeated, runs, unchanged

#: from this share on a notice repeats an older one
REPEATED = 0.5
#: how far back older ones are looked at, and how many of them
BACK, MOST = timedelta(days=550), 300
ISSUED = ("issued", "withdrawn")


@dataclass(frozen=True)
class Piece:
    """A stretch of the text, with whether it stood in the older notice."""

    text: str
    is_repeated: bool


@dataclass(frozen=True)
class Like:
    """The older notice most like this one, with the share of this one's words that stood there, 0 to 100."""

    notice: Any
    percent: int
    pieces: list[Piece]


def nearest(notice: Any) -> Like | None:
    """The issued notice of the same union that this one repeats most, None where none is like it."""
    rows = type(notice)._default_manager.filter(
        org_id=notice.org_id,
        state__in=ISSUED,
        happened_on__lte=notice.happened_on,
        happened_on__gte=notice.happened_on - BACK,
    )
    own, best, share = words(notice), None, 0.0
    for older in rows.exclude(pk=notice.pk).order_by("-happened_on", "-id")[:MOST]:
        found = unchanged(own, runs(words(older))).share or 0.0
        if found > share:
            best, share = older, found
    if best is None or share < REPEATED:
        return None
    return Like(best, round(share * 100), pieces(notice.text, words(best)))


def words(notice: Any) -> str:
    """What of a notice is compared: its text and what it asks."""
    return f"{notice.text}\n{notice.questions}"


def pieces(text: str, older: str) -> list[Piece]:
    """A text cut where it begins and ceases to repeat an older one."""
    found, end = [], 0
    for first, last in repeated(text, older):
        found += [Piece(text[end:first], False)] if first > end else []
        found.append(Piece(text[first:last], True))
        end = last
    return [*found, Piece(text[end:], False)] if end < len(text) else found
