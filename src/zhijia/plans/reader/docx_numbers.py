"""The numbers Word prints before paragraphs but does not store in their text."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from .numerals import chinese

_CHINESE_FORMATS = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
    }
)
_PLACE = re.compile(r"%(\d)")


class AutomaticNumbers:
    """Counts a document's numbered paragraphs in order and gives each its printed number."""

    def __init__(self, document: Any) -> None:
        self._abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._instances: dict[str, str] = {}
        self._counters: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # no list was ever used in this document
            return
        for definition in root.findall(qn("w:abstractNum")):
            levels = {
                int(level.get(qn("w:ilvl"), 0)): _level(level) for level in definition.findall(qn("w:lvl"))
            }
            self._abstract[definition.get(qn("w:abstractNumId"))] = levels
        for instance in root.findall(qn("w:num")):
            self._instances[instance.get(qn("w:numId"))] = instance.find(qn("w:abstractNumId")).get(
                qn("w:val")
            )

    def before(self, paragraph: Paragraph) -> str:
        """The printed number of this paragraph, "" when it has none or only a bullet."""
        key, depth = self._place(paragraph)
        levels = self._abstract.get(self._instances.get(key, ""), {})
        if depth not in levels:
            return ""
        form, pattern, first = levels[depth]
        counters = self._counters.setdefault(self._instances[key], {})
        counters[depth] = counters.get(depth, first - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        if form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda place: self._printed(levels, counters, int(place.group(1)) - 1), pattern)

    def _place(self, paragraph: Paragraph) -> tuple[str, int]:
        """List and level of a paragraph, its own or its style's."""
        for element in (paragraph._p, getattr(paragraph.style, "element", None)):
            found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if element is not None else None
            number = found.find(qn("w:numId")) if found is not None else None
            if found is not None and number is not None:
                level = found.find(qn("w:ilvl"))
                return number.get(qn("w:val")), int(level.get(qn("w:val"))) if level is not None else 0
        return "", 0

    @staticmethod
    def _printed(levels: dict[int, tuple[str, str, int]], counters: dict[int, int], depth: int) -> str:
        form, _, first = levels.get(depth, ("decimal", "", 1))
        count = counters.get(depth, first)
        return chinese(count) if form in _CHINESE_FORMATS else str(count)


def _level(level: Any) -> tuple[str, str, int]:
    """Number format, printed pattern ("%1、") and first number of one list level."""

    def value(tag: str, default: str) -> str:
        found = level.find(qn(tag))
        return str(found.get(qn("w:val"), default)) if found is not None else default

    return value("w:numFmt", "decimal"), value("w:lvlText", "%1、"), int(value("w:start", "1"))
