"""Dated activities, papers, meetings and tasks; repairs and slices; documents told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhijia.plans.reader import ReadMilestone, as_json, read_plan, table

_DOCUMENTS = Path(__file__).parent / "documents"
PLAN = """东港市总工会2026年工作要点
一、组织建设
1、上半年召开基层组织建设推进会,9月底前出台《基层工会工作规范》。(责任部门:组织部、各县区总工会)
2、年内新建工会30家。
二、文化建设
3、“五一”前后举办职工歌咏比赛,与文化馆联合举办国庆书画展览。
4、加强职工之家建设,把服务送到班组。由宣教部负责。
5、6月30日前完成困难职工档案核查。
"""


def found(text: str = PLAN) -> dict[str, ReadMilestone]:
    return {each.title: each for each in read_plan(text).milestones}


def test_meetings_and_papers_have_their_days_and_who_answers() -> None:
    meeting = found()["召开基层组织建设推进会"]
    assert (meeting.kind, meeting.item, meeting.text) == ("meeting", "1", "上半年")
    assert (meeting.starts_on, meeting.ends_on) == (date(2026, 1, 1), date(2026, 6, 30))
    assert meeting.owners == ("组织部", "各县区总工会")
    paper = found()["出台《基层工会工作规范》"]
    assert (paper.kind, paper.ends_on, paper.owners) == ("deliverable", date(2026, 9, 30), meeting.owners)


def test_a_day_of_celebration_dates_an_activity_and_only_dated_ones_are_kept() -> None:
    contest = next(each for each in read_plan(PLAN).milestones if "歌咏" in each.title)
    assert contest.kind == "activity"
    assert contest.starts_on is not None and contest.ends_on is not None
    assert contest.starts_on < date(2026, 5, 1) < contest.ends_on


def test_what_has_no_number_is_a_task_with_owner_and_deadline() -> None:
    task = found()["加强职工之家建设,把服务送到班组"]
    assert (task.kind, task.item, task.starts_on, task.owners) == ("task", "4", None, ("宣教部",))
    check = next(each for each in read_plan(PLAN).milestones if each.item == "5")
    assert (check.kind, check.ends_on) == ("task", date(2026, 6, 30))


def test_a_point_with_a_counted_target_is_no_task() -> None:
    assert not any(each.item == "2" for each in read_plan(PLAN).milestones)


def test_places_are_those_of_the_text_as_it_was_given() -> None:
    damaged = PLAN.replace("推进会", "推進(jìn)會(huì)").replace("出台", "出臺")
    reading = read_plan(damaged)
    meeting = next(each for each in reading.milestones if each.kind == "meeting")
    assert meeting.title == "召开基层组织建设推进会"
    assert reading.text[meeting.start : meeting.end].endswith("推進(jìn)會")


@pytest.mark.parametrize(
    "sentence",
    [
        "采取召开座谈会、发放问卷等形式征求意见。",
        "认真贯彻《工会法》,落实上级制定的办法。",
        "去年召开了三次推进会。",
        "现将2025年召开全委会的情况通报如下。",
    ],
)
def test_what_is_only_mentioned_is_no_milestone(sentence: str) -> None:
    kinds = [each.kind for each in read_plan(f"东港市总工会2026年工作要点\n{sentence}\n").milestones]
    assert "meeting" not in kinds and "deliverable" not in kinds


def test_a_look_back_gives_no_milestones() -> None:
    text = "东港市总工会2025年工作总结\n一、工作回顾\n1、6月召开推进会,印发《管理办法》。\n"
    assert read_plan(text).milestones == ()


def test_calendar_lines_are_activities_with_their_unions() -> None:
    reading = read_plan((_DOCUMENTS / "08-calendar.txt").read_bytes())
    first = reading.milestones[0]
    assert (first.kind, first.title, first.text, first.owners) == (
        "activity", "闹元宵灯谜会", "二月下旬", ("各分场工会",),
    )  # fmt: skip
    assert (first.starts_on, first.ends_on) == (date(2015, 2, 21), date(2015, 2, 28))
    assert len(reading.milestones) == 6


def test_everywhere_means_a_hundred_percent_and_says_so() -> None:
    (target,) = read_plan("东港市总工会2026年工作要点\n1、实现乡镇职工服务站全覆盖。\n").targets
    assert (target.value, target.unit, target.is_universal, target.label) == (
        "100",
        "%",
        True,
        "乡镇职工服务站全覆盖",
    )
    (stated,) = read_plan("东港市总工会2026年工作要点\n1、职工服务站覆盖率达到100%。\n").targets
    assert not stated.is_universal


@pytest.mark.parametrize(
    ("sentence", "slices"),
    [
        ("三年内培训职工3000人,每年不少于1000人。", ((2026, "1000"), (2027, "1000"), (2028, "1000"))),
        ("三年内培训职工3000人,其中2026年800人,2027年1000人。", ((2026, "800"), (2027, "1000"))),
        (
            "三年新建书屋30家,2026年、2027年、2028年分别新建8家、10家、12家。",
            ((2026, "8"), (2027, "10"), (2028, "12")),
        ),
        ("三年内培训职工3000人,每年表彰先进集体10个。", ()),
        ("三年内培训职工3000人。每年培训1000人。", ()),
    ],
)
def test_slices_of_a_promise_of_several_years(sentence: str, slices: tuple[tuple[int, str], ...]) -> None:
    reading = read_plan(f"东港市总工会2026—2028年素质提升规划\n1、{sentence}\n")
    assert reading.targets[0].slices == slices
    assert sum(each.is_slice for each in reading.targets) == (
        len({value for _, value in slices}) if "每年" in sentence else len(slices)
    )


def test_by_a_later_year_runs_from_the_programmes_first_year() -> None:
    text = "东港市总工会2026—2028年素质提升规划\n1、到2028年底,新建职工书屋30家。\n"
    period = read_plan(text).targets[0].period
    assert (period.start, period.end) == (date(2026, 1, 1), date(2028, 12, 31))


def test_milestones_and_repairs_stand_in_the_json_beside_what_stood_there_before() -> None:
    reading = read_plan(PLAN.replace("建设", "建設"))
    shape = as_json(reading)
    assert list(shape) == ["documents", "targets", "milestones", "repairs"]
    assert set(shape["milestones"][0]) == {
        "document", "item", "clause", "start", "end", "kind", "title", "starts_on", "ends_on", "owners", "text",
    }  # fmt: skip
    repair = shape["repairs"][0]
    assert (repair["kind"], repair["before"], repair["after"]) == ("simplified", "設", "设")
    assert reading.text[repair["start"] : repair["end"]] == "設"
    printed = table(reading)
    assert (
        "repairs of damaged text" in printed
        and "'設' → '设'" in printed
        and "召开基层组织建设推进会" in printed
    )


def test_documents_in_one_text_keep_their_own_milestones() -> None:
    two = f"{PLAN}\n==========\n南港县总工会2027年工作计划\n1、6月召开组织工作会议。\n"
    reading = read_plan(two)
    assert [document.year for document in reading.documents] == [2026, 2027]
    (later,) = [each for each in reading.milestones if each.document == 1]
    assert later.ends_on == date(2027, 6, 30)


def test_reading_a_long_plan_stays_linear() -> None:
    """Milestones are looked up by place: ten times the text asks for about ten times the steps."""
    import sys

    def steps(text: str) -> int:
        count = 0

        def tick(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += event == "call"

        sys.setprofile(tick)
        try:
            read_plan(text)
        finally:
            sys.setprofile(None)
        return count

    body = PLAN.partition("\n")[2]
    small, large = (PLAN + body * 5), (PLAN + body * 50)
    assert steps(large) < steps(small) * 14
