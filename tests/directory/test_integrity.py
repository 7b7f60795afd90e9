"""Every check finds what was planted and nothing else; nobody sees the faults of others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import FOUNDED_ON, JOINED_ON, SINCE, Cast
from tests.directory.employing import base
from tests.directory.planted_facts import FACTS
from tests.directory.planted_posts import POSTS
from tests.directory.planted_sites import SITES
from zhijia.directory.integrity.check import CHECKS, Severity, faulty
from zhijia.directory.models import Coverage, Denominator, LeftKind, Membership, Person, Union, Unit, UnitFact
from zhijia.kernel.day import today
from zhijia.kernel.pinyin import pinyin_key
from zhijia.tree.models import Org, Post

pytestmark = pytest.mark.django_db
LONG_AGO = date(2009, 1, 1)


def found(cast: Cast, key: str, by: str = "city.officer", node: str = "city") -> set[str]:
    """What a check finds, by name of the entry."""
    rows = faulty(CHECKS[key], Org.objects.get(code=cast.orgs[node].code), cast.actor(by), today())
    return {str(row) for row in rows}


def org(cast: Cast, key: str, **values: Any) -> None:
    Org.objects.filter(pk=cast.orgs[key].pk).update(**values)


def sheet(cast: Cast, key: str, **values: Any) -> None:
    Union.objects.filter(pk=cast.unions[key].pk).update(**values)


def member(cast: Cast, key: str, **values: Any) -> None:
    Membership.objects.filter(pk=cast.memberships[key].pk).update(**values)


def person(cast: Cast, key: str, **values: Any) -> None:
    Person.objects.filter(pk=cast.people[key].pk).update(**values)


def coverage(cast: Cast, unit: str, **values: Any) -> None:
    Coverage.objects.filter(unit=cast.units[unit]).update(**values)


def unit(cast: Cast, key: str, **values: Any) -> None:
    Unit.objects.filter(pk=cast.units[key].pk).update(**values)


def closed(cast: Cast, key: str) -> None:
    org(cast, key, closed_on=SINCE + timedelta(days=1))


def second_membership(cast: Cast) -> None:
    gas = cast.orgs["gas"]
    Membership.objects.create(
        org=gas,
        path=gas.path,
        person=cast.people["li"],
        valid_from=JOINED_ON,
        valid_to=today(),
        left_kind="mistake",
    )


def second_coverage(cast: Cast) -> None:
    farm = cast.orgs["farm"]
    Coverage.objects.create(
        org=farm,
        path=farm.path,
        unit=cast.units["gas"],
        valid_from=SINCE,
        valid_to=today() + timedelta(days=9),
    )


def dead(cast: Cast) -> None:
    farm = cast.orgs["farm"]
    Membership.objects.create(
        org=farm,
        path=farm.path,
        person=cast.people["li"],
        valid_from=SINCE,
        valid_to=JOINED_ON,
        left_kind=LeftKind.DIED,
    )


def chairs(cast: Cast) -> None:
    Post.objects.create(user=cast.users["liu"], org=cast.orgs["gas"], role="chair", valid_from=SINCE)


def fallen(cast: Cast) -> None:
    base(cast, "river", number=400, valid_from=today() - timedelta(days=3), source_on=SINCE)


def waiting(cast: Cast) -> None:
    base(cast, "river", number=1200, valid_from=today() - timedelta(days=3), approved=False)


def crowd(cast: Cast) -> None:
    UnitFact.objects.filter(unit=cast.units["gas"]).update(staff=1)


GAS, RIVER, MARKET = "临江燃气公司工会", "临江县总工会", "北山商贸城联合工会"
SAME = {"name": "王桂兰", "name_key": pinyin_key("王桂兰", person=True), "birth_on": date(1978, 3, 12)}
#: what is planted, and the entry the check must find
PLANTED: dict[str, tuple[Callable[[Cast], None], str]] = {
    "union_leader_closed": (lambda c: closed(c, "hill"), MARKET),
    "union_two_roots": (lambda c: org(c, "gas", parent=None), GAS),
    "union_twins": (lambda c: org(c, "farm", name=GAS), "红星农场第三管理区工会"),
    "union_misplaced": (lambda c: org(c, "gas", kind="municipal"), GAS),
    "union_closed_before_founded": (
        lambda c: (closed(c, "gas"), sheet(c, "gas", founded_on=today()))[0],
        GAS,
    ),
    "union_older_than_leader": (lambda c: org(c, "gas", opened_on=LONG_AGO), GAS),
    "union_other_than_tree": (lambda c: org(c, "gas", name="另一个名称"), GAS),
    "union_other_founding": (lambda c: org(c, "gas", opened_on=SINCE), GAS),
    "union_post_in_closed": (lambda c: closed(c, "gas"), GAS),
    "union_nobody_enters": (lambda c: None, MARKET),
    "union_on_paper": (lambda c: None, MARKET),
    "union_two_chairs": (chairs, GAS),
    "union_overdue": (lambda c: sheet(c, "gas", elected_on=date(2015, 1, 1), term_years=5), GAS),
    "union_term_soon": (
        lambda c: sheet(c, "gas", elected_on=today() - timedelta(days=3 * 365 - 60), term_years=3),
        GAS,
    ),
    "union_elected_in_future": (lambda c: sheet(c, "gas", elected_on=today() + timedelta(days=9)), GAS),
    "union_empty": (lambda c: None, MARKET),
    "union_covers_nobody": (lambda c: None, "红星农场第三管理区工会"),
    "union_covers_too_many": (lambda c: coverage(c, "builder", org=c.orgs["gas"]), GAS),
    "union_joint_of_one": (lambda c: coverage(c, "clinic", org=c.orgs["mill"]), MARKET),
    "union_no_chair": (lambda c: None, GAS),
    "union_no_phone": (lambda c: None, GAS),
    "union_no_approval": (lambda c: None, GAS),
    "membership_in_closed": (lambda c: closed(c, "gas"), f"王桂兰 · {GAS}"),
    "membership_before_founding": (lambda c: member(c, "wang", valid_from=LONG_AGO), f"王桂兰 · {GAS}"),
    "membership_twice": (second_membership, f"李秀英 · {GAS}"),
    "membership_in_federation": (lambda c: member(c, "wang", org=c.orgs["river"]), f"王桂兰 · {RIVER}"),
    "membership_before_birth": (lambda c: person(c, "wang", birth_on=today()), f"王桂兰 · {GAS}"),
    "membership_no_way": (lambda c: member(c, "wang", valid_to=today()), f"王桂兰 · {GAS}"),
    "membership_lost": (
        lambda c: member(c, "wang", valid_to=today(), left_kind=LeftKind.TRANSFERRED),
        f"王桂兰 · {GAS}",
    ),
    "membership_after_death": (dead, "李秀英 · 北山纺织厂工会"),
    "person_in_closed": (lambda c: closed(c, "gas"), "王桂兰"),
    "person_elsewhere": (lambda c: person(c, "wang", org=c.orgs["farm"]), "王桂兰"),
    "person_same_person": (
        lambda c: person(c, "gao", **SAME),
        "王桂兰",
    ),
    "person_same_phone": (lambda c: person(c, "gao", phone="13800000001"), "王桂兰"),
    "person_no_number": (lambda c: person(c, "wang", id_hash=""), "王桂兰"),
    "person_unreachable": (lambda c: None, "田秋菊"),
    "coverage_by_closed": (lambda c: closed(c, "gas"), GAS),
    "coverage_twice": (second_coverage, GAS),
    "coverage_before_founding": (lambda c: coverage(c, "gas", valid_from=LONG_AGO), GAS),
    "unit_by_closed": (lambda c: closed(c, "hill"), "北山迎宾旅馆"),
    "unit_no_facts": (
        lambda c: UnitFact.objects.filter(unit=c.units["gas"]).update(valid_to=today()) and None,
        "临江燃气有限公司",
    ),
    "unit_no_code": (lambda c: unit(c, "gas", social_credit_code=""), "临江燃气有限公司"),
    "unit_same_name": (lambda c: unit(c, "builder", name="临江燃气有限公司"), "临江燃气有限公司"),
    "union_more_members_than_staff": (crowd, GAS),
    "base_missing": (lambda c: Denominator.objects.filter(org=c.orgs["river"]).delete() and None, RIVER),
    "base_waiting": (waiting, "临江县总工会 · 全部职工"),
    "base_fell": (fallen, "临江县总工会 · 全部职工"),
    "base_source_later": (
        lambda c: Denominator.objects.filter(number=1000).update(source_on=today()) and None,
        "临江县总工会 · 全部职工",
    ),
}
PLANTED |= POSTS | FACTS | SITES
#: found in the cast as it stands: planting makes no difference
STANDING = {
    "union_on_paper",
    "union_nobody_enters",
    "union_empty",
    "union_covers_nobody",
    "union_no_chair",
    "union_no_phone",
}
STANDING |= {"union_no_approval", "person_unreachable"}
#: numbers of the cast that have grown old by themselves
AGED = {"unit_old_facts", "base_old"}


def test_there_are_enough_checks_and_each_says_what_to_do() -> None:
    assert len(CHECKS) >= 25
    for check in CHECKS.values():
        assert check.severity in Severity and str(check.label) and str(check.advice), check.key
    assert set(PLANTED) | AGED | {"union_no_election"} == set(CHECKS), "every check is planted"


@pytest.mark.parametrize("key", sorted(PLANTED))
def test_a_check_finds_what_was_planted(cast: Cast, key: str) -> None:
    plant, wanted = PLANTED[key]
    before = found(cast, key)
    plant(cast)
    after = found(cast, key)
    assert any(wanted in name for name in after), after
    assert key in STANDING or not any(wanted in name for name in before), before


def test_numbers_grown_old_are_found(cast: Cast) -> None:
    Denominator.objects.filter(number=1000).update(source_on=LONG_AGO)
    UnitFact.objects.filter(unit=cast.units["gas"]).update(valid_from=FOUNDED_ON)
    assert found(cast, "base_old") >= {"临江县总工会 · 全部职工"}
    assert "临江燃气有限公司" in found(cast, "unit_old_facts")


def test_a_union_big_enough_for_a_committee_without_an_election_is_found(cast: Cast) -> None:
    gas = cast.orgs["gas"]
    for number in range(30):
        one = Person.objects.create(org=gas, path=gas.path, name=f"职工{number}", no_id_reason="not_told")
        Membership.objects.create(org=gas, path=gas.path, person=one, valid_from=JOINED_ON)
    assert found(cast, "union_no_election") == {GAS}


def test_twins_beyond_ones_sight_are_not_betrayed(cast: Cast) -> None:
    person(cast, "li", **SAME)
    assert found(cast, "person_same_person", by="gas.officer", node="gas") == set()
    assert found(cast, "person_same_person") == {"王桂兰"}


def test_a_county_sees_its_own_faults_only(client: Client, cast: Cast) -> None:
    own = cast.login(client, "hill.officer")
    text = own.get(reverse("desks:integrity_found", args=["union_no_phone"])).content.decode()
    assert "北山纺织厂工会" in text and GAS not in text
    assert own.get(reverse("desks:integrity") + "?node=YC01").status_code == 404


def test_the_page_leads_to_each_entry(client: Client, cast: Cast) -> None:
    closed(cast, "gas")
    own = cast.login(client, "city.officer")
    there, asked = reverse("desks:integrity_found", args=["membership_in_closed"]), {"part": "error"}
    page = own.get(reverse("desks:integrity"))
    assert page.status_code == 200 and "part=error" in page.content.decode()
    for more in ({}, {"HX-Request": "true"}):
        part = own.get(reverse("desks:integrity"), asked, headers=more)
        assert part.status_code == 200 and there in part.content.decode()
    assert "<html" not in part.content.decode(), "the part alone, to be put into the page"
    assert own.get(reverse("desks:integrity"), {"part": "worse"}, headers=more).status_code == 404
    listed = own.get(reverse("desks:integrity_found", args=["membership_in_closed"]))
    urls = [url for _text, _place, url in listed.context["rows"]]
    assert len(urls) == 2 and all(own.get(url).status_code == 200 for url in urls)


def test_the_number_of_queries_does_not_grow_with_the_entries(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    own = cast.login(client, "city.officer")
    own.get(reverse("desks:integrity"))
    with django_assert_max_num_queries(20):
        assert own.get(reverse("desks:integrity")).status_code == 200
    for part in Severity:
        with django_assert_max_num_queries(len(CHECKS) + 20):
            assert own.get(reverse("desks:integrity"), {"part": part}).status_code == 200
    assert connection.vendor
