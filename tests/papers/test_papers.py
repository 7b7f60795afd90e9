"""An official paper set twice: nothing in it is markup, long tables go on, a machine without faces prints too."""

from __future__ import annotations

import functools
import io
import re
from typing import Any

import pytest
import typst
from docx import Document
from docx.oxml.ns import qn

from zhijia.papers import document, faces, printed
from zhijia.papers.paper import Grid, Paper, Paragraph, Party

MARKUP = "#panic(1) *粗* $x$ <b>&amp; \\ @a “引号” [方括号]"


def paper(rows: int = 1, **values: Any) -> Paper:
    said: dict[str, Any] = {
        "title": f"责任书 {MARKUP}",
        "number": "云工责〔2026〕1号",
        "addressee": "临江县总工会：",
        "body": [
            Paragraph("一、目标", is_heading=True),
            Paragraph(MARKUP),
            Grid(("序号", "目标"), [(str(one), MARKUP) for one in range(rows)], (1, 5), frozenset({0})),
        ],
        "parties": [Party("下达单位：", "云川市总工会", ("（盖章）",)), Party("责任单位：", "临江县总工会")],
        "dated": "2026年8月10日",
        "author": "云川市总工会",
        **values,
    }
    return Paper(**said)


def pages(content: bytes) -> int:
    (count,) = {int(one) for one in re.findall(rb"/Type ?/Pages.*?/Count (\d+)", content, re.DOTALL)}
    return count


def test_nothing_in_a_text_is_read_as_markup() -> None:
    read = Document(document.made(paper()))
    assert read.paragraphs[0].text == f"责任书 {MARKUP}"
    assert read.tables[0].rows[1].cells[1].text == MARKUP
    assert printed.made(paper()).startswith(b"%PDF")


def test_a_long_table_goes_on_with_its_head_and_whole_rows() -> None:
    assert pages(printed.made(paper())) == 1
    assert pages(printed.made(paper(rows=80))) > 2
    wide = [column.width.mm for column in Document(document.made(paper())).tables[0].columns]
    assert wide == pytest.approx([26, 130], abs=0.1)
    head, row = Document(document.made(paper(rows=2))).tables[0].rows[:2]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_page_numbers_stand_at_the_outer_side() -> None:
    section = Document(document.made(paper())).sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert "PAGE" in odd._p.xml and odd.text == "— 1 —"


def test_each_face_names_what_stands_in_for_it() -> None:
    made = document.made(paper())
    (table,) = [
        part.blob.decode()
        for part in Document(io.BytesIO(made.read())).part.package.iter_parts()
        if str(part.partname) == "/word/fontTable.xml"
    ]
    for face in (faces.TITLE, faces.BODY, faces.HEAD, faces.SONG):
        assert f'w:name="{face}"' in table and ",".join(faces.INSTEAD[face]) in table


def test_a_machine_without_any_chinese_face_prints_with_the_shipped_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bare = functools.partial(typst.compile, ignore_system_fonts=True)
    monkeypatch.setattr(typst, "compile", bare)
    fonts = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z]+)", printed.made(paper())))
    assert b"ZhijiaSong" in fonts


def test_without_number_addressee_or_parties_it_still_stands() -> None:
    short = paper(number="", addressee="", parties=(), notes=("附注",), language="en")
    assert printed.made(short).startswith(b"%PDF")
    texts = [one.text for one in Document(document.made(short)).paragraphs]
    assert "云工责〔2026〕1号" not in texts and texts[-1] == "附注"
