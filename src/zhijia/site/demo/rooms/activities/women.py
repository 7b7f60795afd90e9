"""The women's achievement programme of the demonstration: contests, model posts, displays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from zhijia.activities.models import Participation, Programme
from zhijia.directory.models import Person
from zhijia.registry import services as registry
from zhijia.site.demo import words
from zhijia.site.demo.rooms.activities.pool import Branch, Pool

#: the share of women workers taking part over the programme's three years, and how far it stands
SHARE, REACHED = 0.85 / 3, 0.74
SIZE = 300
TITLES = {
    "competition": ("女职工岗位技能竞赛", "女职工劳动竞赛", "巾帼建功技能比武"),
    "model_post": ("建功立业标兵岗创建活动", "五一巾帼标兵岗创建活动"),
    "suggestions": ("女职工“五小”创新活动", "女职工合理化建议月"),
    "show": ("女职工创新成果展示", "女职工技能展演"),
    "teaching": ("巾帼名师带徒活动",),
}
PRIZES = ("一等奖", "二等奖", "三等奖")


def load(pool: Pool) -> None:
    """Draws each branch's activities and takes them in with the women on their lists."""
    for branch in pool.with_women():
        made = list(_activities(pool, branch))
        if made:
            _take_in(pool, branch, made)
    _ahead(pool)


def _activities(pool: Pool, branch: Branch) -> Iterator[tuple[dict[str, Any], list[Person], bool]]:
    """(columns, women, whether it has a sheet): every woman takes part once, a few twice."""
    wanted = round(branch.women_workers * SHARE * REACHED * pool.days.passed * 1.1)
    women = [person for person in branch.people if person.sex == "female"]
    pool.draw.shuffle(women)
    for number, start in enumerate(range(0, min(wanted, len(women)), SIZE)):
        some = women[start : min(start + SIZE, wanted)]
        again = women[:2] if number == 1 else []
        yield _values(pool, branch, number), [*again, *some], True
    spare = women[wanted : wanted + 3]
    if spare and branch.code in ("YC02", "YC05"):
        yield _values(pool, branch, 90), spare, False


def _values(pool: Pool, branch: Branch, number: int) -> dict[str, Any]:
    kind = pool.draw.choice(tuple(TITLES))
    length = 1 if kind in ("competition", "show") else pool.draw.randint(5, 20)
    first = pool.day(length)
    return {
        "org": branch.org,
        "kind": kind,
        "title": f"{pool.draw.choice(TITLES[kind])}（第{number + 1}场）",
        "happened_on": first,
        "ends_on": first + timedelta(days=length - 1),
        "place": pool.draw.choice(("工人文化宫", "职工活动中心", "企业车间", "县总工会礼堂")),
        "leader_name": pool.draw.choice(words.SURNAMES) + pool.draw.choice(words.GIVEN_WOMEN),
        "state": "open",
    }


def _take_in(pool: Pool, branch: Branch, made: list[tuple[dict[str, Any], list[Person], bool]]) -> None:
    by = branch.by
    pool.listed(Programme, [values for values, _women, _proof in made], by, f"建功立业活动-{branch.code}")
    held = {
        (one.title, one.happened_on): one
        for one in Programme.objects.filter(org=branch.org).select_related("org")
    }
    rows, entries = [], []
    for values, women, proof in made:
        entry = held[values["title"], values["happened_on"]]
        entries.append((entry, len(women), proof))
        for place, woman in enumerate(women):
            won = values["kind"] == "competition" and place < len(PRIZES)
            part = {"role": "prize", "prize": PRIZES[place]} if won else {"role": "took_part"}
            rows.append({"programme": entry, "woman": woman, **part})
    pool.listed(Participation, rows, by, f"参加活动女职工-{branch.code}")
    for entry, count, proof in entries:
        if proof:
            lines = [entry.org.name, f"{entry.happened_on}  签到 {count} 人"]
            pool.prove(entry, entry.title, lines, by)
        entry.refresh_from_db()
        registry.move(entry, "hold", by=by, version=entry.version)
    listed = Participation.objects.filter(programme__in=[entry for entry, *_more in entries])
    pool.hear(list(listed.select_related("org", "woman", "programme").order_by("pk")), by)


def _ahead(pool: Pool) -> None:
    """An activity still planned."""
    branch = pool.branches["YC03"]
    first = pool.days.last + timedelta(days=20)
    values = _values(pool, branch, 0) | {"title": "年终女职工成果展", "state": "planned"}
    values |= {"happened_on": first, "ends_on": first + timedelta(days=2)}
    pool.listed(Programme, [values], branch.by, "活动计划")
