"""A plan written by hand, issued, amended with history, continued next year, removed as a draft."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from tests.plans.making import amend, issue, open_room, plan, target
from tests.plans.test_plans import TEXT, read
from zhijia.journal.queries import timeline
from zhijia.journal.verify import problems
from zhijia.kernel.day import frozen
from zhijia.kernel.likeness import each_unchanged, runs
from zhijia.plans import queries, services
from zhijia.plans.models import Edition, Item, Plan, Target
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, Refused, Stale

DAY = date(2026, 12, 31)


def point(cast: Cast, where: Plan, number: str, text: str, **values: Any) -> Item:
    where.refresh_from_db()
    by = cast.actor("city.officer")
    given = {"number": number, "heading": "", "text": text, "version": where.version, **values}
    return services.add_point(where, by=by, **given)


# --- by hand -----------------------------------------------------------------------------


def test_points_typed_by_hand_are_the_plan_and_the_journal_keeps_old_and_new(cast: Cast) -> None:
    made = plan(cast)
    item = point(cast, made, "1", "全年新建职工书屋21家。", heading="建好书屋")
    made.refresh_from_db()
    services.change_point(
        item, number="1", heading="建好书屋", text="全年新建职工书屋25家。",
        by=cast.actor("city.officer"), version=made.version,
    )  # fmt: skip
    made.refresh_from_db()
    assert made.outline == "1、建好书屋。全年新建职工书屋25家。"
    newest = timeline("plans.plan", made.uid)[0]
    change = next(each for each in newest.changes if each.field == "outline")
    assert "21家" in change.before and "25家" in change.after and newest.who == "吴晓岚"


def test_two_writers_of_points_do_not_overwrite_each_other(cast: Cast) -> None:
    made = plan(cast)
    seen = made.version
    point(cast, made, "1", "第一条")
    with pytest.raises(Stale):
        services.add_point(
            made, number="2", heading="", text="第二条", by=cast.actor("city.leader"), version=seen
        )
    assert [item.text for item in made.items.all()] == ["第一条"]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": " "}, "text"), ({"text": "x", "number": "1"}, "number"), ({"text": "字" * 20_001}, "text")],
)
def test_a_point_that_says_nothing_or_stands_there_is_refused(
    cast: Cast, values: dict[str, str], field: str
) -> None:
    made = plan(cast)
    point(cast, made, "1", "第一条")
    with pytest.raises(Refused) as refused:
        point(cast, made, **{"number": "2", **values})
    assert list(refused.value.messages) == [field]
    assert made.items.count() == 1


def test_a_point_with_targets_stays(cast: Cast) -> None:
    made = plan(cast)
    item = point(cast, made, "1", "全年新建职工书屋2家。")
    target(cast, made, item=item)
    made.refresh_from_db()
    with pytest.raises(Refused):
        services.remove_point(item, by=cast.actor("city.officer"), version=made.version)
    assert made.items.count() == 1


def test_a_county_officer_writes_no_points_of_the_city(cast: Cast) -> None:
    made = plan(cast)
    with pytest.raises(Forbidden):
        services.add_point(
            made, number="1", heading="", text="x", by=cast.actor("river.officer"), version=made.version
        )
    assert not made.items.exists()


# --- issued and amended --------------------------------------------------------------------


def test_what_was_issued_changes_only_by_amending(cast: Cast) -> None:
    made = plan(cast)
    one = target(cast, made)
    item = point(cast, made, "1", "全年新建职工书屋2家。")
    made = issue(cast, made)
    by = cast.actor("city.officer")
    one.refresh_from_db()
    for values in ({"value": 3}, {"ends_on": date(2026, 6, 30)}, {"per": "county"}, {"operator": "="}):
        with pytest.raises(Refused):
            registry.change(one, values, by=by, version=one.version)
    with pytest.raises(Refused):
        services.reject(one, by=by, version=one.version)
    with pytest.raises(Forbidden):
        registry.remove(one, by=by, reason="不要了", version=one.version)
    with pytest.raises(Refused):
        target(cast, made, label="另一个", confirmed=False)
    with pytest.raises(Refused):
        services.change_point(item, number="1", heading="", text="改", by=by, version=made.version)
    assert Target.objects.get(plan=made).value == 2
    # what measures it is no promise: it may be mended any time
    services.confirm(one, indicator="org_new", by=by, version=one.version)


def test_an_amendment_shows_old_and_new_value_who_and_why(cast: Cast) -> None:
    made = plan(cast)
    one = target(cast, made)
    struck = target(cast, made, label="撤下的目标", indicator="org_new", unit="个")
    made = issue(cast, made)
    made = amend(cast, made, reason="市委调整了任务")
    by = cast.actor("city.officer")
    registry.change(one, {"value": Decimal(5)}, by=by, version=Target.objects.get(pk=one.pk).version)
    services.reject(struck, by=by, version=Target.objects.get(pk=struck.pk).version)
    said = [(each.what, each.before, each.after) for each in queries.changes_since(made)]
    assert ("新建职工书屋", "2", "5") in said
    assert ("撤下的目标", "不少于 2 个", "") in said
    made = issue(cast, made)
    newest, first = queries.editions_of(made)
    assert (newest.edition.number, newest.edition.reason, newest.edition.issued_by.name) == (
        2, "市委调整了任务", "吴晓岚",
    )  # fmt: skip
    assert [(each.what, each.before, each.after) for each in newest.changes] == said
    assert first.changes == () and not queries.changes_since(made)
    assert next(iter(first.edition.content["targets"].values()))["value"] == "2"


def test_moving_on_without_issuing_makes_no_edition(cast: Cast) -> None:
    made = plan(cast)
    registry.change(made, {"title": "另一个名字"}, by=cast.actor("city.officer"), version=made.version)
    assert not Edition.objects.exists()


# --- next year -----------------------------------------------------------------------------


def year_over(cast: Cast) -> Plan:
    """A plan at its year's end: rooms reached, unions not, a three-year target running on."""
    made = plan(cast, title="云川市总工会2026年工作要点")
    rooms = point(cast, made, "1", "2026年新建职工书屋2家。", heading="建好书屋")
    unions = point(cast, made, "2", "新建基层工会30个，三年新建职工书屋60家。", heading="建好工会")
    point(cast, made, "3", "转变作风，多到班组走走。")
    target(cast, made, item=rooms)
    target(cast, made, item=unions, label="新建基层工会", value=30, unit="个", indicator="org_new")
    target(cast, made, item=unions, label="三年书屋", value=60, ends_on=date(2028, 12, 31), slices="2027: 20")
    for number in range(2):
        open_room(cast, "gas", date(2026, 3, 1 + number))
    return issue(cast, made)


