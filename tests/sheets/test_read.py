"""Files as people send them: judged by content, read as text, refused with what to do."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter

from tests.sheets.books import book
from zhijia.sheets import read as reader
from zhijia.sheets import workbook
from zhijia.sheets.read import BadFile, read, read_text

CSV = "姓名,金额\n张三,100\n李四,200\n"


def cells(content: bytes) -> list[list[str]]:
    return [row for _line, row in read(content).rows]


def refusal(content: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        read(content)
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        CSV.replace(",", "，").encode(),
        CSV.replace("\n", "\r\n").encode("gbk"),
    ],
)
def test_csv_in_the_usual_encodings_and_with_the_usual_separators(content: bytes) -> None:
    assert cells(content) == [["姓名", "金额"], ["张三", "100"], ["李四", "200"]]


def test_a_workbook_gives_texts_days_and_numbers_with_their_lines() -> None:
    found = read(
        book([[], ["姓名", "日期", "金额"], ["张三", date(2026, 3, 8), 1234.5], [], ["李四", None, 3]])
    )
    assert found.rows == [
        (2, ["姓名", "日期", "金额"]),
        (3, ["张三", "2026-03-08", "1234.5"]),
        (5, ["李四", "", "3"]),
    ]


def test_a_number_longer_than_excel_keeps_shows_its_loss() -> None:
    assert cells(book([["x"], [420921199003070017.0]])) == [["x"], ["4.2092119900307e+17"]]
    assert cells(book([["x"], [420921700307123.0]])) == [["x"], ["420921700307123"]]


def test_a_list_that_does_not_begin_in_the_first_column_keeps_its_places() -> None:
    assert cells(book([[None, None, "a"], [None, None, None, "b"]])) == [["", "", "a"], ["", "", "", "b"]]


def test_formula_cells_are_known_by_their_place() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "金额"])
        sheet.write_string(1, 0, "张三")
        sheet.write_formula(1, 1, "=50+50", None, 100)
    found = read(file.getvalue())
    assert found.rows[1] == (2, ["张三", "100"]) and found.formulas == {(2, 1)}


def test_other_files_are_named_for_what_they_are() -> None:
    assert "PNG" in refusal(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    assert "PDF" in refusal(b"%PDF-1.7 ...")
    assert ".xls" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert ".xlsx" in refusal(b"<html><table><tr><td>a</td></tr></table></html>")
    assert refusal(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")) != refusal(
        b"\xd0\xcf\x11\xe0"
    )
    assert refusal(bytes(range(256)) * 4)


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_archives_that_are_no_workbook_or_a_dangerous_one_are_refused() -> None:
    assert "Word" in refusal(packed({"word/document.xml": b"<w/>"}))
    assert "zip" in refusal(packed({"a.txt": b"a"}))
    assert refusal(packed({"xl/workbook.xml": b"<w/>", "xl/vbaProject.bin": b"x"}))
    assert refusal(packed({"xl/workbook.xml": b"<w/>", "xl/externalLinks/externalLink1.xml": b"x"}))
    assert refusal(packed({"xl/workbook.xml": b"not xml at all"}))
    assert refusal(book([["a"]])[:-200])


def told(content: bytes) -> str:
    """What the process that opens workbooks says is wrong."""
    with pytest.raises(workbook.Bad) as caught:
        workbook.opened(content)
    return caught.value.code


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_read() -> None:
    bomb = packed({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"\0" * (450 << 20)})
    assert len(bomb) < 1_000_000 and "400" in refusal(bomb)


def test_a_workbook_that_lies_about_its_size_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "UNPACKED_BYTES", 5 << 20)
    bomb = bytearray(packed({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"\0" * (50 << 20)}))
    real, said = struct.pack("<I", 50 << 20), struct.pack("<I", 1000)
    assert bomb.count(real) == 2
    assert told(bytes(bomb).replace(real, said)) in ("large", "damaged")


def test_a_workbook_that_takes_too_long_or_too_much_memory_ends_only_its_own_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reader, "WALL", 0.01)
    assert "内存" in refusal(book([["a"], ["1"]]))


def test_a_workbook_is_opened_without_the_secrets_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s")
    monkeypatch.setenv("DATABASE_URL", "d")
    assert not {"SECRET_KEY", "DATABASE_URL"} & set(reader._environment())


def test_a_million_empty_formatted_rows_are_nothing() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as made:
        sheet, style = made.add_worksheet(), made.add_format({"bold": True})
        sheet.write_string(0, 0, "姓名")
        sheet.write_string(1, 0, "张三")
        for line in range(2, 100_000):
            sheet.write_blank(line, 0, None, style)
    started = time.monotonic()
    assert cells(file.getvalue()) == [["姓名"], ["张三"]]
    assert time.monotonic() - started < 20


def test_limits_of_rows_cells_columns_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ROWS", 3)
    monkeypatch.setattr(workbook, "ROWS", 3)
    assert "3" in refusal(b"a\n1\n2\n3\n4\n")
    assert told(book([["a"], ["1"], ["2"], ["3"], ["4"]])) == "rows"
    monkeypatch.setattr(workbook, "CELLS", 3)
    assert told(book([["a", "b"], ["1", "2"]])) == "cells"
    assert "60" in refusal(",".join(["a"] * 70).encode())
    monkeypatch.setattr(reader, "FILE_BYTES", 10)
    assert refusal(b"a" * 11)


def test_merged_cells_give_every_line_they_cover_their_value() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["工会", "姓名"])
        sheet.merge_range(1, 0, 3, 0, "纺织厂工会")
        for line, name in enumerate(["张三", "李四", "王五"], 1):
            sheet.write_string(line, 1, name)
    found = read(file.getvalue())
    assert [row for _line, row in found.rows[1:]] == [["纺织厂工会", one] for one in ("张三", "李四", "王五")]
    assert len(found.notices) == 1 and "2–4" in found.notices[0]


def test_only_the_first_visible_sheet_is_read_and_the_others_are_named() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        for name in ("隐藏", "名单", "另一张"):
            sheet = made.add_worksheet(name)
            sheet.write_string(0, 0, name)
            if name == "隐藏":
                sheet.hide()
            if name == "名单":
                sheet.activate()
                sheet.set_first_sheet()
    found = read(file.getvalue())
    assert found.rows == [(1, ["名单"])] and "另一张" in found.notices[0]


def test_a_workbook_that_counts_from_1904_says_so() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as made:
        made.add_worksheet().write_string(0, 0, "a")
    assert read(file.getvalue()).base_1904


@pytest.mark.parametrize(
    "content", [b"", b"  \r\n \n", b"\xef\xbb\xbf", b",,,\n,,\n", book([]), book([[" "]])]
)
def test_nothing_is_said_to_be_nothing(content: bytes) -> None:
    assert refusal(content)


def test_pasted_cells_keep_quotes_and_lines_within() -> None:
    found = read_text('姓名\t备注\n张三\t"两行\n文字"\n')
    assert [row for _line, row in found.rows] == [["姓名", "备注"], ["张三", "两行\n文字"]]
    with pytest.raises(BadFile):
        read_text(" \n ")


def test_a_cell_with_a_nul_loses_it() -> None:
    assert workbook._text("张\0三") == "张三"
