"""Unions move, merge, are split and close through the pages: last year stays, this year is complete."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.directory.changing import (
    DAY,
    LAST,
    carried_out,
    kept,
    members_on,
    previewed,
    verbs,
)
from tests.directory.employing import base
from zhijia.directory.changes.shares import COVERED, FILES, MEMBERS, POSTS
from zhijia.directory.models import (
    Application,
    Coverage,
    Denominator,
    Membership,
    Person,
    Transfer,
    Union,
    Unit,
)
from zhijia.facilities.models import ReadingRoom
from zhijia.kernel.day import today
from zhijia.kernel.period import Period
from zhijia.registry.services import add
from zhijia.tally import services as tally
from zhijia.tally.queries import figure
from zhijia.tree import queries as tree_queries
from zhijia.tree import soundness
from zhijia.tree.models import Org, Post

pytestmark = pytest.mark.django_db
THIS = Period.year(DAY.year)


def sound() -> None:
    tally.refresh()
    assert tally.check() == []
    assert list(soundness.differences()) == []


def test_two_counties_merge_and_last_year_stays_to_the_last_digit(years: Cast, officer: Client) -> None:
    city = years.orgs["city"].pk
    before = kept(DAY - timedelta(days=1))
    assert {key[1] for key in before} >= {f"Y{LAST}", f"M{LAST}-03"} and len(before) > 100
    whole = {key: figure(key, city, THIS) for key in ("aid_living", "mem_count", "org_new", "units_covered")}
    carried_out(officer, years, "hill", "merge", into="river")
    assert kept(DAY - timedelta(days=1)) == before
    assert {key: figure(key, city, THIS) for key in whole} == whole, "this year is complete"
    sound()
    assert members_on(years, "river", DAY) == 5 and members_on(years, "river", DAY - timedelta(days=1)) == 4
    assert sorted(org.code for org in tree_queries.children_on(years.orgs["river"], day=DAY)) == [
        "YC0101",
        "YC0102",
        "YC0103",
        "YC0201",
        "YC0202",
    ]
    assert Org.objects.get(code="YC02").closed_on == DAY
    assert set(Unit.objects.values_list("org__code", flat=True)) == {"YC01"}, (
        "lists of employers are handed over"
    )


def test_a_rate_after_a_merger_is_over_both_bases_until_a_new_one_is_approved(
    years: Cast, officer: Client
) -> None:
    carried_out(officer, years, "hill", "merge", into="river")
    rate = figure("mem_rate_all", years.orgs["river"].pk, Period.day(DAY))
    assert (rate.counted, rate.base) == (5, 3000)
    base(years, "river", number=2900, valid_from=today(), source_on=today() - timedelta(days=1))
    tally.refresh()
    rate = figure("mem_rate_all", years.orgs["river"].pk, Period.day(today()))
    assert rate.base == (2900 if today() > DAY else rate.base)
    assert figure("mem_rate_all", years.orgs["city"].pk, Period.day(today())).base == rate.base


def test_the_preview_says_what_moves_and_saves_nothing(years: Cast, officer: Client) -> None:
    before = list(Org.objects.order_by("pk").values_list("path", "closed_on", "parent"))
    rows = Membership.objects.count(), Union.objects.filter(org__closed_on=None).count()
    answer = previewed(officer, years, "gas", "merge", into="farm", joint="on")
    shown = answer.context["shown"]
    named = {share.label: (share.count, share.to) for share in shown.shares}
    farm = years.unions["farm"].name
    assert named[MEMBERS] == (2, farm) and named[COVERED] == (1, farm)
    assert named[FILES] == (2, farm) and named[POSTS] == (4, "")
    assert shown.is_same and shown.lines[0].cells[-1][1] == 3
    assert "王桂兰" in answer.content.decode()
    assert list(Org.objects.order_by("pk").values_list("path", "closed_on", "parent")) == before
    assert (Membership.objects.count(), Union.objects.filter(org__closed_on=None).count()) == rows


def test_members_employers_and_open_places_go_to_the_union_that_takes_up(
    years: Cast, officer: Client
) -> None:
    carried_out(officer, years, "gas", "merge", into="farm", joint="on", posts="go")
    farm = years.orgs["farm"]
    assert members_on(years, "gas", DAY - timedelta(days=1)) == 2 and members_on(years, "farm", DAY) == 3
    assert Membership.objects.filter(org=years.orgs["gas"], valid_to=None).count() == 0
    assert set(Coverage.objects.filter(valid_to=None, org=farm).values_list("unit__name", flat=True)) == {
        "临江燃气有限公司"
    }
    assert Union.objects.get(org=farm).kind == "joint_grassroots"
    assert Post.objects.filter(org=farm, user__username="gas.chair", valid_to=None).exists()
    assert not Post.objects.filter(org=years.orgs["gas"], valid_to=None).exists()
    assert Person.objects.filter(org=years.orgs["gas"]).count() == 0
    sound()


def test_the_officer_reads_the_change_in_the_history_of_both(years: Cast, officer: Client) -> None:
    carried_out(officer, years, "hill", "merge", into="river")
    for key, verb in (("hill", "merge"), ("river", "took_up")):
        told = verbs(years, key)
        assert verb in told, key


def test_a_union_moves_under_another_county(years: Cast, officer: Client) -> None:
    before = kept(DAY - timedelta(days=1))
    carried_out(officer, years, "gas", "move", under="hill")
    assert kept(DAY - timedelta(days=1)) == before
    assert (members_on(years, "river", DAY), members_on(years, "hill", DAY)) == (2, 3)
    assert members_on(years, "city", DAY) == 5
    sound()


def test_a_union_is_split_by_lists_and_the_parts_are_not_new_unions(years: Cast, officer: Client) -> None:
    new = figure("org_new", years.orgs["city"].pk, THIS).counted
    values = {"code_1": "YC0110", "name_1": "临江管网工会", "kind_1": "grassroots", "people_1": "高师傅\n"}
    carried_out(officer, years, "gas", "split", **values)
    made = Union.objects.get(code="YC0110")
    assert made.split_from == years.orgs["gas"] and made.org.parent == years.orgs["river"]
    assert members_on(years, "gas", DAY) == 1
    assert figure("mem_count", made.org_id, Period.day(DAY)).counted == 1
    assert figure("org_new", years.orgs["city"].pk, THIS).counted == new
    sound()


def test_a_split_that_closes_the_old_union_leaves_nobody_behind(years: Cast, officer: Client) -> None:
    values = {
        "code_1": "YC0110",
        "name_1": "临江管网工会",
        "kind_1": "grassroots",
        "people_1": "高师傅",
        "code_2": "YC0111",
        "name_2": "临江燃气客服工会",
        "kind_2": "grassroots",
        "rest": "2",
    }
    carried_out(officer, years, "gas", "split", **values)
    second = Union.objects.get(code="YC0111")
    assert Org.objects.get(code="YC0102").closed_on == DAY
    assert figure("mem_count", second.org_id, Period.day(DAY)).counted == 1
    assert Coverage.objects.get(unit=years.units["gas"], valid_to=None).org == second.org
    sound()


def test_a_union_closes_with_its_members_going_or_leaving(years: Cast, officer: Client) -> None:
    carried_out(officer, years, "gas", "close", into="farm", employers="end")
    carried_out(officer, years, "site", "close", members="end", left_kind="left_job", employers="end")
    assert members_on(years, "farm", DAY) == 3 and members_on(years, "city", DAY) == 4
    assert not Coverage.objects.filter(org=years.orgs["gas"], valid_to=None).exists()
    sound()


def test_a_county_that_closes_gives_its_unions_to_the_one_named(years: Cast, officer: Client) -> None:
    carried_out(officer, years, "hill", "close", under="river", members="end", left_kind="left_job")
    assert Org.objects.get(code="YC0201").parent == years.orgs["river"]
    assert Denominator.objects.filter(org=years.orgs["hill"], valid_to=DAY).count() == 2
    sound()


def test_the_page_of_a_union_that_is_gone_leads_to_the_one_that_took_it_up(
    years: Cast, officer: Client
) -> None:
    carried_out(officer, years, "hill", "merge", into="river")
    where = reverse("directory:by_code", args=["YC02"])
    answer = officer.get(where, follow=True)
    assert answer.status_code == 410 and "临江县总工会" in answer.content.decode()
    answer = officer.get(reverse("directory:union", args=[years.unions["hill"].uid]) + "?history=1")
    assert answer.status_code == 200 and answer.context["gone"]


def test_what_still_holds_at_a_union_that_is_gone_counts_at_the_one_that_took_it_up(
    years: Cast, officer: Client
) -> None:
    values = {
        "org": years.orgs["gas"],
        "name": "燃气书屋",
        "address": "一号",
        "happened_on": date(LAST, 5, 1),
    }
    room = add(ReadingRoom.register, values, by=years.actor("gas.officer"))
    keys = [one.key for one in ReadingRoom.register.indicators if one.spans]
    claimed = {key: figure(key, years.orgs["farm"].pk, Period.day(DAY)).claimed for key in keys}
    carried_out(officer, years, "gas", "merge", into="farm", joint="on")
    after = {key: figure(key, years.orgs["farm"].pk, Period.day(DAY)) for key in keys}
    assert any(one.claimed + one.counted > claimed[key] for key, one in after.items()), room
    sound()


def test_what_members_asked_for_goes_along(years: Cast, officer: Client) -> None:
    values = {"person": years.people["li"], "workplace": "燃气站", "happened_on": today()}
    Membership.objects.filter(pk=years.memberships["li"].pk).update(valid_to=today(), left_kind="resigned")
    gas = years.orgs["gas"]
    asked = add(Application.register, values | {"org": gas}, by=years.actor("city.officer"))
    wish = {"person": years.people["wang"], "happened_on": today()}
    gone = add(
        Transfer.register, wish | {"org": gas, "to": years.orgs["farm"]}, by=years.actor("gas.officer")
    )
    carried_out(officer, years, "gas", "merge", into="farm", joint="on")
    asked.refresh_from_db()
    gone.refresh_from_db()
    assert asked.org == years.orgs["farm"] and asked.state == "applied"
    assert gone.state == "refused", "nothing is left to transfer"
    sound()
