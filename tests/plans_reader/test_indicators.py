"""Suggestions from a catalogue that is passed in."""

from __future__ import annotations

from zhijia.plans.reader import Measure, Suggestion, read_plan

_CATALOGUE = (
    Measure("read_new", ("新建职工书屋", "职工书屋"), "家", "flow"),
    Measure("read_demo_new", ("书屋示范点",), "家", "flow"),
    Measure("mem_rate_unionised", ("职工入会率", "入会率"), "%", "ratio"),
    Measure("mem_rate_all", ("职工入会率",), "%", "ratio"),
    Measure("org_establish_rate", ("企业法人建会率", "建会率"), "%", "ratio"),
    Measure("aid_living", ("生活救助",), "人", "flow"),
)


def _suggested(sentence: str) -> Suggestion:
    return read_plan(f"2011年工会工作要点\n{sentence}", catalogue=_CATALOGUE).targets[0].suggestion


def test_a_name_in_the_wording_points_to_its_indicator() -> None:
    assert _suggested("城区新建职工书屋9家。").key == "read_new"
    assert _suggested("给1800名困难职工发放生活救助。").key == "aid_living"
    found = _suggested("企业法人建会率达到71%。")
    assert (found.key, found.code, found.matched) == ("org_establish_rate", "named", "企业法人建会率")


def test_of_two_indicators_with_one_name_the_first_is_suggested_and_the_other_told() -> None:
    found = _suggested("职工入会率达到80%。")
    assert (found.key, found.code, found.others) == ("mem_rate_unionised", "several", ("mem_rate_all",))


def test_a_longer_noun_is_not_the_indicator_it_begins_with() -> None:
    assert _suggested("新建职工书屋示范点4家。").key == "read_demo_new"


def test_a_unit_the_indicator_cannot_count_is_refused_with_the_reason() -> None:
    found = _suggested("职工书屋覆盖率达到80%。")
    assert (found.key, found.code, found.others) == (None, "other_unit", ("read_new",))


def test_most_of_a_name_is_suggested_as_similar() -> None:
    catalogue = (
        Measure("cb_wage_rate", ("工资集体协商覆盖率",), "%", "ratio"),
        Measure("cb_women_rate", ("女职工专项集体合同签订率",), "%", "ratio"),
    )
    text = "2011年工会工作要点\n已建会单位工资集体协商机制覆盖率达到63%。"
    found = read_plan(text, catalogue=catalogue).targets[0].suggestion
    assert (found.key, found.code, found.matched) == ("cb_wage_rate", "similar", "工资集体协商覆盖率")


def test_without_a_name_or_without_a_catalogue_nothing_is_suggested() -> None:
    assert _suggested("举办两场文艺演出。") == Suggestion(None, "no_name")
    assert read_plan("2011年工会工作要点\n新建职工书屋21家。").targets[0].indicator is None
