"""Clean text, and a search that finds Chinese words of one and two characters."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel import text

HAN = st.text("工会集体协商职代会困难帮扶工资2011年·， 𠮷", max_size=14)


def test_what_cannot_be_seen_is_removed_and_named() -> None:
    cleaned = text.clean("甲\u202e乙\u200b丙\x00\ud800\r\n丁\tok\u2028end")
    assert str(cleaned) == "甲乙丙\n丁\tok\nend"
    assert {note.code: note.params["codes"] for note in cleaned.notes} == {
        "bidi": "U+202E",
        "invisible": "U+200B, U+0000, U+D800",
    }


def test_many_removed_characters_are_named_in_short() -> None:
    (note,) = text.clean("".join(chr(code) for code in range(1, 9))).notes
    assert str(note).endswith("U+0005 …).")


def test_clean_text_is_left_alone() -> None:
    assert text.clean("第2届职代会\n") == text.Cleaned("第2届职代会\n")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    once = text.clean(typed)
    assert text.clean(once.text) == text.Cleaned(once.text)
    assert unicodedata.is_normalized("NFC", once.text)
    once.text.encode()


def test_tokens_overlap_by_one_character() -> None:
    assert text.tokens("2011年职代会 ＡＢ１２") == ["2011", "年职", "职代", "代会", "ab12"]
    assert text.tokens("王 𠮷田") == ["王", "𠮷田"]
    assert text.phrase("集体协商") == "集体 体协 协商"
    assert text.phrases("2011年 工资") == ["2011", "年", "工资"]
    assert text.tokens("?!") == text.phrases("?!") == []


def found(documents: list[str], query: str) -> set[int]:
    index = sqlite3.connect(":memory:")
    index.execute("create virtual table found using fts5(words, content='', tokenize='unicode61')")
    rows = [(number, text.index_text(document)) for number, document in enumerate(documents)]
    index.executemany("insert into found(rowid, words) values (?, ?)", rows)
    match = " AND ".join(f'"{phrase}"' for phrase in text.phrases(query))
    hits = {row[0] for row in index.execute("select rowid from found where found match ?", (match,))}
    index.close()
    return hits


DOCUMENTS = ["工资集体协商覆盖率达到60%", "困难职工帮扶中心", "2011年职代会", "发放工资", "王𠮷"]


@pytest.mark.parametrize(
    "query", ["工资", "集体协商", "职代会", "资集", "2011", "协商工资", "2011年", "王", "𠮷", "难"]
)
def test_search_finds_what_a_substring_search_finds(query: str) -> None:
    assert found(DOCUMENTS, query) == {place for place, words in enumerate(DOCUMENTS) if query in words}


@given(st.lists(HAN, max_size=4), HAN)
def test_search_never_misses_a_substring_of_whole_words(documents: list[str], query: str) -> None:
    if not text.phrases(query):
        return
    hits = found(documents, query)
    # numbers are found whole, Chinese from any character to any other
    wanted = {
        place
        for place, words in enumerate(documents)
        if query in words and set(filter(str.isascii, text.tokens(query))) <= set(text.tokens(words))
    }
    assert wanted <= hits


@given(st.text())
def test_any_text_gives_tokens_an_index_can_store(typed: str) -> None:
    assert all(token and not any(map(str.isspace, token)) for token in text.tokens(typed))
    assert set(text.tokens(typed)) <= set(text.index_text(typed).split())
