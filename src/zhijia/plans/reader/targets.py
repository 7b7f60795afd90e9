"""The promises of one document: which numbers are goals, and everything said around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .breakdown import shares
from .clauses import Clause, Sentence, sentences
from .labels import label_of, subjects_of, with_topic
from .mood import GOAL_GENRES, Mood
from .numerals import plain
from .period import PeriodWords, periods, whole_year
from .quantities import Quantity, frequencies
from .refusals import quoted_spans, refusal
from .scope import every_of, per_of, scope_of
from .shapes import Period
from .structure import Frame
from .titles import is_metadata

_SHARED = re.compile(r"分别|各自|依次")
_RATE_LIST = re.compile(
    r"(?:率|面|度)(?:均|都|分别|双双|全部|两个|要|应|力争|确保|须)*(?:达到|达|不低于|保持在|稳定在|实现|超过)?\s?$"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A target in offsets of the mended text, before it is tied to an item and an indicator."""

    start: int
    end: int
    label: str
    operator: str
    value: str
    unit: str
    per: str | None
    every: str | None
    scope: dict[str, str | int]
    period: Period
    is_universal: bool = False
    slices: tuple[tuple[int, str], ...] = ()
    is_slice: bool = False


class PromiseReader:
    """Reads one document from its first to its last sentence."""

    def __init__(self, frame: Frame, text: str) -> None:
        self._frame = frame
        self._text = text
        self._mood = Mood(frame, text)
        self._named: list[PeriodWords] = []  # the periods of the sentence being read
        self.outlook: list[tuple[int, int]] = []  # sentences read so far that look forward

    def promises(self) -> Iterator[Promise]:
        """The document's targets in the order of the text."""
        for sentence in sentences(self._text, self._frame.start, self._frame.end):
            moods = self._mood.promises(sentence)
            if self._mood.looks_forward:
                self.outlook.append((sentence.start, sentence.end))
            words = self._text[sentence.start : sentence.end]
            if any(moods) and not is_metadata(words) and words.strip() != self._frame.title:
                yield from self._in_sentence(sentence, moods)

    def handed_down(self) -> Iterator[Promise]:
        """The cells of breakdown tables; a report's tables tell results, not targets."""
        if self._frame.genre not in GOAL_GENRES:
            return
        period = whole_year(self._frame.year, self._frame.last_year)
        for share in shares(self._text, self._frame.start, self._frame.end):
            scope: dict[str, str | int] = {"union": share.union}
            yield Promise(
                share.start, share.end, share.label, "=", share.value, share.unit, None, None, scope, period
            )

    def _in_sentence(self, sentence: Sentence, moods: list[bool]) -> Iterator[Promise]:
        quoted = quoted_spans(self._text, sentence.start, sentence.end)
        self._named = list(periods(self._text, sentence.start, sentence.end, self._frame.year))
        carried: str | None = None
        position = sentence.start
        for clause, forward in zip(sentence.clauses, moods, strict=True):
            carried = per_of(self._text[position : clause.end], carried)
            position = max(position, clause.end if not clause.inner else position)
            if not forward:
                continue
            goals = [
                number
                for number in self._numbers(clause)
                if refusal(self._text, clause, number, quoted, sentence.start, sentence.end) is None
            ]
            for promise in self._in_clause(sentence, clause, goals):
                yield replace(promise, per=carried) if carried else promise

    def _numbers(self, clause: Clause) -> list[Quantity]:
        if clause.quantities or clause.inner:
            return list(clause.quantities)
        return list(frequencies(self._text, clause.start, clause.end))

    def _in_clause(self, sentence: Sentence, clause: Clause, goals: list[Quantity]) -> Iterator[Promise]:
        if not goals:
            return
        period = self._period(clause)
        before = self._text[clause.start : goals[0].start]
        shared = self._shared(sentence, clause, goals, before)
        if shared and len(goals) == 1:
            for subject in shared:
                yield self._promise(clause, goals[0], period, subject)
            return
        for place, number in enumerate(goals):
            subject = shared[place] if place < len(shared) else self._label(sentence, clause, number)
            yield self._promise(clause, number, period, subject)

    def _shared(self, sentence: Sentence, clause: Clause, goals: list[Quantity], before: str) -> list[str]:
        """Subjects of "A and B reach x and y", or of "A and B both reach x"."""
        words = _without_periods(before, clause.start, self._named)
        if len(goals) > 1 and _SHARED.search(before):
            head = _SHARED.split(words)[0]
            if len(head.strip()) < 4:  # the subjects stand before a comma
                head = self._text[sentence.start : clause.start].rstrip(",， ").rpartition(",")[2]
            return subjects_of(head, len(goals))
        if len(goals) == 1 and goals[0].unit == "%" and _RATE_LIST.search(words):
            subjects = subjects_of(words, 0)
            rates = words.count("率") + words.count("面")
            return subjects if rates >= 2 and all(subject[-1:] in "率面度" for subject in subjects) else []
        return []

    def _label(self, sentence: Sentence, clause: Clause, number: Quantity) -> str:
        before = _without_periods(self._text[clause.start : number.start], clause.start, self._named)
        after = _without_periods(self._text[number.end : clause.end], number.end, self._named)
        label = label_of(before, after)
        if len(label) < 2:
            row = self._text[sentence.start : clause.start].replace("\t", " ").strip()
            label = label_of(row[-30:], after) or self._text[clause.start : clause.end]
        if number.kind == "full" and "覆盖" not in label:
            label += "全覆盖"
        return with_topic(label, self._text[max(self._frame.start, sentence.start - 160) : clause.start])

    def _promise(self, clause: Clause, number: Quantity, period: Period, label: str) -> Promise:
        words = self._text[clause.start : clause.end]
        repeated = number.measure if number.kind == "frequency" else ""
        unit = number.unit
        if not unit:
            unit = "人" if re.search("会员|职工|人|员工", words) else ""
        return Promise(
            clause.start, clause.end, label, number.operator, plain(number.value), unit,
            None, every_of(words, repeated), scope_of(f"{label} {words}"), period, number.kind == "full",
        )  # fmt: skip

    def _period(self, clause: Clause) -> Period:
        """The period in the clause itself, else the last one named before it in the sentence."""
        inside = [each for each in self._named if clause.start <= each.start < clause.end]
        earlier = [each for each in self._named if each.start < clause.start]
        for each in (*inside[:1], *reversed(earlier)):
            return each.period
        return whole_year(self._frame.year, self._frame.last_year)


def _without_periods(words: str, start: int, named: list[PeriodWords]) -> str:
    """Words with the names of periods cut out, with the "by" or "in" in front of them."""
    for each in sorted(named, key=lambda found: -found.start):
        low, high = each.start - start, each.end - start
        if low >= 0 and high <= len(words):
            words = words[:low].removesuffix("到").removesuffix("在") + words[high:]
    return words
