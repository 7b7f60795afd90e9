"""Raised grades and degrees: they rise, by one certificate, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tests.activities.lists import FIRST, certified, change, counted, person, raised, stamped
from tests.cast import Cast
from zhijia.activities.levels import ORDER, Kind, Level, rank
from zhijia.activities.models import Advancement
from zhijia.kernel.period import Period
from zhijia.registry import bulk
from zhijia.registry.errors import Refused

DEGREE = {"kind": "degree", "from_level": "middle_school", "to_level": "college", "issuer": "云川电大"}


def refusal(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    before = Advancement.objects.count()
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert Advancement.objects.count() == before
    return list(caught.value.messages)


def test_every_level_belongs_to_one_kind_in_one_order() -> None:
    assert sorted([*ORDER["skill"], *ORDER["degree"]]) == sorted(Level.values)
    assert rank("skill", "no_grade") == 0 and rank("degree", "doctor") == 5
    assert rank("skill", "college") is None and set(ORDER) == set(Kind.values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("keys", "values"), [(("skill_up", "skill_up_women"), {}), (("edu_up", "edu_up_women"), DEGREE)]
)
def test_a_certificate_moves_its_figure_by_one(
    cast: Cast, keys: tuple[str, str], values: dict[str, Any]
) -> None:
    everybody, women = keys
    stamped(raised(cast, person(cast, 1), **values), "evidenced_at", "confirmed_at")
    assert counted(cast, everybody) == counted(cast, women) == (1, 0)
    stamped(raised(cast, person(cast, 2, man=True), **values), "evidenced_at", "confirmed_at")
    assert counted(cast, everybody) == (2, 0) and counted(cast, women) == (1, 0)
    assert all(counted(cast, key) == (0, 0) for key in ("skill_up", "edu_up") if key not in keys)


@pytest.mark.django_db
def test_raised_twice_in_a_year_is_one_person(cast: Cast) -> None:
    who = person(cast, 1)
    stamped(raised(cast, who), "evidenced_at", "confirmed_at")
    later = {"from_level": "intermediate", "to_level": "senior", "happened_on": FIRST + timedelta(days=90)}
    stamped(raised(cast, who, **later), "evidenced_at", "confirmed_at")
    assert counted(cast, "skill_up") == (1, 0)
    assert counted(cast, "skill_up", period=Period.month(2025, 6)) == (1, 0)


@pytest.mark.django_db
def test_what_does_not_count(cast: Cast) -> None:
    stamped(raised(cast, person(cast, 1)), "confirmed_at")
    stamped(raised(cast, person(cast, 2)), "evidenced_at")
    stamped(
        raised(cast, person(cast, 3), happened_on=FIRST.replace(year=2024)), "evidenced_at", "confirmed_at"
    )
    assert counted(cast, "skill_up") == (0, 2)


@pytest.mark.django_db
def test_the_issuers_list_proves_everybody_on_it(cast: Cast) -> None:
    listed = certified(cast)
    for number in range(3):
        one = raised(cast, person(cast, number), certification=listed, certificate_number="")
        stamped(one, "confirmed_at")
    assert counted(cast, "skill_up") == (0, 3)
    stamped(listed, "evidenced_at")
    assert counted(cast, "skill_up") == (3, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"to_level": "junior"}, "to_level"),
        ({"to_level": "no_grade"}, "to_level"),
        ({"to_level": "college"}, "to_level"),
        ({"from_level": "middle_school"}, "from_level"),
        ({"certificate_number": ""}, "certificate_number"),
        ({"happened_on": FIRST + timedelta(days=9999)}, "happened_on"),
    ],
)
def test_a_level_rises_within_its_kind_by_a_certificate(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    assert refusal(raised, cast, person(cast, 1), **values) == [field]


@pytest.mark.django_db
def test_a_number_on_file_is_refused_however_it_is_written(cast: Cast) -> None:
    raised(cast, person(cast, 1), certificate_number="yc-001 2")
    assert refusal(raised, cast, person(cast, 2), certificate_number="YC-0012")
    assert raised(cast, person(cast, 3), certificate_number="YC-0012", **DEGREE).pk


@pytest.mark.django_db
def test_nobody_is_raised_again_to_what_they_reached(cast: Cast) -> None:
    who = person(cast, 1)
    raised(cast, who, to_level="senior")
    assert refusal(raised, cast, who, certificate_number="B1") == ["to_level"]
    assert refusal(
        raised, cast, who, from_level="intermediate", to_level="technician", certificate_number="B2"
    )
    assert raised(cast, who, from_level="senior", to_level="technician", certificate_number="B3").pk


@pytest.mark.django_db
def test_a_list_keeps_to_its_number_and_its_words(cast: Cast) -> None:
    listed = certified(cast, people=2)
    for number in range(2):
        raised(cast, person(cast, number), certification=listed)
    assert refusal(raised, cast, person(cast, 5), certification=listed) == ["certification"]
    assert refusal(change, cast, listed, people=1) == ["people"]
    assert refusal(change, cast, listed, issuer="另一机构") == ["issuer"]
    other = certified(cast)
    assert refusal(raised, cast, person(cast, 6), certification=other, issuer="另一机构") == ["issuer"]


@pytest.mark.django_db
def test_a_pasted_list_takes_what_it_needs_from_the_issuers_list(cast: Cast) -> None:
    listed = certified(cast, people=3)
    rows = [
        {
            "certification": listed,
            "person": person(cast, number),
            "from_level": "junior",
            "to_level": "senior",
        }
        for number in range(4)
    ]
    by = cast.actor("gas.officer")
    with pytest.raises(bulk.RowErrors) as caught:
        bulk.add_many(Advancement.register, rows, by=by, source="名单", source_digest="d")
    assert {error.column for error in caught.value.errors} == {"certification"}
    assert bulk.add_many(Advancement.register, rows[:3], by=by, source="名单", source_digest="d") == 3
    one = Advancement.objects.first()
    assert (one.kind, one.issuer, one.happened_on, one.org_id) == (
        "skill",
        listed.issuer,
        listed.happened_on,
        listed.org_id,
    )


@pytest.mark.django_db
def test_the_form_asks_for_what_no_list_says(cast: Cast, client: Any) -> None:
    who = person(cast, 1)
    browser = cast.login(client, "gas.officer")
    sent = {
        "org": str(cast.orgs["gas"].uid),
        "person": str(who.uid),
        "from_level": "junior",
        "to_level": "senior",
        "certificate_number": "Z1",
    }
    page = browser.post("/r/activities/advancement/new/", sent)
    assert page.status_code == 422 and not Advancement.objects.exists()
    listed = certified(cast)
    done = browser.post("/r/activities/advancement/new/", {**sent, "certification": str(listed.uid)})
    assert done.status_code == 302 and Advancement.objects.get().issuer == listed.issuer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("skill_up", "a.kind = 'skill'"),
        ("skill_up_women", "a.kind = 'skill' AND p.sex = 'female'"),
        ("edu_up", "a.kind = 'degree'"),
        ("edu_up_women", "a.kind = 'degree' AND p.sex = 'female'"),
    ],
)
def test_figures_equal_plain_sql(cast: Cast, key: str, where: str) -> None:
    listed = certified(cast)
    stamped(listed, "evidenced_at")
    for number in range(8):
        values: dict[str, Any] = (
            DEGREE if number % 4 == 3 else {"certification": listed if number % 2 else None}
        )
        one = raised(cast, person(cast, number, man=number % 3 == 0), **values)
        stamped(one, *(["confirmed_at"] if number != 1 else []), *(["evidenced_at"] if number % 3 else []))
    sql = f"""
        SELECT COUNT(DISTINCT a.person_id) FROM activities_advancement a
        JOIN directory_person p ON p.id = a.person_id
        LEFT JOIN activities_certification l ON l.id = a.certification_id
        WHERE {where} AND a.confirmed_at IS NOT NULL
          AND (a.evidenced_at IS NOT NULL OR l.evidenced_at IS NOT NULL)
          AND a.happened_on BETWEEN '2025-01-01' AND '2025-12-31'
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (expected,) = cursor.fetchone()
    assert counted(cast, key)[0] == expected > 0
