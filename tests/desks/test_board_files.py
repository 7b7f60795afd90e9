"""The table as files: what was filtered is what stands in them, opened by other libraries than made them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document
from openpyxl import load_workbook

from tests.cast import Cast
from tests.desks.big_plan import Made, by_hand, milestone


@pytest.fixture
def city(cast: Cast, made: Made, client: Any) -> Any:
    return cast.login(client, "city.officer")


def content(client: Any, name: str, **query: str) -> io.BytesIO:
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    return io.BytesIO(b"".join(answer.streaming_content))


def rows_of(client: Any, **query: str) -> list[list[Any]]:
    """The rows below the headings."""
    sheet = load_workbook(content(client, "desks:board_xlsx", **query)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    heads = next(place for place, row in enumerate(rows) if row[2] is not None)
    return rows[heads:]


def table_of(client: Any, **query: str) -> Any:
    return Document(content(client, "desks:board_docx", **query)).tables[0]


def shown(client: Any, **query: str) -> list[str]:
    """The labels on the page, in its order."""
    page = client.get(reverse("desks:board"), query)
    return [line.label for group, _rows in page.context["groups"] for line in group.lines]


QUERIES = [{}, {"order": "plan"}, {"state": "at_risk"}, {"kind": "money"}, {"q": "书屋", "due": "year"}]


@pytest.mark.parametrize("query", QUERIES)
def test_the_workbook_holds_what_the_page_shows_in_its_order(city: Any, query: dict[str, str]) -> None:
    head, *rows = rows_of(city, **query)
    place = head.index("目标")
    assert [row[place] for row in rows] == shown(city, **query) != []


@pytest.mark.parametrize("query", QUERIES)
def test_the_document_holds_what_the_page_shows_in_its_order(city: Any, query: dict[str, str]) -> None:
    table = table_of(city, **query)
    labels = [row.cells[1].text for row in table.rows[1:] if row.cells[0].text.isdigit()]
    assert labels == shown(city, **query)


def test_numbers_are_numbers_money_is_yuan_and_days_are_days(city: Any) -> None:
    head, *rows = rows_of(city, kind="money")
    row = dict(zip(head, rows[0], strict=True))
    assert (row["目标值"], row["已计入"], row["已申报、未计入"]) == (9000, 800, 800)
    assert row["起"].date() == date(2026, 1, 1) and row["止"].date() == date(2026, 12, 31)
    assert row["完成率（%）"] == pytest.approx(8.89)
    assert row["状态"] == "有风险"


def test_a_rate_gives_its_base_and_a_promise_of_parts_its_parts(city: Any) -> None:
    head, *rows = rows_of(city)
    by_label = {row[head.index("目标")]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_label["建会率"]["基数"] == 9
    assert (by_label["每个县书屋"]["已计入"], by_label["每个县书屋"]["目标值"]) == (2, 2)


def test_a_label_like_a_formula_stays_a_text(city: Any, made: Made) -> None:
    by_hand(made.plan, "=1+1", "mem_count", 5, "人", {})
    book = load_workbook(content(city, "desks:board_xlsx"))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert "=1+1" in [row.cells[1].text for row in table_of(city).rows]


def test_the_document_looks_official(city: Any, made: Made) -> None:
    document = Document(content(city, "desks:board_docx", state="failed"))
    section = document.sections[0]
    assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
    assert {round(section.left_margin.mm), round(section.top_margin.mm)} == {37, 28}
    assert "PAGE" in section.footer._element.xml
    title = document.paragraphs[0]
    assert (
        title.text == made.plan.title
        and "方正小标宋简体" in title._p.xml
        and title.runs[0].font.size.pt == 22
    )
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "云川市总工会" in said and "2026年11月20日" in said and "筛选：未完成" in said


def test_dated_activities_stand_in_both_files_unless_filtered(city: Any, made: Made) -> None:
    milestone(made.plan, "召开推进会", date(2026, 6, 30), item=made.plan.items.last())
    for query, there in (({}, True), ({"kind": "money"}, False)):
        assert ("召开推进会" in str(rows_of(city, **query))) is there
        texts = [row.cells[0].text for row in table_of(city, **query).rows]
        assert any("召开推进会" in text for text in texts) is there


def test_a_past_day_is_written_with_its_figures(city: Any) -> None:
    head, *rows = rows_of(city, kind="money", as_of="2026-03-04")
    assert dict(zip(head, rows[0], strict=True))["已计入"] == 0
    head, *rows = rows_of(city, kind="money", as_of="2026-03-05")
    assert dict(zip(head, rows[0], strict=True))["已计入"] == 800


def test_english_files_are_english(city: Any) -> None:
    city.cookies["django_language"] = "en"
    with translation.override("en"):
        head, *_rows = rows_of(city)
    assert head[:4] == ["Item", "Heading", "Target", "Comparison"]


@pytest.mark.parametrize("name", ["desks:board_xlsx", "desks:board_docx"])
def test_files_refuse_what_the_page_refuses(cast: Cast, city: Any, client: Any, name: str) -> None:
    assert city.get(reverse(name), {"state": "x"}).status_code == 400
    assert city.get(reverse(name), {"room": "nowhere"}).status_code == 400
    assert city.get(reverse(name), {"as_of": "2026-02-30"}).status_code == 400
    assert city.get(reverse(name), {"node": "ZZ99"}).status_code == 404
    cast.login(client, "river.officer")
    assert client.get(reverse(name), {"node": "YC02"}).status_code == 404
    cast.login(client, "wang")
    assert client.get(reverse(name)).status_code == 404
