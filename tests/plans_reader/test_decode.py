"""Uploads of every kind: read, or refused with a reason."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from zhijia.plans.reader import TEXT_LIMIT, UPLOAD_LIMIT, UnreadablePlan, decode, read_plan

_TEXT = "2011年工会工作要点\n全市新建职工书屋21家。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_text_of_every_usual_encoding(encoding: str) -> None:
    assert decode(_TEXT.encode(encoding)) == _TEXT


def test_a_character_cut_off_at_the_end_is_left_out() -> None:
    assert decode("新建职工书屋21家。".encode()[:-1]) == "新建职工书屋21家"


def _docx(build: object = None) -> bytes:
    document = Document()
    for line in _TEXT.strip().split("\n"):
        document.add_paragraph(line)
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "发展会员", "500人"
    document.add_paragraph("完。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_document_gives_paragraphs_and_tables_in_order() -> None:
    assert decode(_docx(), filename="plan.txt") == _TEXT + "发展会员\t500人\n完。"
    assert [target.value for target in read_plan(_docx()).targets] == ["21", "500"]


def test_numbers_that_word_only_prints_are_part_of_the_text() -> None:
    document = Document()
    document.add_paragraph("2011年工会工作要点")
    for words in ("新建职工书屋21家。", "发展会员500人。"):
        document.add_paragraph(words, style="List Number")
    out = io.BytesIO()
    document.save(out)
    assert decode(out.getvalue()).split("\n")[1:] == ["1.新建职工书屋21家。", "2.发展会员500人。"]


def test_deleted_words_are_gone_and_inserted_ones_stay() -> None:
    document = Document()
    paragraph = document.add_paragraph("新建书屋")
    for tag, inner, words in (("w:del", "w:delText", "18家"), ("w:ins", "w:t", "21家")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert paragraph._p.find(qn("w:del")) is not None
    out = io.BytesIO()
    document.save(out)
    assert decode(out.getvalue()) == "新建书屋21家"


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def _encrypted_zip() -> bytes:
    data = bytearray(_docx())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        flags = struct.unpack_from("<H", data, at + 8)[0]
        struct.pack_into("<H", data, at + 8, flags | 1)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("source", "code", "found"),
    [
        (b"", "empty", None),
        (b" \r\n\t ", "empty", None),
        ("\u3000\n \ufeff", "blank", None),
        ("\u3000\n".encode("gbk"), "blank", None),
        (b"%PDF-1.7\n%\xe2\xe3", "wrong_type", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "wrong_type", "PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "wrong_type", "JPEG image"),
        (_OLE + b"\x00" * 64 + "WordDocument".encode("utf-16-le"), "wrong_type", "Word 97-2003 .doc"),
        (_OLE + b"\x00" * 64 + "Workbook".encode("utf-16-le"), "wrong_type", "Excel 97-2003 .xls"),
        (_OLE + b"\x00" * 64 + "EncryptedPackage".encode("utf-16-le"), "encrypted", None),
        (_zip({"xl/workbook.xml": b"<x/>"}), "wrong_type", "Excel .xlsx"),
        (_zip({"readme.txt": b"x"}), "wrong_type", "zip archive"),
        (_zip({"word/document.xml": b"<broken"}), "broken_docx", None),
        (_docx()[:700], "broken_docx", None),
        (_encrypted_zip(), "encrypted", None),
        (_zip({"word/document.xml": b" " * (51 * 1024 * 1024)}), "unpacked_too_large", None),
        (b"<!DOCTYPE html><html></html>", "wrong_type", "web page (HTML or XML)"),
        (b"{\\rtf1 plan}", "wrong_type", "RTF"),
        (b"\x01\x02\x00\x03plan", "wrong_type", "binary"),
        (bytes(range(1, 256)) * 4, "encoding", None),
        (b"x" * (UPLOAD_LIMIT + 1), "too_large", None),
        ("工" * (TEXT_LIMIT + 1), "too_long", None),
        ("新建书屋\x0021家", "nul", None),
        ("新建书屋\ud80021家", "surrogate", None),
    ],
)
def test_what_is_no_plan_is_refused_by_name(source: bytes | str, code: str, found: str | None) -> None:
    with pytest.raises(UnreadablePlan) as refused:
        decode(source)
    assert refused.value.code == code
    assert refused.value.parameters.get("found") == found
    assert len(refused.value.detail) > 20
