"""The key by which Chinese names sort: pinyin without tones, surnames read as surnames."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import cache

from zhijia.kernel.text import EVERYDAY, HAN, clean, fold_name

#: surnames whose reading is not the usual one of the character
READINGS = """
    单 shan, 解 xie, 查 zha, 曾 zeng, 仇 qiu, 朴 piao, 区 ou, 盖 ge, 乐 yue, 员 yun, 秘 bi, 繁 po,
    翟 zhai, 黑 he, 折 she, 种 chong, 祭 zhai, 缪 miao, 洗 xian, 召 shao, 能 nai, 都 du, 藏 zang, 覃 qin,
    卜 bu, 隗 wei, 阚 kan, 粘 nian, 么 yao, 句 gou, 角 jue, 适 kuo, 佴 nai, 炅 gui, 长孙 zhang sun,
    单于 chan yu, 尉迟 yu chi, 万俟 mo qi, 澹台 tan tai, 乐正 yue zheng
"""
SURNAMES = dict(pair.strip().split(maxsplit=1) for pair in READINGS.split(","))
LONGEST = 240
#: no name of a person is longer; what is shorter is read character by character where no word stands in it
SHORT = 4
#: length → where the parts of two and more characters begin and end
PARTS = [[(at, end) for at in range(long) for end in range(at + 2, long + 1)] for long in range(SHORT + 1)]


def pinyin_key(name: str, *, person: bool | None = None) -> str:
    """Syllables parted by spaces, then nothing else: 曾国强 → "zeng guo qiang"; at most 240 characters.

    Surname readings are used for people: when `person` is true, or not given and the name has at most four
    characters (organisations have longer ones). Numbers sort as numbers. What has no reading stays as it is.
    """
    if person and len(name) <= SHORT and EVERYDAY.fullmatch(name) and (key := _of_characters(name)):
        return key
    # the dictionaries take 0.15 s to load: not at the start of every command
    from pypinyin import lazy_pinyin

    plain = unicodedata.normalize("NFKC", clean(name).text).casefold().strip()
    surname = _surname(plain) if person or (person is None and len(fold_name(plain)) <= 4) else ""
    read = lazy_pinyin(plain[len(surname) :], errors=_words)
    key = " ".join([*([SURNAMES[surname]] if surname else []), *read])
    return re.sub(r"[0-9]+", lambda number: number[0].zfill(6), key)[:LONGEST].strip()


def _of_characters(name: str) -> str:
    """The key of a short name none of whose parts is a word with a reading of its own; empty for others."""
    surname = next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), "") if name[1:] else ""
    given = name[len(surname) :]
    if any(given[first:end] in _words_read() for first, end in PARTS[len(given)]):
        return ""
    return " ".join([*([SURNAMES[surname]] if surname else []), *map(_syllable, given)])


@cache
def _words_read() -> Container[str]:
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT  # type: ignore[no-any-return]


@cache
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(character, errors=_words))


def _surname(name: str) -> str:
    """The surname of the table a name begins with, longer ones first; a bare surname is not a name."""
    if not re.match(rf"[{HAN}]{{2}}", name):
        return ""
    return next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), "")


def _words(run: str) -> str:
    return " ".join(re.findall(r"\w+", run))
