"""What a document says about itself: title, issuer, year and genre."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from .numerals import words

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_METADATA = re.compile(
    r"https?://|www\.|\.(?:com|cn|net|org)\b|^\s*source\s*[:：]|来源\s*[:：]", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[。；;！!？?]\s*$")
_SALUTATION = re.compile(r"[:：]\s*$")
_NUMBERED = re.compile(
    rf"^\s*(?:[{'一二三四五六七八九十'}]{{1,3}}、|[(（]|\d{{1,2}}[、.．]|附件|第[一二三四五六七八九十]+[章条])"
)
_GENRE_WORDS = (
    "要点|计划|规划|方案|意见|责任书|责任状|目标书|协议书|办法|细则|总结|汇报|通报|通知|规定|标准|安排|报告|讲话|"
    "分解表|一览表|评分表|考核表|目标表|指标表|清单|纪要|打算|思路|决定|纲要|举措|实事|简报|倡议书"
)
_TITLE_END = re.compile(rf"(?:{_GENRE_WORDS})\s*(?:[(（《][^()（）]*[)）》])?$")
_TITLE_EVENT = re.compile(r"召开|举行|启动|开展|印发|部署|推进|落实|实现")
_ISSUED = re.compile(r"关于(?:印发|下发|转发|发布)\s*《([^《》]{4,80})》")
_ISSUER = re.compile(
    rf"^\s*[{_HAN}·]{{2,24}}(?:工会|联合会|工会委员会|工会工作委员会|工委会|办公室|委员会|集团公司|公司)\s*$"
)
_ISSUER_IN_TITLE = re.compile(rf"(?:\d{{4}}年度?)?([{_HAN}]{{1,12}}?(?:总工会|工会联合会|工会))")
_PROPER = re.compile(
    r"^(?![全各关]).+(?:总工会|联合会|[省市县区旗州镇乡局厂校院]工会|街道工会|公司工会|集团工会)$"
)
_REGION_IN_TITLE = re.compile(rf"([{_HAN}]{{2,8}}?(?:省|市|县|区|旗|州))(?:工会|工运)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年|-\d{1,2}-\d{1,2}|\.\d{1,2}\.\d{1,2}|/\d{1,2}/\d{1,2})")
_YEAR_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年?\s?[-—–~～至到]+\s?((?:19|20)\d\d)\s?年")
_YEAR_WORDS = re.compile(r"([二一][零〇○0O九][零〇○0O一二三四五六七八九\d]{2})年")
_YEAR_BARE = re.compile(r"[〔\[（(【]\s*((?:19|20)\d\d)\s*[〕\]）)】]")
_SIGNED_DATE = re.compile(
    r"(?m)^[^\n]{0,30}?((?:19|20)\d\d|[二一][零〇○0O九][零〇○0O一二三四五六七八九\d]{2})年"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*月\s*(?:[\d一二三四五六七八九十]{1,3}\s*[日号])?\s*$"
)

GENRES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("rules", re.compile(r"考核|考评|评分|评比|评价|奖惩|评估|评选办法")),
    (
        "plan",
        re.compile(
            r"(?:工作|活动)?(?:要点|计划|规划|打算|思路|安排|任务|目标|方案|举措|实事|清单)|责任[书状]|实施意见"
        ),
    ),
    ("report", re.compile(r"总结|汇报|通报|情况|回顾|简报|综述|纪实|述职|成效|成绩|报告")),
    ("plan", re.compile(r"意见|通知|纲要|决定|分解表")),
    ("news", re.compile(r"召开|举行|启动|会议|开展|部署|推进|报道|全委|安排")),
)
# a look back and an outlook in one document
_MIXED = re.compile(r"(?:总结|回顾|情况|汇报).{0,8}(?:计划|安排|打算|要点|思路|意见)")
# a headline that tells of promises kept
_FULFILLED = re.compile(
    r"(?:全部|全面|圆满|超额|提前|如期|均已?|已)(?:完成|实现|兑现|落地|建成)(?:任务|目标)?$|件件兑现"
)
_NEWS_OPENING = re.compile(r"本报讯|本报记者|日前|近日|记者|^\s*\d{1,2}月\d{1,2}日,")
_REPORTER = re.compile(r"本报讯|本报记者|通讯员|记者[^,，。]{2,8}(?:报道|摄)")
_PLAN_BODY = re.compile(r"力争|确保|不少于|不低于|目标任务|年内|总体思路|工作目标|主要目标")


def title_of(lines: list[str]) -> str:
    """The likeliest title among the first lines; "" when the text simply begins."""
    head = [line.strip() for line in lines[:40] if line.strip() and not _METADATA.search(line)]
    issued = _ISSUED.search("".join(head)[:900])
    if issued:
        return re.sub(r"\s+", "", issued.group(1))
    best, best_score = "", 0
    for place, line in enumerate(head[:12]):
        score = _title_score(line) - place
        if score > best_score:
            best, best_score = line, score
    return best


def _title_score(line: str) -> int:
    if len(line) > 60 or len(line) < 3 or _SENTENCE_END.search(line) or _SALUTATION.search(line):
        return 0
    if _NUMBERED.match(line) or _ISSUER.match(line) or "\t" in line:
        return 0
    score = 6 + 12 * bool(_TITLE_END.search(line)) + 3 * bool(_YEAR.search(line))
    return score + 2 * bool(_TITLE_EVENT.search(line))


def is_metadata(line: str) -> bool:
    """Whether a line tells only where the text was copied from."""
    return bool(_METADATA.search(line))


def genre_of(title: str, text: str) -> str:
    """plan, rules, report, news or other: what kind of promises the text is likely to hold."""
    if _MIXED.search(title) or _FULFILLED.search(title):
        return "report"
    if _REPORTER.search(text[:400]) and _TITLE_EVENT.search(title):
        return "news"
    for genre, pattern in GENRES:
        if pattern.search(title):
            return genre
    if _NEWS_OPENING.search(text[:400]):
        return "news"
    return "plan" if not title and len(_PLAN_BODY.findall(text)) >= 2 else "other"


def issuer_of(lines: list[str], title: str, text: str) -> str | None:
    """Who signed: a line with only a name at the end or the top, else the name the title begins with."""
    filled = [line.strip() for line in lines if line.strip()]
    for line in [*reversed(filled[-6:]), *filled[:12]]:
        if _ISSUER.match(line) and line != title and not line.startswith(("各", "附")):
            return line
    named = _ISSUER_IN_TITLE.match(re.sub(r"^(?:关于)?(?:印发)?[《“]?", "", title))
    region = _REGION_IN_TITLE.search(title)
    if region and ("总工会" in text or "市总" in text or "县总" in text or "区总" in text):
        place = re.sub(r"^\d*年?度?全?", "", region.group(1))
        return f"{place}总工会" if len(place) > 1 else None
    return named.group(1) if named and _PROPER.search(named.group(1)) else None


def years_of(title: str, text: str) -> tuple[int | None, int | None]:
    """First and last year a document is about; they differ for a programme of several years."""
    span = _YEAR_SPAN.search(title)
    if span and int(span.group(1)) <= int(span.group(2)):
        return _sane(int(span.group(1))), _sane(int(span.group(2)))
    if _MIXED.search(title):
        years = [int(each) for each in _YEAR.findall(title)]
        year = _sane(max(years)) if years else _year(title, text)
        return year, year
    year = _year(title, text)
    return year, year


def _year(title: str, text: str) -> int | None:
    """The title's year, else that of the document's date, else the one it names most."""
    for source in (title, *_dates(text)):
        found = year_in(source)
        if found:
            return found
    named = [int(year) for year in _YEAR.findall(text)]
    if not named:
        bare = _YEAR_BARE.search(text[:600])
        return _sane(int(bare.group(1))) if bare else None
    if (
        "今年" in text
        and max(named) == min(named)
        and re.search(rf"{named[0]}年,?[^。]{{0,80}}(?:取得|完成|做了|成效)", text)
    ):
        return _sane(named[0] + 1)
    counted = Counter(named)
    return _sane(max(counted, key=lambda year: (counted[year], year)))


def year_in(text: str) -> int | None:
    """The first year written in digits or in words (二0一一年, 二〇一一年)."""
    in_digits, in_words = _YEAR.search(text), _YEAR_WORDS.search(text)
    if in_digits and (not in_words or in_digits.start() <= in_words.start()):
        return _sane(int(in_digits.group(1)))
    if in_words:
        value = words(re.sub("[0O○]", "〇", _digits_as_words(in_words.group(1))))
        return _sane(int(value)) if value is not None else None
    return None


def _digits_as_words(written: str) -> str:
    return "".join("〇一二三四五六七八九"[int(each)] if each.isdecimal() else each for each in written)


def _dates(text: str) -> list[str]:
    """Signed dates at the end of lines, then a date in the first words."""
    return [*[found.group() for found in _SIGNED_DATE.finditer(text)][-1:], text[:300]]


def _sane(year: int) -> int | None:
    return year if date.min.year < 1950 <= year <= 2100 else None
