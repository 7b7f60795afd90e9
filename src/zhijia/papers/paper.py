"""What an official paper says, apart from how it is set: one description for the document and for the print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Paragraph:
    """A stretch of text, its first line set in; a heading stands in the face of headings."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: heads, rows of texts, the parts of the width each column takes; the head stands on every page."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    #: columns whose numbers stand at the right
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Party:
    """One of those who sign: as what, its name, and what is left to be written by hand."""

    part: str
    name: str
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Paper:
    """A paper: title, number, whom it speaks to, its text, who signs, the day."""

    title: str
    number: str
    addressee: str
    body: Sequence[Paragraph | Grid]
    parties: Sequence[Party]
    dated: str
    author: str
    language: str = "zh"
    notes: Sequence[str] = field(default_factory=tuple)
