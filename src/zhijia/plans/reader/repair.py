"""Damaged web text made readable, with the way back from every character to the decoded input."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from opencc import OpenCC

from .shapes import Repair

_READING = "a-zɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê"
_TONE = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"

# a character, then its reading in brackets: 會(huì)
_PINYIN = re.compile(rf"(?<=[{_HAN}])[(（](?=[^)）]{{0,6}}[{_TONE}])[{_READING}]{{1,7}}[)）]")
# the character itself was lost and only the end of its reading is left: ?dòng)
_LOST = re.compile(rf"(?:[?？](?=[^)）]{{0,6}}[{_TONE}])[{_READING}]{{1,7}}[)）])+\??")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\r\x01-\x08\x0e-\x1f\x7f]")
_WRAP_LEAST, _WRAP_LONG = 18, 60
_WRAPPED = re.compile(rf"[{_HAN}\d%,，、(（“《]$")
_NUMERAL = "一二三四五六七八九十"
_OPENING = re.compile(
    rf"\s*$|[ \t\u3000]{{2,}}|\s*(?:第?[{_NUMERAL}]{{1,3}}[、.．章条篇部]|[(（][{_NUMERAL}\d]{{1,3}}[)）]|"
    rf"\d{{1,2}}[、．]|\d{{1,2}}\.(?!\d)|[①-⑳]|附件|附表|各[^,，。]{{2,30}}[:：]$|[-—*●◆■]|[{_NUMERAL}]是|(?:\d{{1,2}}|[{_NUMERAL}]{{1,2}})月)"
)
_CLOSED_TITLE = re.compile(
    r"(?:要点|计划|规划|方案|意见|责任书|责任状|办法|细则|总结|汇报|通报|通知|规定|标准|安排|报告|会议|召开|总工会)$"
)
_QUOTE_ZONE = re.compile(r"[^。！!；;\n]+")
_QUESTION_MARK = re.compile(r"\?")
_ASKING = "吗呢吧么哪谁"
_COUNTED = (
    "个家名人场次期所户件份篇项条处间座支对批台套册万千百余多几年月日元％%度级届班类种位和至到—-、"
    "天周小分点以左例起宗岁亿十"
)
_PAGE_NUMBER = re.compile(rf"(?<=[{_HAN}，,、]) \d{{1,3}} (?=[{_HAN}])(?![{_COUNTED}])")
_PAGE_LINE = re.compile(
    r"(?m)^[ \t\u3000]*(?:[-—–·]\s?\d{1,4}\s?[-—–·]|第\s?\d{1,4}\s?页(?:\s?共\s?\d{1,4}\s?页)?)[ \t]*$"
)
_INNER_SPACE = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_MONTH_THIRD = re.compile(r"月\s?[上中下]旬")
_ZHE = re.compile(r"(?<![显名专论原编巨卓昭土译合遗所撰])著(?![名作述称录者])")
_WIDE = {ord("０") + step: ord("0") + step for step in range(10)} | {
    ord("％"): "%",
    ord("．"): ".",
    ord("　"): " ",
}
_CONVERTER = OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Mended:
    """Readable text; `origins[i]` is the offset in the input of the i-th character, one more at the end."""

    text: str
    origins: tuple[int, ...] | range
    repairs: tuple[Repair, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the decoded input of a stretch of the mended text."""
        if end <= start:
            return self.origins[start], self.origins[start]
        return self.origins[start], self.origins[end - 1] + 1


def repair(text: str) -> Mended:
    """The text without readings, lost characters, page numbers, stray spaces and traditional forms."""
    simplified = _simplified(text)
    repairs = list(_conversions(text, simplified))
    state = Mended(simplified, range(len(text) + 1), ())
    for kind, edits in _PASSES:
        state = _edited(state, kind, edits(state.text), repairs, text)
    repairs.sort(key=lambda each: (each.start, each.end))
    return Mended(state.text, state.origins, tuple(repairs))


Edit = tuple[int, int, str]


def _simplified(text: str) -> str:
    """Same length: only characters with a single simplified form are exchanged, wide digits are narrowed."""
    distinct = sorted({character for character in text if "\u3400" <= character <= "\u9fff"})
    table: dict[int, int | str] = dict(_WIDE)
    converted = _CONVERTER.convert("\n".join(distinct)).split("\n")
    if len(converted) == len(distinct):
        table |= {ord(a): b for a, b in zip(distinct, converted, strict=True) if a != b and len(b) == 1}
    return text.translate(table)


