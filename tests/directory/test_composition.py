"""Who staff and members are: the figures' own totals, groups under five withheld, quick for a city."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.cast import NO_NUMBER, Cast, id_number, put_on_file
from zhijia.directory import services
from zhijia.directory.models import Coverage, Person
from zhijia.directory.queries import Body, composition
from zhijia.kernel.period import Period
from zhijia.registry.services import add
from zhijia.tally.queries import figure
from zhijia.tree.kinds import OrgKind

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 1)


def joined(
    cast: Cast, count: int, org: str, *, born: int = 1990, man: bool = False, migrant: bool = False
) -> None:
    """So many new members of a union, all alike."""
    for number in range(count):
        number_of = id_number(date(born, 5, 1 + number), 2 * (1 + number) + man)
        values = {"org": cast.orgs[org], "name": "同类会员", "id_number": number_of, "phone": ""}
        person = put_on_file(values | {"migrant_worker": migrant}, cast.actor("city.officer"))
        services.join(person, union=cast.orgs[org], on=date(2025, 1, 1), by=cast.actor("city.officer"))


def groups(body: Body, key: str) -> dict[str, int | None]:
    (cut,) = [one for one in body.cuts if one.key == key]
    return {group.code: group.count for group in cut.groups}


def test_totals_are_those_of_the_figures(cast: Cast) -> None:
    joined(cast, 7, "mill")
    found = composition(cast.orgs["city"], DAY)
    period = Period.day(DAY)
    assert found.members.total == figure("mem_count", cast.orgs["city"].pk, period).counted == 12
    assert found.staff.total == figure("staff_covered", cast.orgs["city"].pk, period).counted
    groups_and_levels = ["migrant", "skill", "degree", "job"]
    kinds = ["sex", "age", *groups_and_levels, "own_word", "ownership", "industry"]
    assert [cut.key for cut in found.members.cuts] == kinds
    assert [cut.key for cut in found.staff.cuts] == ["sex", "migrant", "ownership", "industry"]
    for body in found.bodies:
        assert all(cut.total == body.total for cut in body.cuts)


def test_members_are_told_apart_by_sex_age_migrant_work_and_employer(cast: Cast) -> None:
    joined(cast, 8, "mill", born=1975)
    joined(cast, 6, "mill", born=2001, man=True, migrant=True)
    services.leave(
        cast.memberships["li"],
        on=date(2025, 2, 1),
        kind="retired",
        by=cast.actor("city.officer"),
        reason="补记",
    )
    found = composition(cast.orgs["mill"], DAY).members
    assert groups(found, "sex") == {"male": 6, "female": 8}
    assert groups(found, "age") == {"under_25": 6, "45_54": 8}
    assert groups(found, "migrant") == {"yes": 6, "no": 8}
    assert groups(found, "ownership") == {"private": 14}
    (sex,) = [cut for cut in found.cuts if cut.key == "sex"]
    assert [group.percent for group in sex.groups] == ["42.9", "57.1"] and not sex.withheld


def test_an_age_is_reached_on_the_birthday(cast: Cast) -> None:
    joined(cast, 5, "mill", born=1990)
    services.leave(
        cast.memberships["li"],
        on=date(2025, 2, 1),
        kind="retired",
        by=cast.actor("city.officer"),
        reason="补记",
    )
    mill = cast.orgs["mill"]
    assert groups(composition(mill, date(2025, 4, 30)).members, "age") == {"25_34": 5}
    assert groups(composition(mill, date(2025, 5, 5)).members, "age") == {"35_44": 5}


def test_a_small_group_is_withheld_with_another(cast: Cast) -> None:
    joined(cast, 9, "mill")
    joined(cast, 2, "mill", man=True)
    found = composition(cast.orgs["mill"], DAY).members
    assert found.total == 12 and groups(found, "sex") == {"male": None, "female": None}
    (sex,) = [cut for cut in found.cuts if cut.key == "sex"]
    assert sex.withheld and all(group.percent is None for group in sex.groups)
    few = composition(cast.orgs["farm"], DAY).members
    assert few.total is None and all(group.count is None for cut in few.cuts for group in cut.groups)


def test_staff_are_those_on_record(cast: Cast) -> None:
    services.unit_facts(
        cast.units["mill"], on=date(2025, 2, 1), by=cast.actor("hill.officer"), women=300, migrant=50
    )
    found = composition(cast.orgs["hill"], DAY).staff
    assert found.total == 532
    assert groups(found, "sex") == {"male": 200, "female": 300, "unknown": 32}
    assert groups(found, "migrant") == {"yes": 50, "no": 450, "unknown": 32}
    assert groups(found, "ownership") == {"private": 532}
    early = composition(cast.orgs["hill"], date(2025, 1, 31)).staff
    assert groups(early, "sex") == {"male": 0, "female": 0, "unknown": 532}


def test_the_employer_of_a_joint_union_and_of_a_branch(cast: Cast) -> None:
    joined(cast, 6, "market")
    found = composition(cast.orgs["market"], DAY).members
    assert groups(found, "ownership") == {"private": 6}, "all its employers are private"
    by = cast.actor("hill.officer")
    services.unit_facts(cast.units["shop"], on=date(2025, 2, 1), by=by, ownership="collective")
    assert groups(composition(cast.orgs["market"], DAY).members, "ownership") == {"several": 6}
    branch = services.found_union(
        {
            "code": "YC020101",
            "name": "纺织厂细纱分工会",
            "kind": OrgKind.BRANCH,
            "founded_on": date(2024, 1, 1),
            "approved_by": cast.orgs["mill"],
            "set_up": "single",
        },
        by=cast.actor("hill.officer"),
    )
    cast.orgs["branch"] = branch.org
    joined(cast, 5, "branch", born=1980)
    for node in ("branch", "hill"):
        kinds = groups(composition(cast.orgs[node], DAY).members, "ownership")
        assert kinds["private"] in (5, 6) if node == "branch" else "unknown" not in kinds


def test_without_an_employer_it_is_not_on_record(cast: Cast) -> None:
    joined(cast, 5, "farm")
    assert groups(composition(cast.orgs["farm"], DAY).members, "ownership") == {"unknown": 6}
    assert composition(cast.orgs["farm"], DAY).staff.total == 0


def test_somebody_of_whom_little_is_known_counts(cast: Cast) -> None:
    for number in range(5):
        values: dict[str, Any] = {
            "org": cast.orgs["farm"],
            "name": f"未登记{'甲乙丙丁戊'[number]}",
            "phone": "",
            **NO_NUMBER,
        }
        person = add(Person.register, values, by=cast.actor("city.officer"))
        services.join(person, union=cast.orgs["farm"], on=DAY, by=cast.actor("city.officer"))
    found = composition(cast.orgs["farm"], DAY).members
    assert found.total == 6 and groups(found, "age") == {"35_44": None, "unknown": None}


def test_past_days_have_the_unions_of_then(cast: Cast) -> None:
    Coverage.objects.get(unit=cast.units["mill"])
    assert composition(cast.orgs["hill"], date(2023, 1, 1)).staff.total == 0


def test_it_is_asked_with_few_queries_and_said_in_both_languages(cast: Cast) -> None:
    joined(cast, 12, "mill")
    with CaptureQueriesContext(connection) as queries:
        found = composition(cast.orgs["city"], DAY)
    assert len(queries) <= 6
    with translation.override("zh-hans"):
        assert "5" in str(found.note) and str(found.members.label) == "会员"
        assert all(str(group.label) for body in found.bodies for cut in body.cuts for group in cut.groups)
    with translation.override("en"):
        assert str(found.members.label) == "members"
