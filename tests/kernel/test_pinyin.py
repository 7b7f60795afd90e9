"""The key names sort by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.pinyin import LONGEST, SURNAMES, pinyin_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单小红", "shan xiao hong"),
        ("曾国强", "zeng guo qiang"),
        ("仇芳", "qiu fang"),
        ("解伟", "xie wei"),
        ("查明", "zha ming"),
        ("任 重", "ren zhong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("单于夜", "chan yu ye"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
        ("John Smith", "john smith"),
        ("吕布", "lv bu"),
        ("", ""),
    ],
)
def test_a_person_sorts_by_the_reading_of_the_surname(name: str, key: str) -> None:
    assert pinyin_key(name) == key


def test_organisations_keep_the_usual_reading() -> None:
    assert pinyin_key("解放路小学工会") == "jie fang lu xiao xue gong hui"
    assert pinyin_key("单位", person=False) == "dan wei"


def test_a_person_with_a_long_name_may_be_called_one() -> None:
    assert pinyin_key("查干巴特尔", person=True).startswith("zha gan")


def test_names_sort_as_a_telephone_book_does() -> None:
    names = ["张伟", "曾国强", "安心", "西安", "先进", "第10小学", "第2小学", "单小红"]
    expected = ["安心", "第2小学", "第10小学", "单小红", "西安", "先进", "曾国强", "张伟"]
    assert sorted(names, key=pinyin_key) == expected


def test_every_reading_of_the_table_is_used() -> None:
    for surname, reading in SURNAMES.items():
        assert pinyin_key(f"{surname}明") == f"{reading} ming"


@given(st.text(max_size=300))
def test_any_name_has_a_key_that_fits_its_column(name: str) -> None:
    key = pinyin_key(name)
    assert len(key) <= LONGEST
    assert key == key.strip()
    key.encode()
