"""Whom a target speaks of: each of which units, how often, and which part of the employers or workers."""

from __future__ import annotations

import re
from decimal import Decimal

from .numerals import digits

_EACH = r"(?:各|每(?:一)?个?|所有|每(?:一)?(?:家|名|位|所))"
_PER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "county",
        re.compile(
            rf"{_EACH}(?:县[(（]?市?[)）]?、?区?|市县区?|县区|区县|市[(（]?县?[)）]?、?区|区市|旗县|州县|区)(?!域|级)"
        ),
    ),
    ("township", re.compile(rf"{_EACH}(?:乡镇|镇街|镇[(（]?街?|街镇|街道|乡[(（]?镇?|镇|乡)")),
    ("community", re.compile(rf"{_EACH}(?:村|社区)")),
    (
        "union",
        re.compile(
            rf"{_EACH}(?:(?:直属|产业|企业|系统|下级|所属)?(?:基层)?工会|工委会|分会)(?!小组|干部|会员|组织员)"
        ),
    ),
    ("enterprise", re.compile(rf"{_EACH}(?:企业|公司|规模以上企业|非公企业|园区企业)")),
    ("team", re.compile(rf"{_EACH}(?:班组|工会小组|车间)")),
    (
        "unit",
        re.compile(
            rf"{_EACH}(?:基层单位|直属单位|单位|部门|学校|作业区|系统|医院|局|园区|站|项目部|工地|网点|中心|服务站)"
        ),
    ),
    (
        "person",
        re.compile(rf"(?:每人|{_EACH}(?:会员|职工|干部|工会干部|委员|代表|教师|协理员|指导员|领导干部))"),
    ),
)
_DISTRIBUTES = re.compile("[各每所]")
_TOTAL = re.compile(r"全[市县区省]|共计|总计|合计|市总(?:工会)?|县总(?:工会)?|区总(?:工会)?|累计")
_EVERY: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("quarter", re.compile(r"每(?:个)?季度?|按季|逐季")),
    ("month", re.compile(r"每(?:个)?月|按月|逐月|月均")),
    ("half_year", re.compile(r"每(?:个)?半年")),
    ("week", re.compile(r"每周|每星期")),
    (
        "year",
        re.compile(
            r"每年度?|每(?:个)?年度|逐年|年均|(?<![\d〇零一二三四五六七八九今明去上全当本每半多两几近来往末])年(?=提|召开|培训|举办|组织|开展)"
        ),
    ),
)
_MEASURE_EVERY = {"季度": "quarter", "季": "quarter", "月": "month", "半年": "half_year", "周": "week"}
_OWNERSHIP: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("non_public", re.compile(r"非公有?制?|民营|私营")),
    ("foreign", re.compile(r"外资|外商|港澳台|三资")),
    ("state", re.compile(r"国有|(?<![中全])国企|(?<!非)公有制")),
)
_STAFF_MIN = re.compile(
    r"(\d[\d,]*)人(?:及|\(含\)|（含）)?以上[^,，。;；]{0,16}?(?:企业|单位|公司|工会|机关)"
)
_STAFF_MAX = re.compile(
    r"(?:不足|未满|(?<![不得能应])少于)(\d[\d,]*)人|(\d[\d,]*)人以下[^,，。;；]{0,10}?(?:企业|单位|公司)"
)
_SCALE = re.compile(r"规模以上|规上")
_UNIONISED = re.compile(
    r"(?:已建|建)(?:立)?(?:工)?会(?:的)?(?:各类)?(?:规模以上)?(?:非公)?(?:企业|单位)|已建工会"
)
_PERSONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("women", re.compile(r"女职工|女农民工|女会员|妇女")),
    ("migrant", re.compile(r"农民工")),
    ("laid_off", re.compile(r"下岗|失业")),
    ("hardship", re.compile(r"困难(?:女)?(?:职工|家庭|群众|农民工|劳模)")),
    ("model_worker", re.compile(r"劳模|劳动模范")),
    ("new_form", re.compile(r"新就业形态|快递员|货车司机|网约车|外卖")),
    ("officer", re.compile(r"工会干部|工会主席|工会工作者|协理员|专兼职")),
)


def per_of(words: str, carried: str | None) -> str | None:
    """The kind of unit a number holds for separately; one named earlier in the sentence goes on holding."""
    if not _DISTRIBUTES.search(words):
        return None if _TOTAL.search(words) else carried
    found = [(match.start(), name) for name, pattern in _PER if (match := pattern.search(words))]
    if found:
        return min(found)[1]
    return None if _TOTAL.search(words) else carried


def every_of(words: str, measure: str = "") -> str | None:
    """quarter, month, half_year, week or year where the number is to be reached again and again."""
    if measure in _MEASURE_EVERY:
        return _MEASURE_EVERY[measure]
    return next((name for name, pattern in _EVERY if pattern.search(words)), None)


def scope_of(words: str) -> dict[str, str | int]:
    """Ownership, size and kind of person a clause narrows its target to."""
    scope: dict[str, str | int] = {}
    for name, pattern in _OWNERSHIP:
        if pattern.search(words):
            scope["ownership"] = name
            break
    _size(words, scope)
    if _UNIONISED.search(words):
        scope["unionised"] = "yes"
    persons = [name for name, pattern in _PERSONS if pattern.search(words)]
    if persons:
        scope["persons"] = ",".join(persons)
    return scope


def _size(words: str, scope: dict[str, str | int]) -> None:
    least, most = _STAFF_MIN.search(words), _STAFF_MAX.search(words)
    if least:
        scope["staff_min"] = int(digits(least.group(1)) or Decimal(0))
    if most:
        scope["staff_below"] = int(digits(most.group(1) or most.group(2)) or Decimal(0))
    if _SCALE.search(words):
        scope["scale"] = "above"
