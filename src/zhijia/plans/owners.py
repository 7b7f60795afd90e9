"""Which unions a plan means by 各县市区总工会, 各作业区工会 or 组织部, seen from the union that issued it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhijia.kernel.text import clean, fold_name
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org
from zhijia.tree.paths import under

_BETWEEN = re.compile(r"[、,，;；/\n]|(?<=工会)[和及与\s]+|\s{2,}")
#: words that say "every one of them"
_EVERY = re.compile(r"^(?:各级|各|全体|所有|全市|全县|全区|全)+")
_UNION = re.compile(r"(?:总工会|联合工会|工会委员会|工会)$")
_DEPARTMENT = re.compile(r"(?:部|室|科|处|中心|办公室|办|委员会|专委会|秘书处)$")
_OURSELVES = re.compile(
    r"^(?:本级|本会|本|机关|市|县|区|场|管理区|公司|集团|局)?(?:总工会|工会|工会机关|机关工会|本级|本会)$"
)
#: what a word in the name of a group of unions means, the more particular first
_KINDS: tuple[tuple[re.Pattern[str], tuple[OrgKind, ...]], ...] = (
    (re.compile("产业"), (OrgKind.INDUSTRIAL_MUNICIPAL, OrgKind.INDUSTRIAL_COUNTY)),
    (re.compile("开发区|园区|工业园"), (OrgKind.PARK,)),
    (re.compile("乡镇|街道|镇街|乡、镇"), (OrgKind.TOWNSHIP,)),
    (re.compile("区域性|行业性|行业工会|联合会"), (OrgKind.REGIONAL_FEDERATION, OrgKind.SECTOR_FEDERATION)),
    (re.compile("县市区|县[（(]?市|市县|县区|区县|县级|县"), (OrgKind.COUNTY,)),
    (re.compile("村|社区"), (OrgKind.VILLAGE,)),
    (re.compile("基层"), (OrgKind.GRASSROOTS, OrgKind.JOINT_GRASSROOTS)),
    (re.compile("分会|分工会"), (OrgKind.BRANCH,)),
    (re.compile("小组|班组"), (OrgKind.GROUP,)),
)
#: the unions directly below, whatever they are
_BELOW = re.compile(r"^(?:各级|各|下级|所属|直属)+(?:工会|单位|部门工会|部门|单位工会|直属工会)?$")


@dataclass
class Found:
    """The unions meant, the departments named of the issuing union, and what nothing fits."""

    orgs: list[Org] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def parted(text: str) -> list[str]:
    """The names in a list as people write one."""
    return [name for one in _BETWEEN.split(clean(text or "").text) if (name := one.strip(" \t。.（）()"))]


def responsible(names: str | Iterable[str], issuer: Org) -> Found:
    """The unions that names mean under `issuer`, each once; with no name it is the issuer itself."""
    given = parted(names) if isinstance(names, str) else [part for name in names for part in parted(name)]
    below = list(Org.objects.filter(under(issuer.path), closed_on=None).order_by("path"))
    found = Found()
    for name in given:
        _sort(name, issuer, below, found)
    if not given or (found.departments and issuer not in found.orgs):
        found.orgs.insert(0, issuer)
    found.orgs = list(dict.fromkeys(found.orgs))
    return found


def _sort(name: str, issuer: Org, below: Sequence[Org], found: Found) -> None:
    if meant := _meant(name, issuer, below):
        found.orgs += meant
    elif _DEPARTMENT.search(name):
        found.departments.append(name)
    else:
        found.unknown.append(name)


def _meant(name: str, issuer: Org, below: Sequence[Org]) -> list[Org]:
    """The unions one name means: that of a union, of a group, or the issuer's own short name."""
    if named := [org for org in below if fold_name(org.name) == fold_name(name) or org.code == name]:
        return named
    every = _EVERY.match(name)
    if every:
        return _group(name[every.end() :], name, issuer, below)
    if _OURSELVES.match(name) or (_UNION.search(name) and issuer.name.endswith(name)):
        return [issuer]
    one = [org for org in below if len(name) > 3 and org.name.endswith(name)]
    return one if len(one) == 1 else _group(name, name, issuer, below)


def _group(core: str, whole: str, issuer: Org, below: Sequence[Org]) -> list[Org]:
    """Every union of a kind below the issuer, or every one with the word in its name."""
    others = [org for org in below if org.pk != issuer.pk]
    if _BELOW.match(whole):
        return [org for org in others if org.parent_id == issuer.pk]
    word = _UNION.sub("", core)
    alike = [org for org in others if len(word) > 1 and word in org.name]
    for pattern, kinds in _KINDS:
        if pattern.search(word) and (of_kind := [org for org in others if org.kind in kinds]):
            return of_kind
    return alike if whole != core or len(alike) == 1 else []
