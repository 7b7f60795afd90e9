"""The days a target runs, as the words in front of it say."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from .numerals import words
from .shapes import Period

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(?:19|20)\d\d年度?|今年|本年度?|全年|明年|当年|年内|年度内?|年)"
_PERIOD = re.compile(
    r"(?P<from>(?:从|自)?(?P<from_year>(?:19|20)\d\d)年(?:起|开始))?[,，]?\s?"
    rf"(?P<span>(?:用|力争用|利用|在|力争在)?(?P<span_years>{_N})(?:到{_N}|[-—至]{_N})?年(?:左右)?(?:的?时间|内|之内))"
    rf"|(?:未来|今后)(?P<coming>{_N})年"
    r"|(?P<from_only>(?:从|自)(?P<from_only_year>(?:19|20)\d\d)年(?:起|开始))"
    r"|(?P<years>(?P<first>(?:19|20)\d\d)\s?年?[-—–~～至到]+(?P<last>(?:19|20)\d\d)年)"
    r"|[“‘]?(?P<plan>十[一二三四五])五[”’]?(?:规划)?(?:期间|时期|末|期末)"
    rf"|(?P<year_a>{_YEAR})?(?P<half>[上下]半年)"
    rf"|(?P<year_b>{_YEAR})?第?(?P<quarter>[一二三四1234])季度(?!度)"
    rf"|(?P<year_c>{_YEAR})?(?P<month>{_N})(?:[、—-](?P<month_to>{_N}))?月(?:份)?(?:(?P<day>{_N})[日号]|(?P<third>[上中下]旬))?(?P<deadline>底?(?:之?前|为止|止)|底|末)?"
    r"|(?P<year_d>(?:19|20)\d\d年|今年|明年|本年|当年|年)(?P<year_end>底|末|终)(?:之?前)?"
    r"|(?P<year_e>(?:19|20)\d\d年度?|今年|本年度?|全年|明年|年内|当年)"
)
_HINT = re.compile("[年月季五]")
_PLAN_STARTS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}


@dataclass(frozen=True, slots=True)
class PeriodWords:
    """A period named at a place of the mended text; `strong` ones rule the rest of their sentence."""

    start: int
    end: int
    period: Period


def periods(text: str, start: int, end: int, year: int | None) -> Iterator[PeriodWords]:
    """Every period named in a stretch of text; impossible dates (2月31日, 13月) are passed over."""
    if not _HINT.search(text, start, end):
        return
    for found in _PERIOD.finditer(text, start, end):
        days = _until(text, found, _days(found, year), year)
        if days is not None:
            yield PeriodWords(found.start(), found.end(), Period(*days, found.group().strip("，, ")))


class Festival:
    """Days of celebration that date what is done around them; moving feasts (春节, 中秋) give no day."""

    _SAID = re.compile(
        r"[“‘]?(三八|五一|五四|六一|七一|八一|十一|国庆)[”’]?(?:妇女节|劳动节|国际劳动节|节)?(?:期间|前后|前夕|之际)"
    )
    _DAYS: ClassVar = {
        "三八": (3, 8), "五一": (5, 1), "五四": (5, 4), "六一": (6, 1),
        "七一": (7, 1), "八一": (8, 1), "十一": (10, 1), "国庆": (10, 1),
    }  # fmt: skip

    @classmethod
    def named(cls, text: str, start: int, end: int, year: int | None) -> Iterator[PeriodWords]:
        """Each feast named in a stretch, from ten days before to ten days after it."""
        for found in cls._SAID.finditer(text, start, end) if year else ():
            day = date(year or 0, *cls._DAYS[found.group(1)])
            around = Period(day - timedelta(days=10), day + timedelta(days=10), found.group())
            yield PeriodWords(found.start(), found.end(), around)


def whole_year(year: int | None, last_year: int | None) -> Period:
    """The calendar years of the document, open when its year is unknown."""
    if year is None:
        return Period(None, None, "")
    return Period(date(year, 1, 1), date(last_year or year, 12, 31), "")


Days = tuple[date | None, date | None]


def _until(text: str, found: re.Match[str], days: Days | None, year: int | None) -> Days | None:
    """ "By 2028" of a programme runs from the programme's first year, not from the first day of 2028."""
    if days is None or not year or not (found.group("year_d") or found.group("year_e")):
        return days
    start, end = days
    if (
        start
        and end
        and start.year > year
        and text[max(0, found.start() - 1) : found.start()] in ("到", "至")
    ):
        return date(year, 1, 1), end
    return days


def _days(found: re.Match[str], year: int | None) -> tuple[date | None, date | None] | None:
    if found.group("span"):
        return _span(found, year)
    if found.group("coming"):
        length = _number(found.group("coming"))
        return (
            (date(year, 1, 1), date(year + length - 1, 12, 31))
            if year and 1 <= length <= 20
            else (None, None)
        )
    if found.group("from_only"):
        return date(int(found.group("from_only_year")), 1, 1), None
    if found.group("years"):
        first, last = int(found.group("first")), int(found.group("last"))
        return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None
    if found.group("plan"):
        began = _PLAN_STARTS.get(found.group("plan"))
        return (date(began, 1, 1), date(began + 4, 12, 31)) if began else None
    return _within_year(found, year)


def _span(found: re.Match[str], year: int | None) -> tuple[date | None, date | None] | None:
    first = int(found.group("from_year")) if found.group("from") else year
    length = _number(found.group("span_years"))
    if first is None or not 1 <= length <= 20:
        return (None, None) if first is None else None
    return date(first, 1, 1), date(first + length - 1, 12, 31)


def _within_year(found: re.Match[str], year: int | None) -> tuple[date | None, date | None] | None:
    named = next((each for each in (found.group(f"year_{letter}") for letter in "abcde") if each), "")
    in_year = int(named[:4]) if named[:4].isdecimal() else year + 1 if year and named == "明年" else year
    if in_year is None:
        return None, None
    if found.group("half"):
        months = (1, 6) if found.group("half")[0] == "上" else (7, 12)
    elif found.group("quarter"):
        quarter = _number(found.group("quarter"))
        months = (quarter * 3 - 2, quarter * 3)
    elif found.group("month"):
        return _in_month(found, in_year)
    else:
        months = (1, 12)
    return date(in_year, months[0], 1), _month_end(in_year, months[1])


def _in_month(found: re.Match[str], year: int) -> tuple[date | None, date | None] | None:
    first = _number(found.group("month"))
    last = _number(found.group("month_to")) if found.group("month_to") else first
    if not (1 <= first <= 12 and first <= last <= 12):
        return None
    day = _number(found.group("day")) if found.group("day") else 0
    end = _month_end(year, last)
    if day > end.day:
        return None
    if found.group("deadline"):
        return date(year, 1, 1), end.replace(day=day) if day else end
    if day:
        return end.replace(day=day), end.replace(day=day)
    if found.group("third"):
        return third_of_month(year, first, found.group("third"))
    return date(year, first, 1), end


def third_of_month(year: int, month: int, third: str) -> tuple[date, date]:
    """First and last day of 上旬, 中旬 or 下旬."""
    first = {"上": 1, "中": 11, "下": 21}[third[0]]
    end = _month_end(year, month)
    return date(year, month, first), end if third[0] == "下" else end.replace(day=first + 9)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _number(written: str) -> int:
    value = int(written) if written.isdecimal() else words(written)
    return int(value) if value is not None else 0
