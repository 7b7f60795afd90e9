"""Properties that hold for any input: no surprise errors, exact places, time in proportion to length."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lanes import draws
from zhijia.plans.reader import UnreadablePlan, as_json, read_plan, table

_PIECES = (
    *(
        "新建",
        "书屋",
        "21家",
        "3万名",
        "两场",
        "分别达到",
        "65%、80%",
        "力争",
        "到2011年底",
        "各县市区",
        "不少于",
    ),
    *(
        "(8分)",
        "“",
        "”",
        "?",
        "《",
        "》",
        "每季度",
        "进行检查",
        "全覆盖",
        "从2011年起",
        "用三年时间",
        ",",
        "。",
        ";",
    ),
    *(
        "\n",
        "\t",
        "一、",
        "1、",
        "（一）",
        "三月上旬",
        "第一篇:",
        "2月31日",
        "13月",
        "60—100人",
        "百名",
        "十",
        "万",
    ),
    *(
        "亿",
        "%",
        "工會(huì)",
        "?dòng)",
        "第九条",
        "其中",
        "(",
        ")",
        "每少1个",
        "扣2分",
        "完成年度目标的51.3%",
        "元",
    ),
    *(
        "截至",
        "已经",
        "去年",
        "2010年",
        "和",
        "、",
        "率",
        "的",
        "1,800",
        "1,80",
        "0.5.",
        "第三届",
        "三届三次",
        "〇",
    ),
    *(
        "两",
        "成",
        "九成以上",
        "年底前",
        "\u3000",
        "\r\n",
        " ",
        "的得",
        "每人",
        "工作总结",
        "计划",
        "附件1:",
        "①",
    ),
)
_PLANLIKE = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)
_OWN = sorted((Path(__file__).parent / "documents").glob("*.txt"))


def _check(text: str) -> None:
    reading = read_plan(text)
    assert reading.text == text
    assert table(reading) and as_json(reading)
    for target in reading.targets:
        assert 0 <= target.start < target.end <= len(text)
        assert reading.documents[target.document].start <= target.start
        assert target.clause.strip() and target.label and target.operator in (">=", "=", "<=")
        period = target.period
        assert not (period.start and period.end) or period.start <= period.end
    for repair in reading.repairs:
        assert text[repair.start : repair.end] == repair.before
    for document in reading.documents:
        for item in document.items:
            assert document.start <= item.start < item.end <= document.end


@settings(max_examples=draws(60), deadline=timedelta(seconds=2))
@given(_PLANLIKE)
def test_any_mixture_of_plan_words_is_read(text: str) -> None:
    try:
        _check(text)
    except UnreadablePlan as refused:
        assert refused.code == "blank"


@settings(max_examples=draws(60), deadline=timedelta(seconds=2))
@given(st.text(st.characters(), max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        _check(text)
    except UnreadablePlan as refused:
        assert refused.code in ("blank", "nul", "surrogate")


@settings(max_examples=draws(60), deadline=timedelta(seconds=2))
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_plan(data)
    except UnreadablePlan as refused:
        assert refused.code and refused.detail


@pytest.mark.parametrize("path", _OWN, ids=lambda path: path.stem)
def test_places_point_to_the_clause(path: Path) -> None:
    reading = read_plan(path.read_bytes())
    repaired = {place for repair in reading.repairs for place in range(repair.start, repair.end)}
    for target in reading.targets:
        if not repaired.intersection(range(target.start, target.end)):
            assert reading.text[target.start : target.end] == target.clause


@pytest.mark.parametrize(
    "unit",
    [
        "新建书屋21家,",
        "1、新建书屋21家。\n",
        "一",
        "1",
        "(",
        "“",
        "?",
        "工會(huì)",
        "2011年",
        "第一篇:\n",
        "、和",
        "\t1个",
        "每",
    ],
)
def test_time_grows_in_proportion_to_length(unit: str) -> None:
    """Sixteen times the text may take at most sixty times as long; a square law would take 256 times.

    Counted in time of this process, the best of several tries: other work on the machine is no fault of the reader.
    """

    def seconds(length: int, tries: int) -> float:
        text = "新建书屋" + unit * (length // len(unit))
        taken = []
        for _ in range(tries):
            started = time.process_time()
            read_plan(text)
            taken.append(time.process_time() - started)
        return min(taken)

    limit = 60 * max(seconds(4_000, 3), 0.004)
    assert seconds(64_000, 1) < limit or seconds(64_000, 3) < limit
