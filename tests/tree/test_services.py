"""Changes of the tree: what they do to lines, paths, copies and posts, and what they refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from zhijia.kernel.day import frozen
from zhijia.tree import announcing, moves, queries, services, spans
from zhijia.tree.actor import actor_of
from zhijia.tree.errors import RowErrors, TreeError
from zhijia.tree.kinds import OrgKind, RelationKind, Role
from zhijia.tree.models import Org, OrgSpan, Post, Relation, User
from zhijia.tree.paths import under

pytestmark = pytest.mark.django_db
TODAY = date(2011, 7, 1)
FOUNDED = date(2005, 1, 1)


@pytest.fixture(autouse=True)
def _day():
    with frozen(TODAY):
        yield


def org(code: str, parent: Org | None, *, kind: str = OrgKind.GRASSROOTS, opened_on: date = FOUNDED) -> Org:
    return services.found(code=code, name=f"单位{code}", kind=kind, parent=parent, opened_on=opened_on)


@pytest.fixture
def city():
    return org("4200", None, kind=OrgKind.MUNICIPAL)


@pytest.fixture
def counties(city):
    return [org(f"420{n}", city, kind=OrgKind.COUNTY) for n in (1, 2)]


def refused(code: str, call, /, *args, **kwargs) -> TreeError:
    """The TreeError a call ends in; nothing may have changed."""
    before = snapshot()
    with pytest.raises(TreeError) as caught:
        call(*args, **kwargs)
    assert caught.value.code == code
    assert snapshot() == before
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert "%(" not in str(caught.value)
    return caught.value


def snapshot() -> list[object]:
    tables = (Org, Relation, OrgSpan, Post)
    return [list(table.objects.order_by("id").values_list()) for table in tables]


def in_order() -> None:
    assert spans.wrong() == []
    assert moves.astray() == []
    for one in Org.objects.select_related("parent"):
        assert one.path[:-4] == (one.parent.path if one.parent else "")


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


def test_a_renamed_organisation_keeps_its_code_and_place(city, counties):
    heard = []
    announcing.listen("test", heard.extend)
    try:
        services.rename(counties[0], name="东风\u200b区总工会", kind="park")
        services.rename(counties[0], name="东风区总工会")
    finally:
        announcing._listeners.pop("test")
    counties[0].refresh_from_db()
    assert (counties[0].name, counties[0].code, counties[0].kind) == ("东风区总工会", "4201", "park")
    assert counties[0].name_key.startswith("dong feng")
    assert [(one.verb, one.before["name"]) for one in heard] == [("rename", "单位4201")], (
        "nothing new, no act"
    )
    refused("invalid", services.rename, counties[0], name=" ")
    in_order()


def test_other_relations_are_dated_and_one_at_a_time(city, counties):
    first, second = counties
    refused("leads_by_move", services.relate, first, above=second, kind="leads", valid_from=TODAY)
    line = services.relate(first, above=second, kind=RelationKind.GUIDES, valid_from=date(2011, 1, 1))
    refused("overlap", services.relate, first, above=second, kind="guides", valid_from=TODAY)
    services.relate(first, above=second, kind=RelationKind.AUDITS, valid_from=TODAY)
    refused("ends_before_start", services.end, line, on=date(2010, 12, 31))
    services.end(line, on=date(2011, 6, 1))
    refused("ended", services.end, line, on=date(2011, 6, 2))
    services.relate(first, above=second, kind="guides", valid_from=date(2011, 6, 1))
    refused("itself", services.relate, first, above=first, kind="guides", valid_from=TODAY)
    refused("before_founding", services.relate, first, above=city, kind="guides", valid_from=date(2000, 1, 1))
    in_order()


def test_a_past_leader_fills_a_gap_only(city, counties):
    first, second = counties
    lone = services.found(
        code="7000", name="油田工会", kind="grassroots", parent=None, opened_on=date(2006, 1, 1)
    )
    past = {"kind": "leads", "valid_from": date(2006, 1, 1), "valid_to": date(2008, 1, 1)}
    services.relate(lone, above=first, **past)
    assert lone in queries.under_on(city, day=date(2007, 12, 31))
    assert lone not in queries.under_on(city, day=date(2008, 1, 1))
    refused("overlap", services.relate, lone, above=second, **{**past, "valid_from": date(2007, 1, 1)})
    later = {**past, "valid_from": date(2008, 1, 1), "valid_to": date(2009, 1, 1)}
    refused("itself", services.relate, lone, above=lone, **later)
    shop = org("7001", lone, opened_on=date(2006, 1, 1))
    refused("circle", services.relate, lone, above=shop, **later)
    services.move(lone, under=second, on=date(2009, 1, 1))
    in_order()


def test_the_database_refuses_a_second_leader(city, counties):
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(org=counties[0], above=counties[1], valid_from=TODAY)


def test_copies_of_paths_follow_in_one_statement_per_table(city, counties):
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_follower (id integer PRIMARY KEY, org_id bigint, path varchar(60))")
        moves.follows("test_follower")
        try:
            town = org("42011", counties[0])
            mill = org("420111", town)
            rows = [(1, town.pk, town.path), (2, mill.pk, mill.path), (3, counties[0].pk, counties[0].path)]
            cursor.executemany("INSERT INTO test_follower VALUES (%s, %s, %s)", rows)
            services.move(town, under=counties[1], on=date(2011, 6, 1))
            cursor.execute(f"SELECT id, path FROM {quote('test_follower')} ORDER BY id")
            mill.refresh_from_db()
            assert [tuple(row) for row in cursor.fetchall()] == [
                (1, town.path),
                (2, mill.path),
                (3, counties[0].path),
            ]
            assert moves.astray() == []
            cursor.execute("UPDATE test_follower SET path = '0000' WHERE id = 2")
            assert [(a.table, a.count, a.example) for a in moves.astray()] == [("test_follower", 1, 2)]
        finally:
            moves.forget("test_follower")
            cursor.execute("DROP TABLE test_follower")


def test_listeners_hear_inside_the_transaction_and_can_undo_it(city, counties):
    heard = []
    announcing.listen("test", heard.extend)
    try:
        services.move(counties[0], under=counties[1], on=TODAY, reason="区划调整")
        (change,) = [one for one in heard if one.verb == "move"]
        assert (change.before["parent"], change.after["parent"]) == ("4200", "4202")
        assert change.reason == "区划调整"
        announcing.listen("test", _refuse)
        before = snapshot()
        with pytest.raises(RuntimeError):
            services.close(counties[0], on=TODAY)
        assert snapshot() == before
    finally:
        announcing._listeners.pop("test")


def _refuse(changes):
    raise RuntimeError("the journal is closed")


def test_a_tree_deeper_than_a_path_can_hold_is_refused(city):
    chain = [city]
    for n in range(14):
        chain.append(org(f"60{n:02}", chain[-1]))
    refused("too_deep", org, "6099", chain[-1])
    branch_top = org("6100", city)
    org("6101", branch_top)
    refused("too_deep", services.move, branch_top, under=chain[-2], on=TODAY)


def newcomer(code: str, parent: str | None, **fields: object) -> services.Newcomer:
    given = {"name": f"单位{code}", "kind": "grassroots", "opened_on": FOUNDED, **fields}
    return services.Newcomer(code=code, parent=parent, **given)


def test_a_list_is_taken_in_whatever_its_order(city):
    org("4201", city)
    rows = [
        newcomer("90011", "9001"),
        newcomer("9001", "4200"),
        newcomer("9002", "4201"),
        newcomer("90012", "9001"),
    ]
    made = services.found_many(rows)
    assert [o.code for o in made] == ["90011", "9001", "9002", "90012"]
    assert [o.code for o in queries.line_on(made[0])] == ["4200", "9001", "90011"]
    in_order()


def test_a_bad_list_names_every_row_and_leaves_nothing(city):
    rows = [
        newcomer("9001", "4200"),
        newcomer("9001", "4200"),
        newcomer("9002", "8888"),
        newcomer("9003", "9004"),
        newcomer("9004", "9003"),
        newcomer("4200", None),
        newcomer("9005", "4200", opened_on=date(2000, 1, 1)),
        newcomer("9006", "9001", opened_on=date(2004, 1, 1)),
        newcomer("9", "4200"),
        newcomer("9007", "9007"),
    ]
    error = refused("rows", services.found_many, rows)
    assert isinstance(error, RowErrors)
    assert [(row, one.code) for row, one in error.rows] == [
        (2, "code_twice"),
        (3, "unknown_parent"),
        (4, "circle_in_list"),
        (6, "code_taken"),
        (7, "before_founding"),
        (8, "before_founding"),
        (9, "invalid"),
        (10, "circle_in_list"),
    ]


def test_five_thousand_organisations_take_few_statements(city, django_assert_max_num_queries):
    rows = [newcomer(f"A{n:03}", "4200") for n in range(50)]
    rows += [newcomer(f"B{n:05}", f"A{n % 50:03}") for n in range(4950)]
    with django_assert_max_num_queries(400):
        services.found_many(rows)
    assert OrgSpan.objects.count() == 1 + 50 * 2 + 4950 * 3
    assert Org.objects.filter(under(city.path)).count() == 5001


def test_the_sentences_are_chinese_for_chinese_readers(city):
    with translation.override("zh-hans"):
        error = refused("code_taken", org, "4200", None)
        assert str(error) == "统计代码 4200 已属于单位4200。"
