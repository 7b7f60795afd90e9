"""Calendars in month thirds: 三月上旬, what is planned, who answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .numerals import words
from .period import third_of_month
from .shapes import Activity
from .structure import Frame

_N = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_WHEN = re.compile(rf"(?<![\d一二三四五六七八九十])({_N})月份?\s?([上中下])旬")
_RESPONSIBLE = re.compile(
    r"(?:^|[ \t\u3000,，:：(（])(?:责任单位|责任部门|承办|主办|负责)?[:：]?"
    r"((?:各|全)?[\u4e00-\u9fff、]{0,16}"
    r"(?:工会|单位|部门|部室?|科室?|中心|办公室|委员会|作业区|分会|小组))[)）]?\s*$"
)
_SECTION = re.compile(r"[。！!；;\n]|[一二三四五六七八九十]{1,3}、")
LONGEST_LINE = 80


def activities(text: str, frame: Frame) -> Iterator[tuple[int, int, Activity]]:
    """Dated lines of a document with their place in the mended text; two or more make a calendar."""
    found = list(_WHEN.finditer(text, frame.start, frame.end))
    if len(found) < 2:
        return
    for place, match in enumerate(found):
        limit = found[place + 1].start() if place + 1 < len(found) else frame.end
        end = _line_end(text, match.end(), min(limit, match.end() + LONGEST_LINE))
        body = text[match.end() : end]
        what, responsible = _parted(body)
        if what:
            yield (
                match.start(),
                match.start() + len(text[match.start() : end].rstrip()),
                _activity(match, frame, what, responsible),
            )


def _line_end(text: str, start: int, limit: int) -> int:
    stop = _SECTION.search(text, start, limit)
    return stop.start() if stop else limit


def _parted(body: str) -> tuple[str, str | None]:
    """What is planned, and the responsible unit where one closes the line."""
    named = _RESPONSIBLE.search(body.rstrip(" \t\u3000,，。"))
    what = body[: named.start()] if named else body
    if named and not what.strip():
        return body.strip(), None
    return what.strip(" \t\u3000,，:：。"), named.group(1) if named else None


def _activity(match: re.Match[str], frame: Frame, what: str, responsible: str | None) -> Activity:
    month = int(match.group(1)) if match.group(1).isdecimal() else int(words(match.group(1)) or 0)
    days: tuple[date | None, date | None] = (None, None)
    if frame.year:
        days = third_of_month(frame.year, month, match.group(2))
    return Activity(0, days[0], days[1], match.group().replace(" ", ""), what, responsible, 0, 0)