def test_what_was_not_reached_is_told_point_by_point(cast: Cast) -> None:
    with frozen(DAY):
        found = queries.fulfilment(year_over(cast))
    assert [(one.item.number, one.state) for one in found] == [
        ("1", "done"),
        ("2", "open"),
        ("3", "unmeasured"),
    ]
    assert {progress.target.label for progress in found[1].unreached} == {"新建基层工会", "三年书屋"}


def test_a_new_years_plan_begins_from_what_was_not_reached(cast: Cast) -> None:
    with frozen(DAY):
        old = year_over(cast)
        items = [one.item.pk for one in queries.fulfilment(old) if one.state != "done"]
        new = services.continue_plan(old, year=2027, items=items, by=cast.actor("city.officer"))
    assert (new.title, new.year, new.state, new.previous) == (
        "云川市总工会2027年工作要点",
        2027,
        "draft",
        old,
    )
    assert [item.number for item in new.items.all()] == ["2", "3"]
    carried = {one.label: one for one in new.targets.all()}
    assert set(carried) == {"新建基层工会", "三年书屋"}
    again, running = carried["新建基层工会"], carried["三年书屋"]
    assert (again.starts_on, again.ends_on) == (date(2027, 1, 1), date(2027, 12, 31))
    assert (running.starts_on, running.ends_on, running.slices) == (
        date(2026, 1, 1), date(2028, 12, 31), "2027: 20",
    )  # fmt: skip
    assert {(one.state, one.suggested_by, one.suggested) for one in carried.values()} == {
        ("suggested", "carried", "org_new"),
        ("suggested", "carried", "read_new"),
    }
    assert queries.unchanged_of(new).percent == 100 and queries.unchanged_of(new).is_copied


