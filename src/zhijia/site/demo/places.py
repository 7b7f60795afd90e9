"""The unions of the demonstration: city, counties, zones, industries, townships and the base."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from zhijia.site.demo import words
from zhijia.site.demo.size import Days, Size, lots
from zhijia.tree.kinds import OrgKind

CITY_CODE, CITY_NAME = "YC00", f"{words.CITY}市总工会"
FARM, GAS, SITE, MILL, MARKET = "YC01G901", "YC01G902", "YC01G903", "YC02G901", "YC02J901"
#: code, name, kind, staff of its own employer, name of the employer, ownership, industry
KNOWN = (
    (FARM, "红星农场第三管理区工会", OrgKind.GRASSROOTS, 150, "红星农场第三管理区", "state", "A"),
    (GAS, "临江燃气公司工会", OrgKind.GRASSROOTS, 160, "临江燃气有限公司", "state", "D"),
    (SITE, "临江建筑公司城南工地工会", OrgKind.GRASSROOTS, 90, "临江建筑工程公司", "collective", "E"),
    (MILL, "北山纺织厂工会", OrgKind.GRASSROOTS, 240, "北山纺织有限公司", "private", "C"),
    (MARKET, "北山商贸城联合工会", OrgKind.JOINT_GRASSROOTS, 0, "", "private", "F"),
)
BASE = (OrgKind.GRASSROOTS, OrgKind.JOINT_GRASSROOTS)


@dataclass
class UnionRow:
    """One line of the list of unions; `branch` is the county or industrial union it stands under."""

    code: str
    name: str
    kind: OrgKind
    above: str
    founded_on: date
    branch: str
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def is_base(self) -> bool:
        return self.kind in BASE

    @property
    def values(self) -> dict[str, Any]:
        """The line as the list of unions takes it."""
        own = {"code": self.code, "name": self.name, "kind": self.kind.value, "founded_on": self.founded_on}
        return own | ({"approved_by": self.above} if self.above else {}) | self.more


def unions(size: Size, days: Days) -> list[UnionRow]:
    """Every union, leaders before the led; some of the base are founded within the year."""
    draw = lots("unions")
    found = [_federation(CITY_CODE, CITY_NAME, OrgKind.MUNICIPAL, "", date(1995, 5, 1), CITY_CODE)]
    for code, name, _vigour in words.COUNTIES:
        found += _county(code, name, size, days, draw)
    for code, name, *_more in words.INDUSTRIES:
        full = f"{words.CITY}市{name}工会"
        found.append(_federation(code, full, OrgKind.INDUSTRIAL_MUNICIPAL, CITY_CODE, date(2003, 9, 1), code))
        found += _institutions(code, size, draw, days)
    known = {code for code, *_more in KNOWN}
    _found_lately([one for one in found if one.is_base and one.code not in known], size, days, draw)
    return found


def _federation(code: str, name: str, kind: OrgKind, above: str, day: date, branch: str) -> UnionRow:
    more = {"set_up": "federation", "women_committee": True, "audit_committee": True}
    return UnionRow(code, name, kind, above, day, branch, more)


def _county(code: str, name: str, size: Size, days: Days, draw: Random) -> list[UnionRow]:
    found = [_federation(code, f"{name}总工会", OrgKind.COUNTY, CITY_CODE, date(1998, 4, 1), code)]
    number = int(code[2:]) - 1
    places = words.TOWNSHIPS[number * 5 : number * 5 + size.townships]
    above = [code]
    for at, place in enumerate(places, 1):
        leader = f"{code}T{at:02}"
        found.append(
            _federation(leader, f"{name}{place}总工会", OrgKind.TOWNSHIP, code, date(2008, 6, at), code)
        )
        above.append(leader)
    if code in words.ZONES:
        zone = f"{code}P01"
        found.append(_federation(zone, f"{name}经济开发区工会", OrgKind.PARK, code, date(2010, 3, 1), code))
        above.append(zone)
    found += _known(code, days, draw)
    found += _joint(code, name, places, size, days, draw)
    found += [
        _grassroots(f"{code}G{at:03}", name, draw.choice(above), code, days, draw)
        for at in range(1, size.grassroots + 1)
    ]
    return found


def _known(code: str, days: Days, draw: Random) -> list[UnionRow]:
    """The unions of the people one can log in as."""
    return [
        UnionRow(
            one, name, kind, code, date(2010, 5, 1), code, _committee(kind, date(2010, 5, 1), days, draw)
        )
        for one, name, kind, *_more in KNOWN
        if one.startswith(code)
    ]


def _joint(
    code: str, name: str, places: tuple[str, ...], size: Size, days: Days, draw: Random
) -> list[UnionRow]:
    found = []
    for at in range(size.joint):
        place, street = places[at % len(places)], words.STREETS[at % len(words.STREETS)]
        day = _long_ago(days, draw)
        kind = OrgKind.JOINT_GRASSROOTS
        found.append(
            UnionRow(
                f"{code}J{at + 1:03}",
                f"{name}{place}{street}联合工会",
                kind,
                f"{code}T{at % len(places) + 1:02}",
                day,
                code,
                _committee(kind, day, days, draw),
            )
        )
    return found


def _grassroots(code: str, name: str, above: str, branch: str, days: Days, draw: Random) -> UnionRow:
    trade, industry, ownership, _place = draw.choice(words.TRADES)
    firm = f"{name[:2]}{draw.choice(words.BRANDS)}{trade}有限公司"
    day = _long_ago(days, draw)
    more = _committee(OrgKind.GRASSROOTS, day, days, draw)
    more |= {"industry": industry, "economic_type": ownership, "unit_kind": "enterprise"}
    return UnionRow(code, f"{firm}工会", OrgKind.GRASSROOTS, above, day, branch, more)


def _institutions(code: str, size: Size, draw: Random, days: Days) -> list[UnionRow]:
    """The unions directly under a municipal industrial union: schools, hospitals, works of the city."""
    pattern, ownership, industry = next(one[2:] for one in words.INDUSTRIES if one[0] == code)
    found = []
    for at in range(1, size.city_grassroots + 1):
        day = _long_ago(days, draw)
        more = _committee(OrgKind.GRASSROOTS, day, days, draw)
        kind = "institution" if ownership == "institution" else "enterprise"
        more |= {"industry": industry, "economic_type": "state", "unit_kind": kind}
        name = f"{words.CITY}市{pattern.format(n='一二三四五六七八九'[at - 1])}工会"
        found.append(UnionRow(f"{code}G{at:03}", name, OrgKind.GRASSROOTS, code, day, code, more))
    return found


def _long_ago(days: Days, draw: Random) -> date:
    return date(draw.randint(2011, days.year - 2), draw.randint(1, 12), draw.randint(1, 28))


def _committee(kind: OrgKind, founded_on: date, days: Days, draw: Random) -> dict[str, Any]:
    """Set-up and committees; about one union in five has not given its day of election."""
    more: dict[str, Any] = {"set_up": "joint" if kind == OrgKind.JOINT_GRASSROOTS else "single"}
    more |= {"women_committee": draw.random() < 0.7, "audit_committee": draw.random() < 0.8}
    if draw.random() < 0.8:
        elected_on = date(days.year - draw.randint(1, 4), draw.randint(1, 12), draw.randint(1, 28))
        more |= {"elected_on": max(elected_on, founded_on), "term_years": draw.choice((3, 5))}
    surname = draw.choice(words.SURNAMES)
    return more | {"chair_name": surname + draw.choice(words.GIVEN_MEN + words.GIVEN_WOMEN)}


def _found_lately(base: list[UnionRow], size: Size, days: Days, draw: Random) -> None:
    """A few unions of the base are founded within the year, the first committee elected that day."""
    count = round(14 * days.passed * max(size.share, 0.3))
    for one in draw.sample(base, count):
        one.founded_on = days.first + timedelta(days=draw.randrange((days.last - days.first).days + 1))
        one.more["elected_on"], one.more["term_years"] = one.founded_on, 5
