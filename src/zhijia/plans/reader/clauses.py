"""Sentences and clauses of running text and of table rows, as stretches of the mended text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .quantities import Quantity, quantities

_LINE = re.compile(r"[^\n]+")
# the length is bounded so that text without any stop is read in linear time
_SENTENCE = re.compile(r"[^。！!？?\n]{1,1500}[。！!？?]?")
_ROW = re.compile(r"[^\n]{1,1500}")
_BREAK = re.compile(r"(?<!\d)[,，]|[,，](?!\d{3}(?!\d))|[;；\t：:]|(?<=[。！!？?])")
_BRACKET = re.compile(r"[(（]([^()（）\n]{2,120})[)）]")
_LISTING = re.compile(r"、|以及|和(?!谐|解)|(?<!普)及(?!格|时)|(?<!参)与|或")
_HAN = re.compile("[\u4e00-\u9fff]")
MARKER = re.compile(
    r"(?:\d{1,3}(?:、|[.．](?!\d))|\d{1,2}[)）]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、)）](?=\S{2})|[①-⒇]|[一二三四五六七八九十]是)\s*"
)
_SHARED = re.compile(r"分别|各自|依次")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch with its quantities; `inner` is True for words in brackets inside another clause."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a table row; `line_start` tells its line.

    The clauses are given in order, and only where some number or "each" stands in the sentence.
    """

    start: int
    end: int
    line_start: int
    clauses: tuple[Clause, ...]


def sentences(text: str, start: int, end: int) -> Iterator[Sentence]:
    """All sentences of a stretch; a tabbed line is one sentence, its cells are clauses."""
    for line in _LINE.finditer(text, start, end):
        pattern = _ROW if "\t" in line.group() else _SENTENCE
        for found in pattern.finditer(text, line.start(), line.end()):
            yield _sentence(text, found.start(), found.end(), line.start())


def _sentence(text: str, start: int, end: int, line_start: int) -> Sentence:
    found = list(quantities(text, start, end))
    if not found and text.find("每", start, end) < 0:
        return Sentence(start, end, line_start, ())
    brackets = [
        (each.start(1), each.end(1))
        for each in _BRACKET.finditer(text, start, end)
        if any(each.start() < number.start < each.end() for number in found)
    ]
    clauses = [_clause(text, *bounds, found, True) for bounds in brackets]
    outer = [number for number in found if not any(low <= number.start < high for low, high in brackets)]
    for low, high in _merged(text, list(_pieces(text, start, end, brackets)), outer):
        clauses += _parts(text, low, high, [number for number in outer if low <= number.start < high])
    clauses.sort(key=lambda clause: clause.start)
    return Sentence(start, end, line_start, tuple(clauses))


def _pieces(text: str, start: int, end: int, brackets: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches between commas, commas inside brackets not counting."""
    position = start
    closed = [(found.start(), found.end()) for found in _BRACKET.finditer(text, start, end)]
    for found in _BREAK.finditer(text, start, end):
        if any(low < found.start() < high for low, high in closed):
            continue
        if found.start() > position:
            yield position, found.start()
        position = found.end()
    if position < end:
        yield position, end


def _merged(text: str, pieces: list[tuple[int, int]], found: list[Quantity]) -> list[tuple[int, int]]:
    """Pieces where a bare number ("80%") is joined to the clause it continues."""
    merged: list[tuple[int, int]] = []
    for low, high in pieces:
        numbers = [number for number in found if low <= number.start < high]
        if (
            merged
            and numbers
            and "\t" not in text[merged[-1][0] : low]
            and _is_bare(text, low, high, numbers)
        ):
            merged[-1] = (merged[-1][0], high)
        else:
            merged.append((low, high))
    return merged


def _is_bare(text: str, low: int, high: int, numbers: list[Quantity]) -> bool:
    rest = text[low : numbers[0].start] + "".join(
        text[a.end : b.start] for a, b in itertools.pairwise(numbers)
    )
    return (
        len(_HAN.findall(rest)) < 2
        and len(_HAN.findall(text[numbers[-1].end : high])) < 2
        and not rest.strip("、和及 ")
    )


def _parts(text: str, low: int, high: int, numbers: list[Quantity]) -> Iterator[Clause]:
    """A clause that lists several numbered things gives one clause for each of them."""
    distinct = sorted({(number.start, number.end) for number in numbers})
    if len(distinct) < 2 or _SHARED.search(text, low, high):
        yield _clause(text, low, high, numbers, False)
        return
    position = low
    for (_, left), (right, _) in itertools.pairwise(distinct):
        share = text[right : right + 8].partition("%")[1] and not _HAN.search(
            text[right : text.find("%", right)]
        )
        cut = _cut(text, left, right, 2 if share else 0)
        if cut:
            yield _clause(text, position, cut[0], numbers, False)
            position = cut[1]
    yield _clause(text, position, high, numbers, False)


def _cut(text: str, left: int, right: int, own: int) -> tuple[int, int] | None:
    """Where a list goes on between two numbers; `own` words must stand between it and a percentage."""
    for found in reversed(list(_LISTING.finditer(text, left, right))):
        if right - found.end() < own:
            continue
        if found.group() == "、" or found.start() - left >= 2:
            return found.start(), found.end()
    return None


def _clause(text: str, low: int, high: int, numbers: list[Quantity], inner: bool) -> Clause:
    while low < high and text[low] in " \u3000\t、":
        low += 1
    marker = MARKER.match(text, low, high)
    if marker and marker.end() < high:
        low = marker.end()
    while high > low and text[high - 1] in " \u3000\t。！!？?;；":
        high -= 1
    return Clause(low, high, tuple(number for number in numbers if low <= number.start < high), inner)
