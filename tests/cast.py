"""The fixed cast: a city with two counties, their unions and the people who work in them.

Everybody and everything is invented. `build()` writes through the services, so that all of it is journalled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhijia.directory import services
from zhijia.directory.credit_code import check_character
from zhijia.directory.models import Coverage, Denominator, Membership, Person, Union, Unit
from zhijia.kernel.identity import check_digit
from zhijia.registry.services import add, move
from zhijia.tree import services as tree
from zhijia.tree.actor import SYSTEM, Actor, actor_of
from zhijia.tree.kinds import OrgKind, Role
from zhijia.tree.models import Org, Post, User

NO_NUMBER = {"id_number": "", "no_id_reason": "not_told"}
FOUNDED_ON = date(2010, 5, 1)
SINCE = date(2024, 1, 1)
JOINED_ON = date(2024, 3, 1)

#: key: code, name, kind, key of the leading union
ORGS = {
    "city": ("YC00", "云川市总工会", OrgKind.MUNICIPAL, None),
    "river": ("YC01", "临江县总工会", OrgKind.COUNTY, "city"),
    "hill": ("YC02", "北山县总工会", OrgKind.COUNTY, "city"),
    "farm": ("YC0101", "红星农场第三管理区工会", OrgKind.GRASSROOTS, "river"),
    "gas": ("YC0102", "临江燃气公司工会", OrgKind.GRASSROOTS, "river"),
    "site": ("YC0103", "临江建筑公司城南工地工会", OrgKind.GRASSROOTS, "river"),
    "mill": ("YC0201", "北山纺织厂工会", OrgKind.GRASSROOTS, "hill"),
    "market": ("YC0202", "北山商贸城联合工会", OrgKind.JOINT_GRASSROOTS, "hill"),
}
#: account: name, posts as (role, key of the union)
USERS = {
    "city.leader": ("周明远", [(Role.LEADER, "city")]),
    "city.officer": ("吴晓岚", [(Role.OFFICER, "city")]),
    "city.auditor": ("孙正", [(Role.AUDITOR, "city")]),
    "administrator": ("何管理", [(Role.ADMINISTRATOR, "city")]),
    "river.officer": ("郑文博", [(Role.OFFICER, "river")]),
    "river.leader": ("冯国栋", [(Role.LEADER, "river")]),
    "hill.officer": ("蒋玉梅", [(Role.OFFICER, "hill")]),
    "farm.officer": ("沈春生", [(Role.OFFICER, "farm")]),
    "gas.officer": ("韩雪", [(Role.OFFICER, "gas")]),
    "gas.chair": ("杨建国", [(Role.CHAIR, "gas")]),
    "gas.finance": ("朱会计", [(Role.FINANCE, "gas")]),
    "gas.caseworker": ("秦帮扶", [(Role.CASEWORKER, "gas")]),
    "mill.officer": ("许织云", [(Role.OFFICER, "mill")]),
    "liu": ("刘志强", [(Role.OFFICER, "site"), (Role.CHAIR, "site")]),
    "wang": ("王桂兰", []),
    "stranger": ("陌生人", []),
}
#: key: name, union, born, number in the day, telephone, migrant worker
PEOPLE = {
    "wang": ("王桂兰", "gas", date(1978, 3, 12), 2, "13800000001", False),
    "gao": ("高师傅", "gas", date(1985, 7, 20), 1, "13800000002", False),
    "chen": ("陈大勇", "site", date(1990, 11, 5), 3, "13800000003", True),
    "tian": ("田秋菊", "farm", date(1982, 1, 30), 4, "", False),
    "li": ("李秀英", "mill", date(1988, 9, 9), 6, "13800000005", False),
}
#: key: name, union that covers it, keeping federation, staff, ownership, legal person
UNITS = {
    "gas": ("临江燃气有限公司", "gas", "river", 320, "state", True),
    "builder": ("临江建筑工程公司", "site", "river", 180, "collective", True),
    "mill": ("北山纺织有限公司", "mill", "hill", 500, "private", True),
    "shop": ("北山日杂商行", "market", "hill", 12, "private", True),
    "clinic": ("北山惠民诊所", "market", "hill", 20, "private", True),
    "hotel": ("北山迎宾旅馆", None, "hill", 60, "private", True),
}
#: key of the county: workers, enterprises
BASES = {"river": (1000, 4), "hill": (2000, 5)}


def id_number(birth_on: date, sequence: int, region: str = "990101") -> str:
    """A number with a right check digit in a region that does not exist; odd sequences are men."""
    first = f"{region}{birth_on:%Y%m%d}{sequence:03d}"
    return first + check_digit(first)


def credit_code(sequence: int, kind: str = "91") -> str:
    """A social credit code with a right check character in a region that does not exist."""
    first = f"{kind}990101MA{sequence:07d}"
    return first + check_character(first)


@dataclass
class Cast:
    """Everybody by key; `actor("liu")` is who acts, `users["liu"]` the account."""

    orgs: dict[str, Org] = field(default_factory=dict)
    unions: dict[str, Union] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """Who acts, with the posts live today."""
        return actor_of(self.users[key])

    def login(self, client: Any, key: str) -> Any:
        """The Django test client with this account logged in."""
        client.force_login(self.users[key])
        return client


def build() -> Cast:
    """The whole cast in the present database."""
    cast = Cast()
    _found(cast)
    _users(cast)
    _people(cast)
    _employers(cast)
    return cast


def _found(cast: Cast) -> None:
    code, name, kind, _leader = ORGS["city"]
    cast.orgs["city"] = tree.found(code=code, name=name, kind=kind, parent=None, opened_on=FOUNDED_ON)
    for key, (code, name, kind, leader) in ORGS.items():
        joint = kind == OrgKind.JOINT_GRASSROOTS
        above = cast.orgs[leader] if leader else None
        values = {"code": code, "name": name, "kind": kind, "approved_by": above, "founded_on": FOUNDED_ON}
        form = "federation" if leader in (None, "city") else "joint" if joint else "single"
        cast.unions[key] = services.found_union(values | {"set_up": form}, by=SYSTEM)
        cast.orgs[key] = cast.unions[key].org


def _users(cast: Cast) -> None:
    for key, (name, posts) in USERS.items():
        cast.users[key] = User.objects.create_user(key, None, name=name)
        for role, org in posts:
            Post.objects.create(user=cast.users[key], org=cast.orgs[org], role=role, valid_from=SINCE)


def _people(cast: Cast) -> None:
    for key, (name, org, born_on, sequence, phone, migrant) in PEOPLE.items():
        values = {
            "org": cast.orgs[org],
            "name": name,
            "id_number": id_number(born_on, sequence),
            "phone": phone,
        }
        person = add(Person.register, values, by=SYSTEM)
        cast.memberships[key] = services.join(person, union=cast.orgs[org], on=JOINED_ON, by=SYSTEM)
        if migrant:
            services.person_fact(person, "migrant", on=JOINED_ON, by=SYSTEM, source="roster")
        cast.people[key] = person
    cast.people["wang"] = services.give_account(cast.people["wang"], cast.users["wang"], by=SYSTEM)


def put_on_file(values: dict[str, Any], by: Any = SYSTEM) -> Person:
    """A person from field values; with `migrant_worker` a migrant worker since 2010."""
    given = dict(values)
    migrant = given.pop("migrant_worker", False)
    person: Person = add(Person.register, given, by=by)
    if migrant:
        services.person_fact(person, "migrant", on=date(2010, 1, 1), by=by, source="own")
    return person


def _employers(cast: Cast) -> None:
    for number, (key, (name, union, keeper, staff, ownership, legal)) in enumerate(UNITS.items(), 1):
        values = {
            "org": cast.orgs[keeper],
            "name": name,
            "social_credit_code": credit_code(number),
            "legal_person": legal,
        }
        unit = cast.units[key] = add(Unit.register, values, by=SYSTEM)
        services.unit_facts(unit, on=SINCE, by=SYSTEM, staff=staff, ownership=ownership)
        if union:
            add(
                Coverage.register,
                {"org": cast.orgs[union], "unit": unit, "valid_from": SINCE},
                by=SYSTEM,
            )
    for key, numbers in BASES.items():
        for kind, count in zip(("workers", "enterprises"), numbers, strict=True):
            values = {"org": cast.orgs[key], "kind": kind, "number": count, "valid_from": SINCE}
            source = {"source": "县统计局2024年统计年鉴", "source_on": date(2023, 12, 31)}
            proposed = add(Denominator.register, values | source, by=SYSTEM)
            move(proposed, "approve", by=cast.actor("city.leader"), version=proposed.version)
