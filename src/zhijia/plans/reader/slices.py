"""Yearly slices of a promise that runs for several years: "3,000 in three years, at least 1,000 each year"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .targets import Promise

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_NOTHING_NEW = re.compile(
    r"其中|每年度?|各年度?|第[一二三四五]年|(?:19|20)\d\d年度?|当年|分别|各自|依次|不(?:得|能|应)?(?:少于|低于)|至少|力争|确保|"
    r"新建|新增|发展|培训|组建|建成|建立|帮扶|救助|举办|组织|完成|达到|达|实现|以上|左右|均|都|要|应|须|[\d.,，]+|万|千|百|[、和及与,，;；。\s]"
)
_STOP = re.compile(r"[。！!\n]")
_NEAR = 120


def with_slices(text: str, promises: Sequence[Promise]) -> list[Promise]:
    """The promises, those of several years with the slices written behind them, and the slices marked as such."""
    found = list(promises)
    for place, promise in enumerate(found):
        years = _years(promise)
        if len(years) < 2 or promise.is_slice:
            continue
        own = _following(text, found, place)
        named = _named_years(text, found, own, years)
        if named:
            found[place] = replace(promise, slices=tuple(sorted(named.items())))
            for each in own:
                found[each] = replace(found[each], is_slice=True)
    return found


def _years(promise: Promise) -> range:
    start, end = promise.period.start, promise.period.end
    return range(start.year, end.year + 1) if start and end else range(0)


def _following(text: str, promises: Sequence[Promise], place: int) -> list[int]:
    """The places of promises behind one in its sentence that say nothing but a number in the same unit."""
    first = promises[place]
    found = []
    for each in range(place + 1, len(promises)):
        other = promises[each]
        if other.start - first.end > _NEAR or _STOP.search(text, first.end, max(first.end, other.start)):
            break
        words = _NOTHING_NEW.sub("", text[other.start : other.end]).replace(_measure(other.unit), "")
        if other.start >= first.end and other.unit == first.unit and len(words) <= 1:
            found.append(each)
    return found


def _measure(unit: str) -> str:
    return unit or "\0"


def _named_years(
    text: str, promises: Sequence[Promise], places: Sequence[int], years: range
) -> dict[int, str]:
    """The value of each year: the same for all after "each year", else by the years named, in their order."""
    named: dict[int, str] = {}
    clauses: dict[int, list[int]] = {}
    for place in places:
        clauses.setdefault(promises[place].start, []).append(place)
    for start, members in clauses.items():
        words = text[start : promises[members[0]].end]
        written = [int(year) for year in _YEAR.findall(words)]
        if promises[members[0]].every == "year":
            named |= dict.fromkeys(years, promises[members[0]].value)
        elif len(written) == len(members):
            named |= {year: promises[member].value for year, member in zip(written, members, strict=True)}
    return {year: value for year, value in named.items() if year in years}
