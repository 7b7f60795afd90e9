"""Which point of the plan above a point seems to answer: the most character pairs in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhijia.plans.models import Item

#: less in common is chance
LEAST = 0.18
_NOISE = re.compile(r"[\W\d_]+")


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of a text, without punctuation and digits."""
    plain = _NOISE.sub("", text)
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def likeness(one: set[str], other: set[str]) -> float:
    """The share of the shorter text's pairs that the longer has too, from 0 to 1."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def suggested(items: Sequence[Item], above: Sequence[Item]) -> dict[int, int]:
    """For each point the one above most like it, by their numbers; points like none are left out.

    A heading weighs as much as all the words below it: both likenesses are averaged where both have one.
    """
    known = [(item.pk, pairs(item.heading), pairs(item.words)) for item in above]
    found = {}
    for item in items:
        heading, words = pairs(item.heading), pairs(item.words)
        scores = [(_score(heading, words, *theirs), pk) for pk, *theirs in known]
        best, pk = max(scores, default=(0.0, 0))
        if best >= LEAST:
            found[item.pk] = pk
    return found


def _score(heading: set[str], words: set[str], other_heading: set[str], other_words: set[str]) -> float:
    score = likeness(words, other_words)
    if heading and other_heading:
        return (score + likeness(heading, other_heading)) / 2
    return score
