"""Which indicator of a catalogue a target seems to mean, with the reason as data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Measure, Suggestion

# nouns that may follow a name without changing what is counted
_LIGHT = re.compile(
    r"^(?:$|[,，。;；、的“”()（）和及与“]|建设|工作|数|数量|人数|家数|总数|总量|达|力争|以上|不|至少|实现|活动|服务|任务|名|人|制度|全|覆盖|给|发放|援助|参加|保险|保障|项目|工程|覆盖率|率)"
)
_COUNTS = frozenset(["家", "个", "所", "处", "间", "座"])
_TIMES = frozenset(["次", "场", "期", "届", "轮", "堂", "班", "场次"])
_PIECES = frozenset(["件", "份", "篇", "条", "起", "例", "项", "个"])
_RECORDED = _TIMES | _PIECES | {"人次", "户次", "家次"}  # an entry is a piece, a visit, a help given
_WIDE_BRACKETS = str.maketrans("（）", "()")
_COUNTING_TAIL = re.compile(r"(?<=..)(?:人数|数量|总数|次数|期数|家数|数)$")

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LONG_NAME = 5
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class _Match:
    measure: Measure
    name: str
    score: float


def suggest(label: str, clause: str, unit: str, catalogue: Sequence[Measure]) -> Suggestion:
    """The measure whose name the wording holds; the longest name wins, the label before the clause."""
    label, clause = label.translate(_WIDE_BRACKETS), clause.translate(_WIDE_BRACKETS)
    named = [match for measure in catalogue for match in _matches(measure, label, clause)]
    if not named:
        return _similar(label, unit, catalogue)
    fitting = [match for match in named if _fits(match.measure, unit)]
    if not fitting:
        best = max(named, key=lambda match: match.score)
        return Suggestion(None, "other_unit", best.name, (best.measure.key,))
    best = max(fitting, key=lambda match: match.score)
    others = {match.measure.key: match for match in fitting if match.measure.key != best.measure.key}
    equal = tuple(key for key, match in others.items() if match.score >= best.score * 0.8)
    return Suggestion(best.measure.key, "several" if equal else "named", best.name, equal)


def _similar(label: str, unit: str, catalogue: Sequence[Measure]) -> Suggestion:
    """The one fitting measure with a name most of whose character pairs stand in the label, if any."""
    pairs = _pairs(label) | _pairs(_BRACKETS.sub("", label))
    found: list[tuple[float, str, str]] = []
    for measure in catalogue:
        names = [(_COUNTING_TAIL.sub("", name.translate(_WIDE_BRACKETS)), name) for name in measure.names]
        shares = [
            (_share(plain, pairs), name)
            for plain, name in names
            if len(plain) >= _LONG_NAME and _is_head(plain[-2:], label)
        ]
        share, name = max(shares, default=(0.0, ""))
        if share >= _ALIKE and _fits(measure, unit):
            found.append((share, name, measure.key))
    if not found:
        return Suggestion(None, "no_name")
    found.sort(key=lambda each: -each[0])
    equal = tuple(key for share, _, key in found[1:] if share == found[0][0])
    return Suggestion(None if equal else found[0][2], "similar", found[0][1], equal)


def _is_head(ending: str, label: str) -> bool:
    """Whether a name's last word, where it stands in the label, is not merely the beginning of a longer noun."""
    position = label.rfind(ending)
    return position < 0 or bool(_LIGHT.match(label[position + len(ending) :]))


def _pairs(words: str) -> set[str]:
    return {words[place : place + 2] for place in range(len(words) - 1)}


def _share(name: str, pairs: set[str]) -> float:
    """The part of a name's character pairs that stand among others, its last pair counting double."""
    own = [name[place : place + 2] for place in range(len(name) - 1)]
    return sum(pair in pairs for pair in (*own, own[-1])) / (len(own) + 1)


def _matches(measure: Measure, label: str, clause: str) -> list[_Match]:
    found = []
    for name in measure.names:
        place = _head_place(name, label)
        if place:
            found.append(_Match(measure, name, len(name) * 2 + 1))
        elif len(name) >= 3 and _scattered(name, label):
            found.append(_Match(measure, name, len(name) * 1.5))
        elif len(name) >= 4 and _head_place(name, clause) and len(label) < 3:
            found.append(_Match(measure, name, float(len(name))))
    return sorted(found, key=lambda match: -match.score)[:1]


def _head_place(name: str, words: str) -> bool:
    """Whether the name stands in the words as the thing counted, not as part of a longer noun."""
    position = words.find(name)
    while position >= 0:
        if _LIGHT.match(words[position + len(name) :]):
            return True
        position = words.find(name, position + 1)
    return False


def _scattered(name: str, words: str) -> bool:
    """Whether the two halves of a name stand apart in its order ("生活…救助", "新建…书屋")."""
    half = len(name) // 2
    first = words.find(name[:half]) if half >= 2 else -1
    return first >= 0 and _head_place(name[half:], words[first + half : first + half + 14])


def _fits(measure: Measure, unit: str) -> bool:
    """Whether a unit of the plan can count what the measure counts."""
    if measure.kind == "ratio" or unit == "%":
        return measure.kind == "ratio" and unit == "%"
    if unit == measure.unit or not unit:
        return True
    if measure.unit == "件" and unit in _RECORDED:
        return True
    return any(unit in family and measure.unit in family for family in (_COUNTS, _TIMES, _PIECES))
