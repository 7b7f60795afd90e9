"""A whole invented city, the same for the same seed: what the other scripts measure on.

    ZHIJIA_DATA=… python benchmarks/city.py [UNIONS [MEMBERS [RECORDS]]]      (DATABASE_URL for PostgreSQL)

fills an empty, migrated database: unions in three levels, employers with staff, members, a year of courses, the
women's programme, relief and mutual aid. Rows are written past the registers, without journal: this measures
counting, listing and showing, not writing.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from filling import RECORDED, SEED, analyse, fill, quick

YEAR = 2026
SIZES = (5_000, 500_000, 2_000_000)
COUNTIES = 10
FIRST = date(YEAR, 1, 1)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国志"


def build(unions: int, members: int, records: int) -> None:
    """Fills the database Django is set up for, then installs the marking triggers again."""
    from zhijia.tally import marking
    from zhijia.tally import services as tally
    from zhijia.tally.models import Mark
    from zhijia.tree.services import move

    quick()
    marking.before_migrate()
    dice = random.Random(SEED)
    orgs = plant_tree(unions)
    move(orgs[COUNTIES + 1], under=orgs[2], on=date(YEAR, 6, 1))
    leaves = [org for org in orgs if org.kind == "grassroots"]
    plant_people(dice, leaves, members)
    plant_units(dice, leaves, 3 * len(leaves))
    plant_records(dice, leaves, members, records)
    Mark.objects.all().delete()
    marking.install()
    analyse()
    plant_cast(orgs[0], leaves[0])
    tally.ensure_year(YEAR)


def plant_tree(unions: int) -> list[Any]:
    """The city, its counties, their towns, and the grassroots unions; also as entries of the union register."""
    from zhijia.directory.models import Union
    from zhijia.kernel.pinyin import pinyin_key
    from zhijia.tree.founding import Newcomer, found_many

    opened = date(2015, 1, 1)
    rows = [Newcomer("CITY", "模拟市总工会", "municipal", None, opened)]
    rows += [Newcomer(f"C{at:04}", f"模拟{at}县总工会", "county", "CITY", opened) for at in range(COUNTIES)]
    towns = unions // 25
    rows += [
        Newcomer(f"T{at:05}", f"第{at}镇总工会", "township", f"C{at % COUNTIES:04}", opened)
        for at in range(towns)
    ]
    rest = unions - len(rows)
    rows += [
        Newcomer(f"G{at:05}", f"第{at}公司工会", "grassroots", f"T{at % towns:05}", opened)
        for at in range(rest)
    ]
    orgs = found_many(rows)
    entries = ({"org_id": org.pk, "path": org.path, "code": org.code, "name": org.name} for org in orgs)
    fill(
        Union,
        (
            {**entry, "kind": org.kind, "founded_on": opened, "set_up": "single", "approved_by_id": org.pk,
             "name_key": pinyin_key(org.name)}
            for entry, org in zip(entries, orgs, strict=True)
        ),
    )  # fmt: skip
    return orgs


def plant_people(dice: random.Random, leaves: Sequence[Any], members: int) -> None:
    """Person n is a member of union n modulo unions since a day of the last ten years; one in fifty has left."""
    from zhijia.directory.models import Membership, Person

    def people() -> Iterator[dict[str, Any]]:
        for number in range(members):
            org = leaves[number % len(leaves)]
            name = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
            words = f"{name[:2]} {name[1:]} {' '.join(name)}"
            sex = "female" if number % 5 < 2 else "male"
            yield {"id": number + 1, "org_id": org.pk, "path": org.path, "name": name, "words": words,
                   "name_key": f"{number:07}", "id_kind": "resident", "no_id_reason": "not_told",
                   "sex": sex}  # fmt: skip

    def memberships() -> Iterator[dict[str, Any]]:
        for number in range(members):
            org = leaves[number % len(leaves)]
            since = FIRST - timedelta(days=dice.randrange(-300, 3650))
            left = FIRST + timedelta(days=dice.randrange(301, 330)) if number % 50 == 0 else None
            yield {"org_id": org.pk, "path": org.path, "person_id": number + 1, "valid_from": since,
                   "valid_to": left, "join_kind": "new", "left_kind": "left_job" if left else ""}  # fmt: skip

    fill(Person, people())
    fill(Membership, memberships())


def plant_units(dice: random.Random, leaves: Sequence[Any], units: int) -> None:
    """Employers with their staff, each covered by one union."""
    from zhijia.directory.models import Coverage, Unit, UnitFact

    def held(number: int) -> dict[str, Any]:
        org = leaves[number % len(leaves)]
        return {"org_id": org.pk, "path": org.path}

    owners = ("state", "collective", "private", "private", "private", "hkmt", "foreign", "institution")
    fill(
        Unit,
        (
            {**held(number), "id": number + 1, "name": f"第{number}公司", "name_key": f"{number:06}",
             "legal_person": True, "social_credit_code": f"91990101MB{number:08}"}
            for number in range(units)
        ),
    )  # fmt: skip
    fill(
        UnitFact,
        (
            {**held(number), "unit_id": number + 1, "valid_from": date(2015, 1, 1), "staff": 20 + number % 300,
             "women": number % 20, "ownership": owners[number % len(owners)], "above_scale": number % 3 == 0,
             "source": "名录"}
            for number in range(units)
        ),
    )  # fmt: skip
    fill(
        Coverage,
        ({**held(number), "unit_id": number + 1, "valid_from": date(2016, 1, 1)} for number in range(units)),
    )


def plant_records(dice: random.Random, leaves: Sequence[Any], members: int, records: int) -> None:
    """Attendances 55 %, the women's programme 25 %, relief 10 %, mutual aid 10 %; nine in ten are confirmed."""
    from zhijia.activities.models import Attendance, Course, Participation, Programme
    from zhijia.assistance.models import Enrolment, Relief, Round

    courses, programmes, rounds = max(10, records // 80), max(5, records // 600), max(5, records // 1000)

    def head(number: int, **more: Any) -> dict[str, Any]:
        org = leaves[number % len(leaves)]
        return {"id": number + 1, "org_id": org.pk, "path": org.path, "evidenced_at": RECORDED, **more}

    days = [FIRST + timedelta(days=dice.randrange(300)) for _ in range(courses)]
    kinds = ("skills", "law", "domestic", "startup", "safety")
    fill(
        Course,
        (
            head(number, state="finished", title=f"培训班{number}", kind=kinds[number % 5], hours=8 + number % 40,
                 happened_on=days[number], ends_on=days[number], place="工会", trainer_name="刘")
            for number in range(courses)
        ),
    )  # fmt: skip
    fill(
        Programme,
        (
            head(number, state="held", title=f"活动{number}", kind="suggestions", happened_on=days[number],
                 ends_on=days[number])
            for number in range(programmes)
        ),
    )  # fmt: skip
    fill(
        Round,
        (
            head(number, plan="medical", insurer="互助会", policy_number=str(number), policy_key=str(number),
                 valid_from=days[number], valid_to=days[number] + timedelta(days=365), premium=6000,
                 paid_by="union", listed=1)
            for number in range(rounds)
        ),
    )  # fmt: skip

    def each(share: int, field: str, holders: int, who: str, **more: Any) -> Iterator[dict[str, Any]]:
        # of a list one person in ten comes from another union; nobody stands on one twice
        seen = set()
        for number in range(records * share // 100):
            holder, place = number % holders, number // holders
            home = (holder + (place % 10 == 9) * (1 + holder % 97)) % len(leaves)
            person = (home + len(leaves) * (7 * (holder // len(leaves)) + place)) % members + 1
            if (holder, person) in seen:
                continue
            seen.add((holder, person))
            org = leaves[holder % len(leaves)]
            confirmed = RECORDED if dice.random() < 0.9 else None
            yield {"org_id": org.pk, "path": org.path, field: holder + 1, who: person, "confirmed_at": confirmed,
                   "happened_on": days[holder], **more}  # fmt: skip

    fill(Attendance, each(55, "course_id", courses, "person_id", standing="in_work", result="finished"))
    fill(Participation, each(25, "programme_id", programmes, "woman_id", role="took_part"))
    fill(Enrolment, each(10, "round_id", rounds, "person_id", shares=1))

    def reliefs() -> Iterator[dict[str, Any]]:
        for number in range(records // 10):
            person = number * 7919 % members
            org = leaves[person % len(leaves)]
            on = FIRST + timedelta(days=dice.randrange(300))
            yield {"org_id": org.pk, "path": org.path, "state": "paid", "worker_id": person + 1, "happened_on": on,
                   "kind": "living", "reason": "illness", "amount": 100_000, "paid_on": on, "pay_way": "bank",
                   "evidenced_at": RECORDED, "confirmed_at": RECORDED if dice.random() < 0.9 else None}  # fmt: skip

    fill(Relief, reliefs())


def plant_cast(city: Any, leaf: Any) -> None:
    """An officer of the city with its plan of 29 targets issued, and one of a grassroots union."""
    from zhijia.site.demo.planning import issue_plan
    from zhijia.site.demo.size import Days
    from zhijia.tree.actor import actor_of
    from zhijia.tree.models import Post, User

    for username, org in (("city.officer", city), ("liu", leaf)):
        user = User.objects.create(username=username, name=username)
        Post.objects.create(user=user, org=org, role="officer", valid_from=date(2016, 1, 1))
    by = actor_of(User.objects.get(username="city.officer"))
    issue_plan(Days(FIRST, date(YEAR, 11, 1)), org=city, by=by)


def main(sizes: Sequence[int]) -> None:
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    build(*sizes)
    print(f"city of {sizes[0]:,} unions, {sizes[1]:,} members, {sizes[2]:,} records: "
          f"{time.perf_counter() - began:.0f} s")  # fmt: skip


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhijia.site.settings")
    django.setup()
    asked = [int(word) for word in sys.argv[1:]]
    main((*asked, *SIZES[len(asked) :]))
