"""The lists of a whole invented city, as an officer would bring them: unions, employers, members, posts.

The same for the same sizes. Every list comes twice: with faults planted in it, each of a kind an office makes, and
mended. What was planted where is told, so that the report of the house can be compared with it.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华文玉建国春梅红志宏"
COUNTIES = 10
#: members of one file: what the page takes at once
FILE_ROWS = 100_000
SEED = 20261123

Cells = list[Any]
Break = Callable[[Cells], None]


def put(place: int, text: Any) -> Break:
    def broken(cells: Cells) -> None:
        cells[place] = text

    return broken


def other_check_digit(place: int) -> Break:
    def broken(cells: Cells) -> None:
        cells[place] = cells[place][:17] + ("1" if cells[place][17] != "1" else "2")

    return broken


def through_excel(place: int) -> Break:
    """A number of eighteen digits as a spreadsheet keeps it: the last three are nought."""

    def broken(cells: Cells) -> None:
        cells[place] = float(cells[place][:15] + "000")

    return broken


@dataclass
class Listed:
    """One list: register, heading, rows as they should be, and line of the sheet → kind of the planted fault."""

    register: str
    title: str
    head: list[str]
    rows: list[Cells]
    breaks: dict[str, Break]
    faults: int
    told: dict[int, str] = field(default_factory=dict)

    def faulty(self) -> bytes:
        """The workbook with its faults; a tenth of them repeat another row."""
        chance = random.Random(f"{SEED}{self.title}")
        chosen = sorted(
            chance.sample(range(len(self.rows) // 2, len(self.rows)), min(self.faults, len(self.rows) // 2))
        )
        rows, kinds = [list(cells) for cells in self.rows], list(self.breaks)
        again = chosen[len(chosen) - len(chosen) // 10 :]
        for number, row in enumerate(chosen):
            if row in again:
                rows[row] = list(self.rows[number])
            else:
                self.breaks[kinds[number % len(kinds)]](rows[row])
            self.told[row + 2] = "twice in the list" if row in again else kinds[number % len(kinds)]
        return book(self.head, rows)

    def mended(self) -> bytes:
        return book(self.head, self.rows)


def book(head: list[str], rows: list[Cells]) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as made:
        sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        for at, cells in enumerate([head, *rows]):
            for place, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(at, place, value, day)
                else:
                    sheet.write(at, place, value)
    return file.getvalue()


def lists(unions: int, members: int) -> Iterator[Listed]:
    """All lists of a city in the order they have to be taken in."""
    codes = [f"YC{number:05d}" for number in range(1, unions - COUNTIES)]
    yield _unions(codes)
    yield _employers(codes)
    for first in range(0, members, FILE_ROWS):
        yield _members(codes, first, min(members, first + FILE_ROWS))
    yield _posts(codes)


def _unions(codes: list[str]) -> Listed:
    counties: list[Cells] = [
        [f"YCX{at:02d}", f"云川第{at + 1}县总工会", "county", "YC00", date(2008, 5, 1), "", ""]
        for at in range(COUNTIES)
    ]
    rows = [
        [
            code,
            f"第{int(code[2:])}厂工会",
            "joint_grassroots",
            f"YCX{number % COUNTIES:02d}",
            date(2010, 1, 1),
            date(2024, 5, 1),
            5,
        ]
        for number, code in enumerate(codes)
    ]
    head = ["统计编码", "全称", "组织类型", "批准组建的上级工会", "成立日期", "本届委员会选举日期", "任期"]
    breaks: dict[str, Break] = {
        "unknown kind": put(2, "小组"),
        "no name": put(1, ""),
        "no code": put(0, ""),
        "unknown superior": put(3, "查无此会"),
        "impossible day": put(4, "2010-02-30"),
        "founded in the future": put(4, "2041-01-01"),
    }
    return Listed("directory/union", "工会", head, counties + rows, breaks, 20)


def _employers(codes: list[str]) -> Listed:
    from zhijia.site.demo.numbers import credit_code

    chance, rows = random.Random(SEED), []
    for number in range(3 * len(codes)):
        union, staff = codes[number // 3], chance.randrange(12, 400)
        kind = chance.choice(["state", "collective", "private", "private", "private", "foreign"])
        county = f"YCX{(number // 3) % COUNTIES:02d}"
        known = [county, f"云川第{number + 1}公司", credit_code(number + 1), "是", staff, staff // 3, kind]
        rows.append([*known, "否", date(2012, 1, 1), union, date(2012, 1, 1)])
    head = ["所属工会", "单位名称", "统一社会信用代码", "法人单位", "职工数", "其中女职工", "所有制"]
    head += ["规模以上", "数据截至", "涵盖工会", "涵盖关系"]
    breaks: dict[str, Break] = {
        "unknown union": put(0, "查无此会"),
        "no name": put(1, ""),
        "check character": other_check_digit(2),
        "staff in words": put(4, "若干"),
        "more women than staff": put(5, 9_999),
        "unknown ownership": put(6, "混改"),
        "impossible day": put(8, "2012-13-01"),
        "unknown covering union": put(9, "YC99999"),
    }
    return Listed("directory/unit", "用人单位", head, rows, breaks, 40)


def _person(number: int) -> tuple[str, str]:
    """A name and a number with a right check digit, in a region that does not exist."""
    from zhijia.kernel.identity import check_digit

    first = f"990101{date(1962, 1, 1) + timedelta(days=number // 900):%Y%m%d}{number % 900 + 1:03d}"
    chance = random.Random(number)
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)), first + check_digit(first)


def _members(codes: list[str], first: int, last: int) -> Listed:
    rows: list[Cells] = []
    for number in range(first, last):
        name, known = _person(number)
        joined = date(2015, 1, 1) + timedelta(days=number % 4000)
        rows.append([number + 1, codes[number % len(codes)], name, known, f"138{number:08d}", joined, "new"])
    #: no sheet knows the first heading
    head = ["花名册序号", "所属工会", "姓名", "身份证号", "手机号", "入会日期", "入会方式"]
    breaks: dict[str, Break] = {
        "check digit": other_check_digit(3),
        "through Excel": through_excel(3),
        "letters in a number": put(3, "四二〇九二一"),
        "digit lost": put(3, "42092119900307001"),
        "unknown union": put(1, "查无此工会"),
        "impossible day": put(5, "2026-02-30"),
        "text for a day": put(5, "去年春天"),
        "joined in the future": put(5, "2031-01-01"),
        "joined before the union stood": put(5, "1951-01-01"),
        "unknown way": put(6, "朋友介绍"),
        "telephone": put(4, "一三八"),
        "no name": put(2, ""),
        "no day": put(5, ""),
    }
    return Listed("directory/membership", f"会员{first // FILE_ROWS + 1}", head, rows, breaks, 22)


def _posts(codes: list[str]) -> Listed:
    """The chair of every union, who is on file as one of its members."""
    rows: list[Cells] = []
    for number, code in enumerate(codes):
        name, known = _person(number)
        rows.append([code, name, known, "chair", "elected", date(2024, 5, 1)])
    head = ["所属工会", "姓名", "身份证号", "工会职务", "产生方式", "任职日期"]
    breaks: dict[str, Break] = {
        "unknown union": put(0, "查无此会"),
        "unknown post": put(3, "会长"),
        "check digit": other_check_digit(2),
        "impossible day": put(5, "2024-02-31"),
        "another name": put(1, "别人"),
    }
    return Listed("directory/tenure", "工会干部", head, rows, breaks, 30)
