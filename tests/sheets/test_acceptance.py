"""A list of a city with two hundred planted faults: each is named with row, column and reason, no row goes in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast, id_number
from tests.sheets.books import book
from zhijia.directory.models import Membership, Person
from zhijia.sheets.models import Load
from zhijia.sheets.read import read

pytestmark = pytest.mark.django_db

PAGE = "/r/directory/membership"
#: "花名册序号" is a heading that no sheet knows
HEAD = ["花名册序号", "所属工会", "姓名", "身份证号", "手机号", "入会日期", "入会方式"]
NUMBER, UNION, NAME, ID, PHONE, JOINED, WAY = range(7)
ROWS, FAULTS = 700, 200
UNIONS = ("YC0102", "YC0201")


def right(row: int) -> list[Any]:
    """One member of the list; no two have the same number."""
    born = date(1970, 1, 1) + timedelta(days=row)
    joined = (date(2026, 1, 1) + timedelta(days=row % 200)).isoformat()
    return [
        row,
        UNIONS[row % 2],
        f"会员{row}",
        id_number(born, row % 999 + 1),
        f"138{row:08d}",
        joined,
        "新入会",
    ]


def put(place: int, text: Any) -> Callable[[list[Any], Cast], None]:
    def broken(cells: list[Any], cast: Cast) -> None:
        cells[place] = text

    return broken


def other_check_digit(cells: list[Any], cast: Cast) -> None:
    cells[ID] = cells[ID][:17] + ("1" if cells[ID][17] != "1" else "2")


def broken_by_excel(cells: list[Any], cast: Cast) -> None:
    cells[ID] = float(cells[ID][:15] + "000")


def on_file_by_another_name(cells: list[Any], cast: Cast) -> None:
    cells[ID] = cast.people["gao"].id_number


def member_already(cells: list[Any], cast: Cast) -> None:
    person = cast.memberships["gao"].person
    cells[UNION], cells[NAME], cells[ID] = cast.memberships["gao"].org.code, person.name, person.id_number


#: what is planted, and the column the report must name (or none: the row as a whole)
PLANTED: dict[str, tuple[Callable[[list[Any], Cast], None], set[str]]] = {
    "check digit": (other_check_digit, {"证件号码"}),
    "through Excel": (broken_by_excel, {"证件号码"}),
    "letters in a number": (put(ID, "四二〇九二一"), {"证件号码"}),
    "unknown union": (put(UNION, "查无此工会"), {"所属工会"}),
    "impossible day": (put(JOINED, "2026-02-30"), {"入会日期"}),
    "text for a day": (put(JOINED, "去年春天"), {"入会日期"}),
    "joined in the future": (put(JOINED, "2031-01-01"), {"入会日期"}),
    "joined before the union stood": (put(JOINED, "1951-01-01"), {"入会日期"}),
    "digit lost": (put(ID, "42092119900307001"), {"证件号码"}),
    "unknown way": (put(WAY, "朋友介绍"), {"入会方式"}),
    "telephone": (put(PHONE, "一三八"), {"电话"}),
    "no name": (put(NAME, ""), {"姓名"}),
    "on file by another name": (on_file_by_another_name, {"姓名"}),
    "no day": (put(JOINED, ""), {"入会日期"}),
    "member already": (member_already, {"入会日期", ""}),
}

COLUMNS = {kind: columns for kind, (_break, columns) in PLANTED.items()} | {"twice in the list": {"证件类型"}}


def planted(cast: Cast) -> tuple[list[list[Any]], dict[int, str]]:
    """The list, and line of the sheet → what was planted there; the last ones repeat another row."""
    rows = [right(row) for row in range(ROWS)]
    chosen = sorted(random.Random(20261123).sample(range(300, ROWS), FAULTS))
    told, kinds = {}, list(PLANTED)
    for number, row in enumerate(chosen[:-10]):
        kind = kinds[number % len(kinds)]
        PLANTED[kind][0](rows[row], cast)
        told[row + 2] = kind
    for number, row in enumerate(chosen[-10:]):
        rows[row] = [row, *right(number)[1:]]
        told[row + 2] = "twice in the list"
    return rows, told


@pytest.fixture
def chinese(client: Any) -> Iterator[Any]:
    client.cookies["django_language"] = "zh-hans"
    yield client


def sent(client: Any, rows: list[list[Any]]) -> str:
    """The address of the preview of a list, its unknown heading explained the first time."""
    where = client.post(f"{PAGE}/import/", {"file": SimpleUploadedFile("花名册.xlsx", book([HEAD, *rows]))})[
        "Location"
    ]
    if where.endswith("/headings/"):
        names = ["", "org", "name", "id_number", "phone", "valid_from", "join_kind"]
        where = client.post(where, {f"map_{place}": name for place, name in enumerate(names)})["Location"]
    return str(where)


def reported(client: Any, where: str) -> dict[int, tuple[str, str]]:
    """Line → columns and reasons of the workbook of faults."""
    (_line, _head), *rows = read(b"".join(client.get(f"{where}faults.xlsx").streaming_content)).rows
    return {int(cells[0]): (cells[1], cells[2]) for _at, cells in rows}


def test_two_hundred_planted_faults_are_all_named_and_nothing_goes_in(cast: Cast, chinese: Any) -> None:
    client = cast.login(chinese, "city.officer")
    rows, told = planted(cast)
    people, members = Person.objects.count(), Membership.objects.count()
    where = sent(client, rows)
    found = reported(client, where)
    assert set(found) == set(told) and len(told) == FAULTS
    for line, kind in told.items():
        column, reason = found[line]
        assert column in COLUMNS[kind] and reason, (line, kind, column, reason)
    refused = client.post(where)
    assert refused.status_code == 422 and f"{ROWS - FAULTS}行无误，{FAULTS}行有错" in refused.content.decode()
    assert (Person.objects.count(), Membership.objects.count(), Load.objects.count()) == (people, members, 0)
    mended = [right(row) if row + 2 in told else cells for row, cells in enumerate(rows)]
    assert client.post(sent(client, mended)).status_code == 302
    assert Membership.objects.count() == members + ROWS and Load.objects.get().rows == ROWS
