"""Founding, moving, merging, closing: what they do to lines, paths and posts, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.tree.growing import FOUNDED, TODAY, in_order, org, refused
from zhijia.tree import queries, services, spans
from zhijia.tree.actor import actor_of
from zhijia.tree.kinds import OrgKind, Role
from zhijia.tree.models import OrgSpan, Post, User

pytestmark = pytest.mark.django_db


def test_a_founded_organisation_stands_under_its_leader_from_its_first_day(city, counties):
    school = org("42011", counties[0], opened_on=date(2010, 3, 1))
    assert school.path == counties[0].path + "0000"
    assert queries.leader_on(school) == counties[0]
    assert [o.code for o in queries.line_on(school)] == ["4200", "4201", "42011"]
    assert queries.line_on(school, day=date(2010, 2, 28)) == []
    assert set(queries.under_on(city, day=date(2010, 2, 28))) == {city, *counties}
    assert school in queries.under_on(city, day=date(2010, 3, 1))
    assert school.name_key
    in_order()


def test_siblings_get_numbers_of_their_own(city):
    assert [org(f"43{n:02}", city).path[-4:] for n in range(12)][-2:] == ["000A", "000B"]


def test_a_move_rewrites_the_whole_branch_and_keeps_the_past(city, counties):
    town = org("42011", counties[0], kind=OrgKind.TOWNSHIP)
    mill = org("420111", town)
    services.move(town, under=counties[1], on=date(2011, 6, 1))
    mill.refresh_from_db()
    assert town.path.startswith(counties[1].path) and mill.path == town.path + "0000"
    assert mill in queries.under_on(counties[0], day=date(2011, 5, 31))
    assert mill not in queries.under_on(counties[0], day=date(2011, 6, 1))
    assert mill in queries.under_on(counties[1], day=date(2011, 6, 1))
    assert OrgSpan.objects.filter(ancestor=city, org=mill).count() == 1, "the city's span was not split"
    in_order()


def test_a_move_leaves_the_spans_of_others_untouched(city, counties):
    town = org("42011", counties[0])
    others = set(OrgSpan.objects.exclude(org=town).values_list("id", flat=True))
    own = OrgSpan.objects.get(org=town, ancestor=town).pk
    services.move(town, under=counties[1], on=date(2011, 6, 1))
    assert set(OrgSpan.objects.exclude(org=town).values_list("id", flat=True)) == others
    assert OrgSpan.objects.get(org=town, ancestor=town).pk == own
    assert spans.rebuild([city.pk]) == 0


def test_a_second_move_on_the_same_day_replaces_the_first(city, counties):
    town = org("42011", counties[0])
    services.move(town, under=counties[1], on=date(2011, 6, 1))
    services.move(town, under=city, on=date(2011, 6, 1))
    assert not OrgSpan.objects.filter(ancestor=counties[1], org=town).exists()
    assert queries.leader_on(town) == city
    in_order()


def test_moves_refused(city, counties):
    town = org("42011", counties[0])
    late = org("4209", city, opened_on=date(2011, 6, 15))
    gone = services.close(org("4208", city), on=date(2011, 6, 20))
    day = date(2011, 6, 1)
    refused("same_leader", services.move, town, under=counties[0], on=day)
    refused("itself", services.move, town, under=town, on=day)
    refused("circle", services.move, counties[0], under=town, on=day)
    refused("before_founding", services.move, town, under=city, on=date(2004, 12, 31))
    refused("before_founding", services.move, town, under=late, on=day)
    refused("closed", services.move, town, under=gone, on=day)
    refused("closed", services.move, gone, under=counties[0], on=day)
    refused("future", services.move, town, under=city, on=TODAY + timedelta(days=2))
    services.move(town, under=counties[1], on=TODAY + timedelta(days=1))
    refused("later_change", services.move, town, under=city, on=day)


def test_a_move_under_a_former_descendant_is_refused_for_the_days_it_was_one(city, counties):
    town = org("42011", counties[0])
    services.move(town, under=city, on=date(2011, 6, 1))
    refused("circle", services.move, counties[0], under=town, on=date(2011, 5, 31))
    services.move(counties[0], under=town, on=date(2011, 6, 1))
    in_order()


def test_a_merged_county_hands_over_from_the_day_and_last_year_stands(city, counties):
    first, second = counties
    towns = [org(f"42011{n}", first) for n in range(3)]
    closed = services.close(org("420119", first), on=date(2010, 1, 1))
    last_year = {o.code for o in queries.under_on(first, day=date(2010, 12, 31))}
    chair = User.objects.create_user("chair", name="周")
    Post.objects.create(user=chair, org=first, role=Role.CHAIR, valid_from=FOUNDED)
    services.merge(first, into=second, on=date(2011, 6, 1))
    assert {o.code for o in queries.under_on(first, day=date(2010, 12, 31))} == last_year
    assert not queries.under_on(first, day=date(2011, 6, 1)).exists()
    assert set(queries.under_on(second, day=date(2011, 6, 1))) == {second, *towns}
    assert first.closed_on == date(2011, 6, 1) and first.path.startswith(second.path)
    closed.refresh_from_db()
    assert closed.path.startswith(second.path), "the heir sees old entries"
    assert actor_of(chair).seats == (), "access to the merged county ended"
    in_order()


def test_a_back_dated_merge_takes_over_who_came_later(city, counties):
    first, second = counties
    newcomer = org("420118", first, opened_on=date(2011, 5, 1))
    passing = org("420117", first)
    services.move(passing, under=city, on=date(2011, 6, 1))
    services.merge(first, into=second, on=date(2011, 3, 1))
    assert queries.leader_on(newcomer, day=date(2011, 5, 1)) == second
    assert queries.leader_on(passing, day=date(2011, 2, 28)) == first
    assert queries.leader_on(passing, day=date(2011, 5, 31)) == second
    assert queries.leader_on(passing, day=date(2011, 6, 1)) == city
    in_order()


def test_merges_and_closings_refused(city, counties):
    first, second = counties
    town = org("42011", first)
    refused("circle", services.merge, first, into=town, on=date(2011, 6, 1))
    refused("itself", services.merge, first, into=first, on=date(2011, 6, 1))
    refused("still_open_below", services.close, first, on=date(2011, 6, 1))
    refused("founded_that_day", services.close, town, on=FOUNDED)
    refused("future", services.close, town, on=date(2011, 7, 3))
    services.move(town, under=second, on=date(2011, 6, 10))
    refused("later_change", services.close, town, on=date(2011, 6, 1))
    services.close(town, on=date(2011, 6, 11))
    refused("closed", services.close, town, on=date(2011, 6, 12))
    refused("closed", services.found, code="9999", name="新", kind="branch", parent=town, opened_on=TODAY)
    refused("closed", services.merge, second, into=town, on=date(2011, 6, 20))
    in_order()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "42"}, "invalid"),
        ({"code": "4200"}, "code_taken"),
        ({"name": "  "}, "invalid"),
        ({"name": "长" * 121}, "invalid"),
        ({"kind": "club"}, "invalid"),
        ({"opened_on": date(2004, 1, 1)}, "before_founding"),
        ({"opened_on": TODAY + timedelta(days=2)}, "future"),
    ],
)
def test_foundings_refused(city, fields, code):
    good = {"code": "5000", "name": "新工会", "kind": "grassroots", "parent": city, "opened_on": TODAY}
    refused(code, services.found, **{**good, **fields})


def test_a_name_is_cleaned(city):
    assert org("5000", city).name == "单位5000"
    made = services.found(
        code="5001", name=" 东风\u200b  纺织\u202e厂 ", kind="grassroots", parent=city, opened_on=TODAY
    )
    assert made.name == "东风 纺织厂"
