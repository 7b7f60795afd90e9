"""Goods handed out in the demonstration: warm and cooling goods of each county, one list without signatures."""

from __future__ import annotations

from typing import Any

from zhijia.assistance.models import Handout, Parcel
from zhijia.kernel.identity import mask_name
from zhijia.kernel.uid import uuid7
from zhijia.registry import services as registry
from zhijia.site.demo.rooms.assistance.pool import Pool

#: people on a county's list in the city-sized demonstration
PEOPLE = 30
MONTHS = (5.0, 1.0, 0.2, 0.1, 0.1, 1.0, 3.0, 2.0, 0.3, 0.1, 0.4, 1.0)
GOODS = (
    ("festival", "节日送温暖", "大米10公斤、食用油5升"),
    ("summer", "夏送清凉", "绿豆、毛巾、藿香正气水一份"),
    ("winter", "冬送温暖", "棉被一床"),
)


def load(pool: Pool) -> None:
    """Every county hands out once; the last county's list is not signed yet."""
    count = pool.part(PEOPLE, 6)
    for place, branch in enumerate(pool.counties):
        people = _people(pool, branch, count)
        if people:
            _handed(pool, branch, GOODS[place % len(GOODS)], people, proven=branch != pool.counties[-1])


def _people(pool: Pool, branch: str, count: int) -> list[Any]:
    unions = [union for union in pool.unions if pool.branch_of[union] == branch]
    found: list[Any] = []
    for union in unions:
        while len(found) < count and (person := pool.take(union)):
            found.append(person)
    return found


def _handed(pool: Pool, branch: str, what: tuple[str, str, str], people: list[Any], *, proven: bool) -> None:
    by, day = pool.officer(branch), pool.day(MONTHS)
    occasion, title, goods = what
    about = {"occasion": occasion, "title": title, "goods": goods, "place": "总工会职工服务中心"}
    row = {"uid": uuid7(), "org": pool.places[branch], "happened_on": day, "state": "open", **about}
    (one,) = pool.add(Handout, [row | {"portions": len(people) + 2, "worth": 120_00}], by, f"物资-{branch}")
    rows = [{"uid": uuid7(), "handout": one, "person": person} for person in people]
    made = pool.add(Parcel, rows, by, f"物资领取人-{branch}")
    if proven:
        names = [f"{at}. {mask_name(person.name)}" for at, person in enumerate(people, 1)]
        lines = (one.org.name, f"领取 {len(people)} 人（签名）　{day.isoformat()}", *names)
        pool.prove(one, f"物资领取签名表-{branch}", lines, by)
    one.refresh_from_db()
    registry.move(one, "finish", by=by, version=one.version)
    pool.hear(made[:-2], by)
    pool.ask(made[-2:], by)
