"""Documents, titles, items, calendars and repairs."""

from __future__ import annotations

from datetime import date

import pytest

from zhijia.plans.reader import as_json, read_plan, table


def test_title_issuer_and_year_are_found() -> None:
    text = (
        "关于印发《2019年临川市工会工作要点》的通知\n各县(区)总工会:\n现印发给你们。\n"
        "临川市总工会\n二〇一九年二月六日\n"
    )
    document = read_plan(text).documents[0]
    assert (document.title, document.issuer, document.year) == (
        "2019年临川市工会工作要点",
        "临川市总工会",
        2019,
    )


@pytest.mark.parametrize(
    "written", ["二0一一年二月二十日", "二〇一一年二月二十日", "2011年2月20日", "2011-2-20"]
)
def test_the_year_of_a_signed_date(written: str) -> None:
    assert read_plan(f"工会工作计划\n新建书屋2家。\n{written}\n").documents[0].year == 2011


def test_items_keep_their_numbers_sections_and_places() -> None:
    text = (
        "2011年工会工作要点\n一、抓组建。\n1、建工会。新建工会20家。\n2、发展会员。\n"
        "二、抓维权。\n3、签合同。\n"
    )
    reading = read_plan(text)
    items = reading.documents[0].items
    assert [item.number for item in items] == ["1", "2", "3"]
    assert [item.section for item in items] == ["抓组建", "抓组建", "抓维权"]
    assert items[0].heading == "建工会"
    assert reading.text[items[0].start : items[0].end] == "1、建工会。新建工会20家。"
    assert reading.targets[0].item == "1"


def test_numbers_that_start_anew_are_told_apart_by_section() -> None:
    text = "2011年工会工作要点\n一、抓组建\n1.建工会。\n2.建小组。\n二、抓维权\n1.签合同。\n2.促协商。\n"
    assert [item.number for item in read_plan(text).documents[0].items] == ["一.1", "一.2", "二.1", "二.2"]


def test_several_documents_in_one_text() -> None:
    text = "第一篇:2013年工会工作计划\n新建工会20家。\n第二篇:2012年工会工作总结\n新建工会18家。\n"
    reading = read_plan(text)
    assert [(document.title, document.year) for document in reading.documents] == [
        ("2013年工会工作计划", 2013),
        ("2012年工会工作总结", 2012),
    ]
    assert [target.value for target in reading.targets] == ["20"]


def test_calendar_lines_become_dated_activities() -> None:
    text = (
        "2010年文体活动安排 三月上旬 女职工活动 各作业区工会 四月下旬 乒乓球比赛\n十二月中旬 年终表彰 场工会"
    )
    found = read_plan(text).activities
    assert [(each.start_on, each.end_on, each.what, each.responsible) for each in found] == [
        (date(2010, 3, 1), date(2010, 3, 10), "女职工活动", "各作业区工会"),
        (date(2010, 4, 21), date(2010, 4, 30), "乒乓球比赛", None),
        (date(2010, 12, 11), date(2010, 12, 20), "年终表彰", "场工会"),
    ]


def test_damaged_text_is_mended_and_the_repairs_are_told() -> None:
    text = (
        "2013年工會(huì)工作計(jì)劃\n"
        "推進(jìn)?兩個(gè)普遍?,努力使建會率 3 達(dá)到80%,市五一勞?dòng)奖狀2個。"
    )
    reading = read_plan(text)
    assert reading.documents[0].title == "2013年工会工作计划"
    assert [target.clause for target in reading.targets] == ["努力使建会率达到80%", "市五一劳□奖状2个"]
    assert {"reading", "simplified", "quote", "page", "lost"} <= {repair.kind for repair in reading.repairs}
    for repair in reading.repairs:
        assert reading.text[repair.start : repair.end] == repair.before
    assert reading.text[reading.targets[0].start : reading.targets[0].end] == "努力使建會率 3 達(dá)到80%"


def test_a_count_between_spaces_is_no_page_number() -> None:
    text = "2013年工会工作计划\n新建职工书屋 6 家,培训职工 300 人。"
    assert [target.value for target in read_plan(text).targets] == ["6", "300"]


def test_json_has_the_promised_shape() -> None:
    found = as_json(read_plan("2011年工会工作要点\n15、力争职工入会率达到80%。"))
    assert set(found) == {"documents", "targets", "milestones", "repairs"}
    assert found["documents"][0]["items"][0]["number"] == "15"
    assert found["targets"] == [
        {
            "document": 0,
            "item": "15",
            "clause": "力争职工入会率达到80%",
            "start": 15,
            "end": 27,
            "label": "职工入会率",
            "indicator": None,
            "operator": ">=",
            "value": "80",
            "unit": "%",
            "per": None,
            "every": None,
            "scope": {},
            "period": {"start": "2011-01-01", "end": "2011-12-31", "text": ""},
        }
    ]


def test_table_columns_stay_straight_with_wide_characters() -> None:
    shown = table(read_plan("2011年工会工作要点\n新建职工书屋21家。\n新建fit中心4个。"))
    rows = [row for row in shown.splitlines() if "= " in row]
    columns = [sum(2 if ord(each) > 0x2E80 else 1 for each in row[: row.index("= ")]) for row in rows]
    assert len(rows) == 2 and len(set(columns)) == 1
