"""Numbers with their measure words: 21家, 3万名, 两场, 百分之六十, 60—100人, 全覆盖, 每季度."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .numerals import digits, words

# measure words as written → the unit they count in; persons have many words
_UNITS = {
    "人次": "人次", "人": "人", "名": "人", "位": "人", "人天": "人天", "元": "元", "块钱": "元",
    "平方米": "平方米", "学时": "学时", "课时": "课时", "个百分点": "百分点", "百分点": "百分点",
}  # fmt: skip
_UNITS |= {word: word for word in ("户次", "场次", "家次", "件次")}
_UNITS |= {
    word: word
    for word in "家个场次期所户件份篇条处间座支对项批台套册堂节届轮部本辆张例宗起遍站幅首班款组亩门队岗盏类种"
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_ARABIC = r"\d{1,3}(?:[,，]\d{3}){1,4}(?:\.\d{1,6})?(?!\d)|\d{1,15}(?:\.\d{1,6})?"
_PARTED = r"[1-9]\d{0,2}(?:[ ]\d{3}){1,2}"  # 2 000名: only before a measure word, else these are two cells
_WORD = "[〇零一二两三四五六七八九十百千万亿]"
_SCALE = "十万|百万|千万|万|亿|千|百"
_PERSONS = "困难职工|困难女职工|女农民工|女职工|女会员|农民工|职工|会员|员工|劳动者|工会干部|学员|教师|劳模"

_QUANTITY = re.compile(
    rf"(?=[\d〇零一二两三四五六七八九十百千万亿])(?<![\d.第〔\[{{/A-Za-z])(?:"
    rf"(?P<percent>{_ARABIC})[ ]?%(?:[ ]?[-—–~～至到]+[ ]?(?P<percent_to>{_ARABIC})[ ]?%)?"
    rf"|百分之(?P<percent_word>{_ARABIC}|{_WORD}{{1,12}})|(?P<hundred>百分百)"
    rf"|(?P<tenths>[一二三四五六七八九])成(?=以上|左右|的|[,，。;；])"
    rf"|(?:(?P<low>{_ARABIC})[ ]?(?:{_UNIT})?[ ]?[-—–~～至到]+[ ]?)?"
    rf"(?P<digits>{_PARTED}(?=(?:{_SCALE})?(?:{_UNIT}))|{_ARABIC})[ ]?"
    rf"(?P<about>[余多])?(?P<scale>{_SCALE})?(?P<about2>[余多])?[ ]?"
    rf"(?:(?P<unit>{_UNIT})|(?=(?P<person>(?:以上|以下|左右)?的?(?:{_PERSONS})))|(?P<bare>(?=(?:以上|左右)?[,，。;；)）]|以上)))"
    rf"|(?P<word>{_WORD}{{1,12}})(?P<about3>[余多])?(?P<unit2>{_UNIT})"
    rf"|(?P<many>[一二两三四五六七八九]{_WORD}{{0,6}}万)(?=以上|以内)"
    r")"
)
_FULL = re.compile(r"全覆盖(?!面)|全面覆盖")
_AT_LEAST = re.compile(r"^\s?(?:及|或|\(含[^)]*\))?(?:以上|以外)|^\s?起步")
_AT_MOST = re.compile(r"^\s?(?:及|或)?(?:以内|以下|之内)")
_PREFIX_LEAST = re.compile(
    r"不(?:得|能|应)?(?:少于|低于|小于|下于)|至少|(?<![下传])达到|(?<![下传])达(?!标|成)|(?<![不得能应])超过|突破|(?<!不)(?<!不得)高于|增加到|提高到|提升到|发展到|扩大到|(?:提升|提高|增加|扩大)至|>=|≥|最低"
)
_PREFIX_MOST = re.compile(
    r"不(?:得|能|应)?(?:超过|高于|多于|大于)|控制在|(?<![不得能应])(?:低于|少于|小于)|最多|至多|<=|≤|压缩到|降[低至到]"
)
_COMMA = re.compile(r"[,，;；。\t:：]")
_EARLIER = re.compile(r"\d%?")
_HAN = re.compile("[\u4e00-\u9fff]")
_FREQUENCY = re.compile(
    r"每(?:个)?(?P<every>季度|季|月|半年|周)(?:度)?(?:末|底|初)?(?:都|要|应|须|均|至少|定期|集中){0,2}"
    r"(?=进行|开展|召开|组织|举办|通报|督查|督导|检查|调度|报送|上报|分析|研究|公布|评比|走访|汇报|发布|听取|抽查|巡查|集中|对)"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the mended text; `kind` is digits, word, percent, full or frequency."""

    start: int
    end: int
    value: Decimal
    unit: str
    operator: str
    kind: str
    measure: str = ""


def quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """All quantities of a stretch of text in order, a range giving its lower and its upper end."""
    found = [
        each for match in _QUANTITY.finditer(text, start, end) for each in _read(match, text, start, end)
    ]
    for full in _FULL.finditer(text, start, end):
        found.append(Quantity(full.start(), full.end(), Decimal(100), "%", "=", "full"))
    yield from sorted(found, key=lambda each: each.start)


def unit_of(word: str) -> str | None:
    """The unit a measure word or % counts in; None for a word that measures nothing here."""
    return "%" if word == "%" else _UNITS.get(word)


def frequencies(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Repeated deeds without a number: "each quarter inspect" is one time a quarter."""
    if text.find("每", start, end) < 0:
        return
    for match in _FREQUENCY.finditer(text, start, end):
        yield Quantity(match.start(), match.end(), Decimal(1), "次", "=", "frequency", match.group("every"))


def _read(match: re.Match[str], text: str, start: int, end: int) -> Iterator[Quantity]:
    value, unit, kind = _value(match)
    if value is None:
        return
    lower = digits(match.group("low") or match.group("percent") or "") if _is_range(match) else None
    upper = digits(match.group("percent_to")) if match.group("percent_to") else value
    if lower is not None and upper is not None:
        if match.group("low"):
            lower = lower * (digits("1", scale=match.group("scale") or "") or 1)
        yield Quantity(match.start(), match.end(), lower, unit, ">=", kind, _measure(match))
        yield Quantity(match.start(), match.end(), upper, unit, "<=", kind, _measure(match))
        return
    operator = _operator(text, start, match.start(), match.end(), end)
    if operator == "=" and (match.group("about") or match.group("about2") or match.group("about3")):
        operator = ">="
    yield Quantity(match.start(), match.end(), value, unit, operator, kind, _measure(match))


def _is_range(match: re.Match[str]) -> bool:
    return bool(match.group("low") or match.group("percent_to"))


def _measure(match: re.Match[str]) -> str:
    return match.group("unit") or match.group("unit2") or ""


def _value(match: re.Match[str]) -> tuple[Decimal | None, str, str]:
    """Value, unit and kind of one match; the scale word is already in the value."""
    if match.group("percent"):
        return digits(match.group("percent")), "%", "percent"
    if match.group("percent_word"):
        written = match.group("percent_word")
        return (digits(written) if written[0].isdecimal() else words(written)), "%", "percent"
    if match.group("hundred"):
        return Decimal(100), "%", "percent"
    if match.group("tenths"):
        return (words(match.group("tenths")) or Decimal(0)) * 10, "%", "percent"
    if match.group("word"):
        return words(match.group("word")), _UNITS[match.group("unit2")], "word"
    if match.group("many"):
        return words(match.group("many")), "", "digits"
    value = digits(match.group("digits"), scale=match.group("scale") or "")
    if match.group("unit"):
        return value, _UNITS[match.group("unit")], "digits"
    if match.group("person"):
        return value, "人", "digits"
    return (value if match.group("scale") == "万" else None), "", "digits"


def _operator(text: str, start: int, first: int, last: int, end: int) -> str:
    """What the words around a number say: the ones behind it win over those before it."""
    after = text[last : min(end, last + 8)]
    if _AT_MOST.match(after):
        return "<="
    if _AT_LEAST.match(after):
        return ">="
    before = _own_words(text[max(start, first - 24) : first])
    least = max((found.end() for found in _PREFIX_LEAST.finditer(before)), default=-1)
    most = max((found.end() for found in _PREFIX_MOST.finditer(before)), default=-1)
    if most > least:
        return "<="
    return ">=" if least >= 0 else "="


def _own_words(before: str) -> str:
    """The words that speak of this number alone: behind the last comma and behind an earlier number.

    Where nothing stands between two numbers ("reach 65 %, 80 %") the earlier words hold for both.
    """
    for pattern, least in ((_COMMA, 1), (_EARLIER, 3)):  # a number is followed by its measure word
        rest = pattern.split(before)[-1]
        if len(_HAN.findall(rest)) >= least:
            before = rest
    return before
