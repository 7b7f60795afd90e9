"""A short name for what a target counts, made of the words of its clause."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"^(?:实现|做到|力争|确保|争取|努力|使|让|计划|拟|将|要|应|须|必须|继续|进一步|今年|明年|全年|年内|年底前|并|其中|同时|再|共|总共|另|还|以及|和|及|与|、|"
    r"全[市县区省](?:各级)?(?:工会(?:组织)?)?|我[市县区会]|各级工会|市总(?:工会)?|县总(?:工会)?|区总(?:工会)?|[,，:：\s.、(（)）]|\d{1,2}[、．.](?!\d)|一是|二是|三是|四是|五是)+"
)
_EACH_LEAD = re.compile(
    r"^(?:各|每个?|所有)(?:县市区|县区|区县|乡镇|镇街|街道|单位|企业|基层工会|直属工会)(?:总?工会)?(?:要|应|须)?"
)
_OPENING = re.compile(
    r"^(?:(?:19|20)\d\d年|(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|末|初|[上中下]旬)?(?:之?前)?|[上下]半年|"
    r"第?[一二三四]季度|年底(?:之?前)?|力争|确保|争取|计划|拟|将|要|应|须|必须|继续|进一步|今年|全年|年内|并|同时|"
    r"还要|一是|二是|三是|四是|五是|六是|[,，:：\s、])+"
)
_TAIL = re.compile(
    r"(?:均|都|双双|两个|分别|各|力争|确保|要|应|须|不得?|总数|数量|人数|约|将)*(?:达到|达|不(?:得|能|应)?(?:少于|低于|超过|高于)|至少|超过|突破|不超过|控制在|保持在|稳定在|实现|(?<=.)为|(?<=.)在|完成|"
    r"提高到|提升到|增加到|提高|共计|共)*[:：\s]*$"
)
_OPERATORS = re.compile(
    r"不少于|不低于|至少|不超过|力争达到|力争|确保|控制在|达到(?=$)|左右|以上的?|以内|以下|多(?=$)|余(?=$)"
)
_RATE_ONLY = re.compile(
    r"^(?:国有|非公有?制?|公有制|外资|民营)?(?:企业|单位)?(?:的)?(?:签订率|覆盖率|建制率|建立率|达标率|完成率|覆盖面|满意率|履约率)$"
)
_TOPIC = re.compile(
    r"(?:做好|推进|推行|抓好|开展|加强|深化|落实|规范|签订|推动|健全|完善|建立)([\u4e00-\u9fff]{3,18}?(?:集体合同|合同|制度|集体协商|协商|协议|公开|组织|机制))"
)
_SHARED_TAIL = re.compile(r"(?:企业|单位|事业单位)?[^、和及与]{0,10}(?:率|数|度|面)$")
_SUBJECT_CUT = re.compile(r"、|以及|和(?!谐|解)|(?<!普)及(?!格|时)|(?<!参)与")
_NAME_LIMIT = 40


def label_of(before: str, after: str) -> str:
    """The clause without its number, its period, its comparison and its opening words."""
    head = _TAIL.sub("", _EACH_LEAD.sub("", _LEAD.sub("", before)))
    tail = re.split(r"[,，。;；:：(（]", _OPERATORS.sub("", after, count=1))[0]
    label = (head + tail).strip(" \t\u3000、,，:：的“”")
    label = re.sub(r"^(?:在|使|有)(?=\S{3})", "", label) or after.strip()
    return label[:_NAME_LIMIT]


def opening_cut(words: str) -> str:
    """Words without what merely opens them: when, "strive to", "also"."""
    return _OPENING.sub("", words)


def with_topic(label: str, earlier: str) -> str:
    """A bare rate ("signing rate of state firms") with the noun an earlier sentence of the item gives it."""
    if not _RATE_ONLY.match(label):
        return label
    topics = _TOPIC.findall(earlier[-160:])
    return f"{topics[-1]}{label}"[:_NAME_LIMIT] if topics else label


def subjects_of(words: str, count: int) -> list[str]:
    """The subjects that share one predicate, as many as there are numbers; [] when they cannot be told."""
    head = _TAIL.sub("", _LEAD.sub("", words))
    parts = [part for part in _SUBJECT_CUT.split(head) if part.strip()]
    if count and len(parts) > count:
        parts = _joined(parts, count)
    if (count and len(parts) != count) or len(parts) < 2:
        return []
    tail = _SHARED_TAIL.search(parts[-1])
    if not re.search(r"[率数度面]$", parts[-1]) or not tail:
        return [part.strip() for part in parts] if count else []
    rate = re.search(r"[^企业单位]{2,8}$", tail.group())
    return [
        _LEAD.sub("", part) if re.search(r"[率数度面]$", part) else part + (rate.group() if rate else "")
        for part in parts
    ]


def _joined(parts: list[str], count: int) -> list[str]:
    """Parts cut inside one subject ("机关和事业单位建会率") put together again at their rates."""
    whole: list[str] = []
    held = ""
    for part in parts:
        held += part
        if re.search(r"[率数度面]$", part):
            whole.append(held)
            held = ""
    return whole if len(whole) == count and not held else []
