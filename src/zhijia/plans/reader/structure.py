"""The frame of a text: its documents, their sections and numbered items, in offsets of the mended text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .numerals import words
from .titles import genre_of, issuer_of, title_of, years_of

_NUMERAL = "一二三四五六七八九十百"
_DOCUMENT_START = re.compile(
    rf"(?m)^[ \t\u3000]*(?:【?(?:第[{_NUMERAL}\d]{{1,3}}篇|"
    rf"(?:篇|范文)[{_NUMERAL}\d]{{1,3}})】?[ \t]*[:：.、]?"
    r"|[=*＝]{5,}[ \t]*$|\f)"
)
_MARKERS: tuple[tuple[int, str, re.Pattern[str]], ...] = (
    (0, "word", re.compile(rf"第([{_NUMERAL}\d]{{1,4}})(?:部分|章|编)")),
    (1, "word", re.compile(rf"([{_NUMERAL}]{{1,3}})[、.．]")),
    (2, "word", re.compile(rf"[(（]?([{_NUMERAL}]{{1,3}})[)）]")),
    (2, "word", re.compile(rf"第([{_NUMERAL}\d]{{1,4}})条")),
    (3, "digit", re.compile(r"(\d{1,3})(?:[、．]|\.(?!\d)|\t)")),
    (4, "digit", re.compile(r"[(（]?(\d{1,2})[)）]|([①-⒇])")),
)
_LINE = re.compile(r"[^\n]+")
_INNER_MARKER = re.compile(
    rf"(?<=[。；;！!])[ \t\u3000]*(?:(\d{{1,2}})、|"
    rf"([{_NUMERAL}]{{1,3}})、(?=[^、]{{4}})|[(（]([{_NUMERAL}]{{1,3}})[)）])"
)
_HEADING_END = re.compile(r"[。；;！!：:\n\t]")
_ITEM_DEPTH = 3
HEADING_LIMIT = 80


@dataclass(slots=True)
class Node:
    """A numbered point with its place in the tree of points; `body` begins after the printed number."""

    level: int
    number: str
    start: int
    body: int
    end: int = 0
    parent: Node | None = None
    children: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One document as a stretch of the mended text."""

    start: int
    end: int
    title: str
    issuer: str | None
    year: int | None
    last_year: int | None
    genre: str
    nodes: tuple[Node, ...] = field(default=())


def frames(text: str) -> list[Frame]:
    """The documents of a text, in order; a text without any separator is one document."""
    starts = [(found.start(), found.end()) for found in _DOCUMENT_START.finditer(text)]
    bounds = [0, *(start for start, _ in starts), len(text)]
    heads = [0, *(end for _, end in starts)]
    found = [
        _frame(text, start, head, end)
        for start, head, end in zip(bounds[:-1], heads, bounds[1:], strict=True)
        if text[head:end].strip()
    ]
    return found or [_frame(text, 0, 0, len(text))]


def _frame(text: str, start: int, head: int, end: int) -> Frame:
    body = text[head:end]
    lines = body.split("\n")
    title = title_of(lines)
    nodes = tuple(_nodes(text, head, end))
    year, last_year = years_of(title, body)
    issuer, genre = issuer_of(lines, title, body), genre_of(title, body)
    return Frame(start, end, title, issuer, year, last_year, genre, nodes)


def _nodes(text: str, start: int, end: int) -> list[Node]:
    nodes: list[Node] = []
    path: list[Node] = []
    for node in _marked(text, start, end):
        if nodes:
            nodes[-1].end = node.start
        while path and path[-1].level >= node.level:
            path.pop()
        if path:
            node.parent = path[-1]
            path[-1].children += 1
        path.append(node)
        node.heading = _heading(text, node.body, end)
        nodes.append(node)
    if nodes:
        nodes[-1].end = end
    return nodes


def _marked(text: str, start: int, end: int) -> Iterator[Node]:
    """Points at the head of lines, and inside a line only where the count goes on by one."""
    last: dict[int, int] = {}
    for line in _LINE.finditer(text, start, end):
        offset = line.start() + len(line.group()) - len(line.group().lstrip(" \t\u3000"))
        node = _marker(text, offset, line.end())
        if node and node.level <= _ITEM_DEPTH:
            last[node.level] = _count(node.number)
            yield node
        for found in _INNER_MARKER.finditer(text, offset, line.end()):
            level = 3 if found.group(1) else 1 if found.group(2) else 2
            number = found.group(found.lastindex or 1)
            if _count(number) == last.get(level, -1) + 1:
                last[level] = _count(number)
                yield Node(level, number, found.start(found.lastindex or 1), found.end())


def _marker(text: str, start: int, end: int) -> Node | None:
    for level, _, pattern in _MARKERS:
        found = pattern.match(text, start, end)
        if found and found.end() < end:
            return Node(level, found.group(found.lastindex or 0), start, found.end())
    return None


def _count(number: str) -> int:
    if number.isdecimal():
        return int(number)
    value = words(number)
    return int(value) if value is not None else -1


def _heading(text: str, start: int, end: int) -> str:
    stop = _HEADING_END.search(text, start, min(end, start + HEADING_LIMIT))
    return text[start : stop.start() if stop else min(end, start + HEADING_LIMIT)].strip()


def items(nodes: tuple[Node, ...], text: str) -> list[tuple[str, Node]]:
    """Points that say something themselves, with numbers made unique by their section's number."""
    chosen = [node for node in nodes if not node.children or _says_more(text, node)]
    numbers = [node.number for node in chosen]
    unique = len(set(numbers)) == len(numbers)
    return [(node.number if unique else _path(node), node) for node in chosen]


def _says_more(text: str, node: Node) -> bool:
    """Whether a section has words of its own beyond its heading."""
    return len(text[node.body : node.end].strip()) > len(node.heading) + 12


def _path(node: Node) -> str:
    numbers = [node.number]
    while node.parent:
        node = node.parent
        numbers.append(node.number)
    return ".".join(reversed(numbers))
