"""Lists of members, unions and employers: one line for what several registers keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from tests.cast import Cast, credit_code, id_number
from tests.sheets.books import book
from zhijia.directory.models import Coverage, Membership, Person, Union, Unit
from zhijia.registry.bulk import RowErrors
from zhijia.sheets.services import import_file
from zhijia.tree.models import Org

pytestmark = pytest.mark.django_db

MEMBERS = ["所属工会", "姓名", "身份证号", "手机号", "入会日期"]


@pytest.fixture(autouse=True)
def _chinese() -> Any:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def send(cast: Cast, tmp_path: Path) -> Any:
    def sent(key: str, rows: list[list[Any]], who: str = "river.officer", **more: Any) -> Any:
        path = tmp_path / "list.xlsx"
        path.write_bytes(book(rows))
        return import_file(key, path, by=cast.actor(who), **more)

    return sent


def member(number: int, org: str = "YC0102", joined: Any = "2026.1.5") -> list[Any]:
    return [org, f"会员{number}", id_number(date(1990, 1, 1), number), "", joined]


def test_a_line_makes_a_person_and_a_membership(cast: Cast, send: Any) -> None:
    result = send("members", [MEMBERS, member(11), member(12, "临江建筑公司城南工地工会")])
    assert result.added == 2
    made = Membership.objects.get(person__name="会员12")
    assert made.org == cast.orgs["site"] and made.person.org == cast.orgs["site"]
    assert made.valid_from == date(2026, 1, 5) and made.join_kind == "new"


def test_somebody_on_file_gets_a_membership_and_no_second_record(cast: Cast, send: Any) -> None:
    from zhijia.registry.services import add
    from zhijia.tree.actor import SYSTEM

    values = {"org": cast.orgs["gas"], "name": "会员13", "id_number": id_number(date(1990, 1, 1), 13)}
    person = add(Person.register, values, by=SYSTEM)
    assert send("members", [MEMBERS, member(13)]).added == 1
    assert Membership.objects.get(person=person) and Person.objects.filter(name="会员13").count() == 1


def test_faults_of_persons_and_of_memberships_are_told_together(
    cast: Cast, send: Any, tmp_path: Path
) -> None:
    taken = cast.people["gao"]
    rows = [
        MEMBERS,
        member(21),
        member(22, joined="2001-01-01"),
        [*member(23)[:2], "123", "", "2026-01-05"],
        ["YC0102", "高师傅", taken.id_number, "", "2026-01-05"],
        ["YC0102", "别人", taken.id_number, "", "2026-01-05"],
        member(21),
        member(24, "YC0201"),
    ]
    report = tmp_path / "faults.xlsx"
    people = Person.objects.count()
    with pytest.raises(RowErrors):
        send("members", rows, report=report)
    assert Person.objects.count() == people
    lines = list(openpyxl.load_workbook(report).active.iter_rows(values_only=True, min_row=2))
    assert {int(line[0]) for line in lines} >= {4, 6, 8}
    assert send("members", rows[:2] + rows[3:3], dry_run=True).added == 1
    assert Person.objects.count() == people


def test_the_same_member_list_twice_adds_nothing(send: Any) -> None:
    rows = [MEMBERS, member(31), member(32)]
    assert send("members", rows).added == 2
    assert send("members", rows).added == 0
    assert Membership.objects.filter(person__name__startswith="会员3").count() == 2


def test_unions_are_founded_whatever_their_order(cast: Cast, send: Any) -> None:
    rows = [
        ["统计代码", "工会全称", "类型", "上级工会", "成立日期"],
        ["YC0192", "第一车间分会", "branch", "YC0191", "2025-06-01"],
        ["YC0191", "临江造纸公司工会", "grassroots", "YC01", "2025-05-01"],
    ]
    with translation.override("en"):
        names = [str(Union._meta.get_field(one).verbose_name) for one in ("code", "name", "kind")]
        rows[0][:3] = names
        rows[0][4] = str(Union._meta.get_field("founded_on").verbose_name)
    assert send("unions", rows).added == 2
    assert Org.objects.get(code="YC0192").parent.code == "YC0191"
    rows[1][0], rows[1][3] = "YC0193", "XX99"
    with pytest.raises(RowErrors) as caught:
        send("unions", [rows[0], rows[1]])
    assert [(error.row, error.column) for error in caught.value.errors] == [(2, "approved_by")]


def test_employers_come_with_facts_and_coverage(cast: Cast, send: Any) -> None:
    heads = ["org", "name", "social_credit_code", "staff", "ownership", "valid_from", "covered_by"]
    rows = [
        heads,
        ["YC02", "北山纸业有限公司", credit_code(501), 240, "private", "2025-01-01", "YC0202"],
        ["YC02", "北山木业有限公司", credit_code(502), None, None, None, None],
    ]
    assert send("units", rows, who="hill.officer").added == 2
    unit = Unit.objects.get(name="北山纸业有限公司")
    assert unit.facts.get().staff == 240 and Coverage.objects.get(unit=unit).org == cast.orgs["market"]
    assert not Unit.objects.get(name="北山木业有限公司").facts.exists()
    rows[1][1:3], rows[1][4] = ["别的公司", credit_code(503)], "nobody"
    with pytest.raises(RowErrors):
        send("units", rows, who="hill.officer")
    assert not Unit.objects.filter(name="别的公司").exists()


def test_an_unknown_key_and_a_missing_file_are_errors_of_the_call(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        import_file("shoes", tmp_path / "a.xlsx", by=cast.actor("river.officer"))
    with pytest.raises(OSError):
        import_file("members", tmp_path / "none.xlsx", by=cast.actor("river.officer"))


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        (
            "units",
            [
                [
                    "所属工会",
                    "单位名称",
                    "统一社会信用代码",
                    "法人单位",
                    "职工数",
                    "其中女职工",
                    "所有制",
                    "数据截至",
                ],
                ["YC01", "", credit_code(501), "是", 20, 5, "private", "2026-01-01"],
                ["YC01", "临江第二机械公司", credit_code(502), "是", 20, 30, "private", "2026-01-01"],
            ],
        ),
        (
            "unions",
            [
                ["统计编码", "全称", "组织类型", "批准组建的上级工会", "成立日期"],
                ["YC0191", "", "grassroots", "YC01", "2020-01-01"],
                ["YC0192", "临江第九厂工会", "grassroots", "YC0999", "2020-01-01"],
            ],
        ),
        (
            "posts",
            [
                ["所属工会", "姓名", "身份证号", "工会职务", "任职日期"],
                ["YC0102", "别人", "", "chair", "2024-05-01"],
                ["YC0102", "李四", id_number(date(1980, 1, 1), 7), "chair", "1951-05-01"],
            ],
        ),
    ],
)
def test_what_is_made_first_hides_no_fault_of_what_is_made_of_it(
    send: Any, key: str, rows: list[list[Any]]
) -> None:
    with pytest.raises(RowErrors) as refusal:
        send(key, rows, "city.officer")
    assert {error.row for error in refusal.value.errors} == {2, 3}


def test_a_union_for_one_employer_covers_no_second_of_the_same_list(send: Any) -> None:
    head = [
        "所属工会",
        "单位名称",
        "统一社会信用代码",
        "法人单位",
        "职工数",
        "所有制",
        "数据截至",
        "涵盖工会",
    ]
    rows = [
        ["YC01", f"临江第{at}新厂", credit_code(600 + at), "是", 20, "private", "2026-01-01", "YC0191"]
        for at in range(3)
    ]
    send("unions", [["统计编码", "全称", "组织类型", "批准组建的上级工会", "成立日期"],
                    ["YC0191", "临江新厂工会", "grassroots", "YC01", "2020-01-01"]])  # fmt: skip
    with pytest.raises(RowErrors) as refusal:
        send("units", [head, *rows])
    assert {error.row for error in refusal.value.errors} == {3, 4}