def test_the_share_of_unchanged_text_falls_as_points_are_written_anew(cast: Cast) -> None:
    with frozen(DAY):
        old = year_over(cast)
        items = [item.pk for item in old.items.all()]
        new = services.continue_plan(old, year=2027, items=items, by=cast.actor("city.officer"))
    first = new.items.first()
    services.change_point(
        first, number="1", heading="夜校进工地", text="把夜校办到工棚，晚上七点到九点上课，工友点什么课就开什么课。",
        by=cast.actor("city.officer"), version=new.version,
    )  # fmt: skip
    new.refresh_from_db()
    shares = [found.unchanged.percent for found in queries.points_of(new)]
    assert shares[0] == 0 and shares[1:] == [100, 100]
    assert 20 < queries.unchanged_of(new).percent < 80


@pytest.mark.parametrize(
    ("year", "items", "field"), [(2026, "all", "year"), (2040, "all", "year"), (2027, "none", "items")]
)
def test_a_plan_is_continued_into_a_later_year_only(cast: Cast, year: int, items: str, field: str) -> None:
    with frozen(DAY):
        old = year_over(cast)
        chosen = [item.pk for item in old.items.all()] if items == "all" else []
        with pytest.raises(Refused) as refused:
            services.continue_plan(old, year=year, items=chosen, by=cast.actor("city.officer"))
    assert list(refused.value.messages) == [field]
    assert Plan.objects.count() == 1


def test_a_text_read_for_the_next_year_stands_beside_last_years(cast: Cast) -> None:
    old = read(cast)
    new = services.read(TEXT.replace("2026", "2027"), org=cast.orgs["city"], by=cast.actor("city.officer"))
    assert new.previous == old
    assert queries.unchanged_of(new).percent == 100
    assert all(found.unchanged.is_copied for found in queries.points_of(new))


def test_unchanged_is_told_by_runs_of_six_characters() -> None:
    old = "全年新建职工书屋21家，其中示范点4家。"
    same, year, other, empty = each_unchanged(
        [old, "2027年全年新建职工书屋21家，其中示范点4家。", "把夜校办到工棚里去，工友点课。", "。"],
        "2026年" + old,
    )
    assert (same.percent, other.percent, empty.percent) == (100, 0, None)
    assert year.percent == 100, "the number of the year does not count"
    assert runs("短") == {"短"}


# --- removed -------------------------------------------------------------------------------


def test_a_draft_goes_with_all_that_was_read_from_it(cast: Cast) -> None:
    made = read(cast)
    services.discard(made, by=cast.actor("city.officer"), reason="读错了文件", version=made.version)
    assert not Plan.objects.exists() and not Target.objects.exists() and not Item.objects.exists()
    said = [one for one in problems() if one.line in ("registers", "witness")]
    assert said == [], "every row that went is told in the journal"


def test_a_plan_once_issued_is_never_removed(cast: Cast) -> None:
    made = amend(cast, issue(cast, plan(cast)))
    with pytest.raises(Refused):
        services.discard(made, by=cast.actor("city.officer"), reason="不要了", version=made.version)
    with pytest.raises(Forbidden):
        registry.remove(made, by=cast.actor("city.officer"), reason="不要了", version=made.version)
    assert Plan.objects.exists()
