"""What the reader understands of single sentences."""

from __future__ import annotations

from datetime import date

import pytest

from zhijia.plans.reader import Target, read_plan

_HEAD = "2011年临川市工会工作要点\n"


def _targets(sentence: str, head: str = _HEAD) -> list[Target]:
    return list(read_plan(head + sentence).targets)


def _values(sentence: str, head: str = _HEAD) -> list[tuple[str, str, str]]:
    return [(target.operator, target.value, target.unit) for target in _targets(sentence, head)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新增3万名会员。", [("=", "30000", "人")]),
        ("举办两场文艺演出。", [("=", "2", "场")]),
        ("办一期协理员培训班。", [("=", "1", "期")]),
        ("组织百名劳模宣讲。", [("=", "100", "人")]),
        ("入会率达到百分之六十五以上。", [(">=", "65", "%")]),
        ("规模以上企业厂务公开实现全覆盖。", [("=", "100", "%")]),
        ("帮12万以上女职工学一门手艺。", [(">=", "120000", "人")]),
        ("筹集资金268.4万元。", [("=", "2684000", "元")]),
        ("新建书屋1,200家。", [("=", "1200", "家")]),
        ("新建书屋２１家。", [("=", "21", "家")]),
        ("组织疗休养60—100人。", [(">=", "60", "人"), ("<=", "100", "人")]),
        ("办公经费控制在5万元以内。", [("<=", "50000", "元")]),
        ("每次活动人数不得少于60人。", [(">=", "60", "人")]),
        ("建会率不低于90%,投诉率不超过2%。", [(">=", "90", "%"), ("<=", "2", "%")]),
        ("帮扶困难职工300余户。", [(">=", "300", "户")]),
        (
            "电工培训900人;护理培训300人;开店培训150人。",
            [("=", v, "人") for v in ("900", "300", "150")],
        ),
        (
            "组建工会80家,其中单独建会50家(其中台资企业6家)。",
            [("=", v, "家") for v in ("80", "50", "6")],
        ),
    ],
)
def test_numbers_are_read_with_unit_and_comparison(
    sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    assert sorted(_values(sentence)) == sorted(expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "把“两个普遍”和“六个一”活动引向深入。",
        "落实《职工素质建设五年规划》。",
        "宣传12351维权热线,迎接建党90周年。",
        "突出6个产业开展劳动竞赛。",
        "加强职工300人以上企业工会的规范化管理。",
        "指导职工不足25人的企业建会。",
        "组队参加第十五届职工运动会。",
        "全市现有职工12万人。",
        "2010年,新建工会150家,发展会员8000人。",
        "截至7月底,共建会62家,入会职工1420人,分别占年度目标的62%和57.9%。",
        "驿站建成率达85%得4分,75%得3分,65%得1分。",
        "入会率每低1个百分点扣0.5分。",
        "未按期换届的,每家扣1分。",
        "对发生3人以上事故的,实行一票否决。",
        "按工资总额的2%拨缴经费。",
        "每人补助500元。",
        "对排名前3名的单位予以表彰。",
        "本责任书一式两份。",
        "成立由5人组成的领导小组,分3个考核组检查。",
        "评选表彰一批先进集体,打造一支高素质队伍。",
        "联系电话0712-2345678,文号〔2011〕5号。",
        "把二次覆盖的做法推广开来。",
    ],
)
def test_numbers_that_promise_nothing_are_left_out(sentence: str) -> None:
    assert _values(sentence) == []


def test_subjects_that_share_a_predicate_each_get_their_number() -> None:
    found = _targets("到年底要使法人企业建会率和职工入会率分别达到72%、84%。")
    assert [(target.label, target.value) for target in found] == [
        ("法人企业建会率", "72"),
        ("职工入会率", "84"),
    ]
    both = _targets("女职工合同签订率、安全合同签订率均达到90%以上。")
    assert [target.label for target in both] == ["女职工合同签订率", "安全合同签订率"]


def test_a_bare_rate_takes_its_noun_from_the_sentence_before() -> None:
    found = _targets(
        "各级工会要抓好安全卫生专项集体合同。12月底前,国有企业签订率达到96%,民营企业签订率达到48%。"
    )
    assert all("安全卫生专项集体合同" in target.label for target in found)
    assert [target.scope["ownership"] for target in found] == ["state", "non_public"]


def test_a_number_for_each_unit_says_so() -> None:
    assert [target.per for target in _targets("各县市区组织职工学法不少于900人,发展会员500人。")] == [
        "county",
        "county",
    ]
    assert [target.per for target in _targets("各县市区都要办班,全市参训职工3000人。")] == [None]
    assert _targets("每个乡镇至少建成一个职工书屋。")[0].per == "township"


def test_repeated_deeds_say_how_often() -> None:
    found = _targets("每季度开展集体合同履约检查。")[0]
    assert (found.value, found.unit, found.every) == ("1", "次", "quarter")
    assert _targets("每月走访企业5家。")[0].every == "month"


def test_scope_names_ownership_size_and_persons() -> None:
    found = _targets("150人以上的民营企业职代会建制率达到66%以上。")[0]
    assert found.scope == {"ownership": "non_public", "staff_min": 150}
    assert _targets("给700名困难女职工送体检套餐。")[0].scope["persons"] == "women,hardship"


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("新建书屋21家。", date(2011, 1, 1), date(2011, 12, 31)),
        ("4月份举办一期培训班。", date(2011, 4, 1), date(2011, 4, 30)),
        ("6月底前新建书屋21家。", date(2011, 1, 1), date(2011, 6, 30)),
        ("上半年新建书屋21家。", date(2011, 1, 1), date(2011, 6, 30)),
        ("第三季度新建书屋21家。", date(2011, 7, 1), date(2011, 9, 30)),
        ("从2011年起,用三年左右时间,让77%以上的职工学会急救。", date(2011, 1, 1), date(2013, 12, 31)),
        ("“十二五”期间,培训职工3万人。", date(2011, 1, 1), date(2015, 12, 31)),
        ("2011-2013年培训职工3万人。", date(2011, 1, 1), date(2013, 12, 31)),
        ("9月20日前新建书屋21家。", date(2011, 1, 1), date(2011, 9, 20)),
    ],
)
def test_periods(sentence: str, start: date, end: date) -> None:
    period = _targets(sentence)[0].period
    assert (period.start, period.end) == (start, end)


def test_a_period_at_the_head_rules_the_rest_of_its_sentence() -> None:
    found = _targets("从2011年起,用三年时间,培训职工3000人;使500人提升学历。新建书屋2家。")
    assert [target.period.end for target in found] == [date(2013, 12, 31)] * 2 + [date(2011, 12, 31)]


def test_a_report_promises_only_in_its_outlook() -> None:
    text = (
        "一、上半年工作情况\n1、新建工会75家,发展会员1835人。\n"
        "二、下半年工作打算\n1、再新建工会20家,发展会员600人。\n"
    )
    assert [value for _, value, _ in _values(text, "2012年上半年工作总结\n")] == ["20", "600"]


def test_text_without_a_year_leaves_the_period_open() -> None:
    found = _targets("力争新建工会20家。", "工会工作计划\n")[0]
    assert (found.period.start, found.period.end, found.period.text) == (None, None, "")
