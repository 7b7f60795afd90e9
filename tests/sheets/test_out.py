"""Workbooks given out: real types, texts that stay texts, masks, a journal row, and the way back in."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.http import QueryDict
from django.utils import translation

from tests.cast import Cast
from zhijia.assistance.models import Relief
from zhijia.directory.models import Person, Unit
from zhijia.facilities.models import ReadingRoom
from zhijia.journal.models import JournalEvent
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.listing import BadQuery, Listing
from zhijia.registry.services import add, remove
from zhijia.sheets import out
from zhijia.sheets.columns import own_sheet, sheet_of
from zhijia.sheets.load import load, reading, tried
from zhijia.sheets.read import read
from zhijia.tree.actor import SYSTEM

pytestmark = pytest.mark.django_db

DANGEROUS = ["=cmd|'/c calc'!A1", "+86", "-1", "@SUM(A1)", "=1+1"]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def given(register: Any, cast: Cast, who: str, query: str = "", reason: str = "") -> bytes:
    actor = cast.actor(who)
    with out.export(register, Listing(register, actor, QueryDict(query)), actor, reason=reason) as file:
        return file.read()


def rows(content: bytes) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    lines = list(sheet.iter_rows(values_only=True))
    return [dict(zip(lines[2], line, strict=True)) for line in lines[3:]]


def relief(cast: Cast, worker: str = "wang", day: date = date(2026, 3, 2), **more: Any) -> Relief:
    values = {"org": cast.orgs["gas"], "worker": cast.people[worker], "reason": "illness", "amount": 123_450}
    return add(Relief.register, values | {"kind": "living", "happened_on": day} | more, by=SYSTEM)


def test_values_have_their_types_and_headings_the_readers_language(cast: Cast) -> None:
    made = relief(cast)
    content = given(Relief.register, cast, "gas.officer")
    (row,) = rows(content)
    assert row["happened_on"].date() == date(2026, 3, 2) and row["amount"] == 1234.5
    assert row["org"] == "YC0102" and row["org.name"] == "临江燃气公司工会" and row["worker"] == "王桂兰"
    assert row["kind"] == "living relief" and row["state"] == "asked for" and row["uid"] == str(made.uid)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["A2"].value.lower().startswith(str(Relief._meta.get_field("org").verbose_name)[:4])
    assert sheet.row_dimensions[3].hidden
    assert "1" in sheet["A1"].value and cast.users["gas.officer"].name in sheet["A1"].value
    with translation.override("zh-hans"):
        (chinese,) = rows(given(Relief.register, cast, "gas.officer"))
    assert chinese["kind"] != row["kind"]


def test_the_list_s_filters_and_words_hold_for_the_workbook(cast: Cast) -> None:
    relief(cast)
    relief(cast, "gao", date(2026, 4, 2))
    assert len(rows(given(Relief.register, cast, "gas.officer", "happened_on_from=2026-04-01"))) == 1
    assert [row["worker"] for row in rows(given(Relief.register, cast, "gas.officer", "q=高师傅"))] == [
        "高师傅"
    ]
    with pytest.raises(BadQuery):
        given(Relief.register, cast, "gas.officer", "password=1")


def test_only_rows_one_may_export_and_only_whoever_may(cast: Cast) -> None:
    relief(cast)
    assert rows(given(Relief.register, cast, "mill.officer")) == []
    with pytest.raises(Forbidden):
        given(Relief.register, cast, "gas.chair")


def test_protected_values_are_masked_unless_a_right_and_a_reason_open_them(cast: Cast) -> None:
    number = cast.people["wang"].id_number
    masked = {row["name"]: row for row in rows(given(Person.register, cast, "river.officer"))}["王桂兰"]
    assert number not in str(masked) and "13800000001" not in str(masked)
    clear = {
        row["name"]: row for row in rows(given(Person.register, cast, "river.officer", reason="年度核对"))
    }
    assert clear["王桂兰"]["id_number"] == number and clear["王桂兰"]["phone"] == "13800000001"
    events = list(JournalEvent.objects.filter(verb="export").order_by("id"))
    assert [(event.after["in_clear"], event.reason) for event in events] == [(False, ""), (True, "年度核对")]
    assert events[1].after["rows"] == 4 and number not in events[1].after_text


def test_no_export_in_clear_without_the_right(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        given(Unit.register, cast, "river.officer", reason="年度核对")


def test_the_journal_knows_what_was_taken_out(cast: Cast) -> None:
    from zhijia.journal.verify import problems

    relief(cast)
    given(Relief.register, cast, "gas.officer", "state=asked")
    event = JournalEvent.objects.get(verb="export")
    assert (
        event.after == {"rows": 1, "asked": "state=asked", "in_clear": False}
        and event.kind == "assistance.relief"
    )
    assert [one for one in problems() if one.check in ("witness", "rows")] == []


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_stays_a_text_and_comes_back(cast: Cast, text: str) -> None:
    values = {"org": cast.orgs["gas"], "name": text, "address": "解放路1号", "happened_on": date(2026, 1, 2)}
    room = add(ReadingRoom.register, values, by=SYSTEM)
    content = given(ReadingRoom.register, cast, "gas.officer")
    cell = next(
        cell
        for line in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
        for cell in line
        if cell.value == text
    )
    assert cell.data_type == "s" and cell.quotePrefix
    remove(room, by=SYSTEM, reason="重来")
    found = tried(reading(own_sheet(ReadingRoom.register), read(content), cast.actor("gas.officer")))
    assert not found.errors and load(found, source="back.xlsx").added == 1
    assert ReadingRoom.objects.get().name == text


def test_an_export_read_in_again_adds_nothing(cast: Cast) -> None:
    relief(cast)
    content = given(Relief.register, cast, "gas.officer")
    found = reading(own_sheet(Relief.register), read(content), cast.actor("gas.officer"))
    assert found.known == 1 and not found.errors and load(found, source="back.xlsx").added == 0


def test_an_export_of_relief_comes_back_into_an_empty_register(cast: Cast) -> None:
    made = relief(cast)
    remove(made, by=SYSTEM, reason="重来")
    relief_again = relief(cast, "gao")
    content = given(Relief.register, cast, "gas.officer")
    remove(relief_again, by=SYSTEM, reason="重来")
    found = tried(reading(own_sheet(Relief.register), read(content), cast.actor("gas.officer")))
    assert not [error for error in found.errors if error.column != "reason"]
    again = given_with_reason(cast, relief(cast, "gao"))
    found = tried(reading(own_sheet(Relief.register), read(again), cast.actor("gas.officer")))
    assert not found.errors and load(found, source="back.xlsx").added == 1
    assert Relief.objects.get().worker == cast.people["gao"]


def given_with_reason(cast: Cast, made: Relief) -> bytes:
    content = given(Relief.register, cast, "gas.officer", reason="转入新系统")
    remove(made, by=SYSTEM, reason="重来")
    return content


def test_too_many_rows_are_refused_with_the_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(out, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="3"):
        given(Person.register, cast, "river.officer")


def test_the_number_of_queries_does_not_grow_with_the_rows(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    relief(cast)
    with CaptureQueriesContext(connection) as one:
        given(Relief.register, cast, "gas.officer")
    for day in range(3, 9):
        relief(cast, "gao", date(2026, 3, day))
    with CaptureQueriesContext(connection) as seven:
        given(Relief.register, cast, "gas.officer")
    assert len(one) == len(seven)


@pytest.mark.parametrize("model", [Relief, Person, ReadingRoom, Unit])
def test_the_empty_sheet_says_what_goes_in_and_is_read_back(cast: Cast, model: Any) -> None:
    sheet = sheet_of(model.register)
    with out.template(sheet) as file:
        content = file.read()
    made = openpyxl.load_workbook(io.BytesIO(content))
    heads = [cell.value for cell in made.active[2]]
    assert any(text.endswith(" *") for text in heads) and made.active.row_dimensions[3].hidden
    assert made["choices"].sheet_state == "hidden"
    assert len(made.active.data_validations.dataValidation) == sum(
        bool(column.choices) or column.kind == "truth" for column in sheet.columns if column.kind != "shown"
    )
    made.active.append([None])
    made.active.cell(row=4, column=1, value="YC0102")
    filled = io.BytesIO()
    made.save(filled)
    found = reading(sheet, read(filled.getvalue()), cast.actor("river.officer"))
    assert found.numbers == [4] and len(found.columns) == len(heads)