def _conversions(text: str, simplified: str) -> Iterator[Repair]:
    """One repair for each run of exchanged Chinese characters."""
    if text == simplified:
        return
    run = -1
    for position in range(len(text) + 1):
        changed = (
            position < len(text) and text[position] != simplified[position] and text[position] >= "\u3400"
        )
        changed = changed and ord(text[position]) not in _WIDE
        if changed and run < 0:
            run = position
        elif not changed and run >= 0:
            yield Repair("simplified", run, position, text[run:position], simplified[run:position])
            run = -1


def _edited(state: Mended, kind: str, edits: list[Edit], repairs: list[Repair], original: str) -> Mended:
    """The state after non-overlapping edits, each no longer than what it replaces."""
    if not edits:
        return state
    pieces: list[str] = []
    origins: list[int] = []
    position = 0
    for start, end, after in edits:
        pieces += (state.text[position:start], after)
        origins += state.origins[position:start]
        origins += state.origins[start : start + len(after)]
        first, last = state.span(start, end)
        if kind != "invisible":
            repairs.append(Repair(kind, first, last, original[first:last], after))
        position = end
    pieces.append(state.text[position:])
    origins += state.origins[position:]
    return Mended("".join(pieces), tuple(origins), ())


def _removals(pattern: re.Pattern[str], after: str = "") -> Callable[[str], list[Edit]]:
    return lambda text: [(found.start(), found.end(), after) for found in pattern.finditer(text)]


def _quotes(text: str) -> list[Edit]:
    """Pairs of `?` that stand for quotation marks; a question mark after 吗 or 呢 stays what it is."""
    edits: list[Edit] = []
    if "?" not in text:
        return edits
    for zone in _QUOTE_ZONE.finditer(text):
        marks = [mark.start() + zone.start() for mark in _QUESTION_MARK.finditer(zone.group())]
        marks = [mark for mark in marks if mark and text[mark - 1] not in _ASKING]
        if len(marks) % 2 and marks and marks[-1] == zone.end() - 1:
            marks = marks[:-1]
        for opening, closing in zip(marks[::2], marks[1::2], strict=False):
            if closing - opening > 1:
                edits += [(opening, opening + 1, "“"), (closing, closing + 1, "”")]
    return edits


def _wraps(text: str) -> list[Edit]:
    """Line ends inside a sentence: the line is full, does not close and the next one opens nothing new."""
    lines = text.split("\n")
    lengths = sorted(len(line) for line in lines if line.strip())
    full = lengths[len(lengths) * 3 // 4] * 3 // 4 if lengths else 0
    edits: list[Edit] = []
    position = 0
    for line, following in itertools.pairwise(lines):
        position += len(line) + 1
        if len(line) < max(_WRAP_LEAST, min(full, _WRAP_LONG)) or "\t" in line or "\t" in following:
            continue
        if _WRAPPED.search(line) and not _OPENING.match(following) and not _CLOSED_TITLE.search(line):
            edits.append((position - 1, position, ""))
    return edits


def _inner_spaces(text: str) -> list[Edit]:
    """Single spaces inside a sentence of running text; calendar lines and columns keep theirs."""
    edits: list[Edit] = []
    for zone in _QUOTE_ZONE.finditer(text):
        words = zone.group()
        spaces = list(_INNER_SPACE.finditer(words))
        if spaces and len(words) >= 18 * len(spaces) and not _MONTH_THIRD.search(words):
            edits += [(zone.start() + each.start(), zone.start() + each.end(), "") for each in spaces]
    return edits


_PASSES: tuple[tuple[str, Callable[[str], list[Edit]]], ...] = (
    ("invisible", _removals(_INVISIBLE)),
    ("reading", _removals(_PINYIN)),
    ("lost", _removals(_LOST, "□")),
    ("quote", _quotes),
    ("page", _removals(_PAGE_NUMBER)),
    ("page", _removals(_PAGE_LINE)),
    ("wrap", _wraps),
    ("space", _inner_spaces),
    ("simplified", _removals(_ZHE, "着")),
)
