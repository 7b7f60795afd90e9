"""Who answers for a point of a plan: the names behind "responsible:", before "takes the lead", at the line's end."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(?:责任单位|责任部门|责任科室|责任处室|牵头单位|牵头部门|牵头科室|承办单位|主办单位|主办|承办|配合单位|配合部门|协办单位|"
    r"责任人|负责人|责任领导|分管领导|落实单位)[:：]\s*([^)）。;；\n|]{2,80})"
)
_LED = re.compile(r"由([\u4e00-\u9fff、]{2,30}?)(?:共同|具体|分别)?(?:负责|牵头|承办|主办|组织实施)")
_EACH = re.compile(
    r"(?:^|[,，。;；、\s])(各[\u4e00-\u9fff、]{1,12}?(?:总工会|工会|工委会|作业区|分会|单位|部门))(?:要|应|须|负责)"
)
_BETWEEN = re.compile(r"[、,，/和及与]|\s+")
_ROLE = re.compile(r"^(?:牵头|责任|配合|承办|协办|主办|落实)(?:单位|部门|科室)?[:：]?")
_LONGEST_NAME = 30


def responsible(words: str) -> tuple[str, ...]:
    """The names that answer for a stretch of text, in its order, each once; () when it names nobody."""
    found = [name for match in _NAMED.finditer(words) for name in names_in(match.group(1))]
    if not found:
        found = [name for match in _LED.finditer(words) for name in names_in(match.group(1))]
    if not found:
        found = [match.group(1) for match in _EACH.finditer(words)]
    return tuple(dict.fromkeys(found))


def names_in(listed: str) -> list[str]:
    """The single names of a list such as "组织部、各县市区工会"."""
    parts = (_ROLE.sub("", part.strip(" \t\u3000:：")) for part in _BETWEEN.split(listed))
    return [part for part in parts if 2 <= len(part) <= _LONGEST_NAME]
