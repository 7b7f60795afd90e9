"""Names, other relations, past leaders, copies of paths and listeners: what follows a change of the tree."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from tests.tree.growing import FOUNDED, TODAY, in_order, org, refused, snapshot
from zhijia.tree import announcing, moves, queries, services
from zhijia.tree.errors import RowErrors
from zhijia.tree.kinds import RelationKind
from zhijia.tree.models import Org, OrgSpan, Relation
from zhijia.tree.paths import under

pytestmark = pytest.mark.django_db


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
