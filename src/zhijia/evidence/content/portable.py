"""PDF files, looked into without running anything: password, scripts, how many pages."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from zhijia.evidence.content.refusals import MOST_PAGES, BadFile
from zhijia.evidence.content.signs import PDF, Kind

#: names may hide letters as #xx
HIDDEN_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch)\b\s*[\(<\[/0-9]")
PAGE = re.compile(rb"/Type\s*/Page\b")
PAGES, COUNT = re.compile(rb"/Type\s*/Pages\b"), re.compile(rb"\s*(\d{1,9})\b")
#: how far the words of one dictionary lie apart
NEAR = 300
#: more streams, or numbers of something, than an honest file of this size has
MOST_STREAMS, MOST_COUNTS = 3000, 20_000
#: bytes unpacked of one stream and of all of them
ONE_STREAM, ALL_STREAMS = 4 * 1024 * 1024, 32 * 1024 * 1024


def pdf(data: bytes) -> Kind:
    """A complete PDF without password, script, start of a program or pages without end; raises BadFile."""
    if b"%%EOF" not in data[-2048:]:
        raise BadFile("damaged", kind=PDF.label)
    plain = b"\n".join(_plain(part) for part in (data, *_unpacked(data)))
    if re.search(rb"/Encrypt\b", plain):
        raise BadFile("locked")
    if ACTIVE.search(plain):
        raise BadFile("active_pdf")
    pages = max(sum(1 for _found in PAGE.finditer(plain)), *_counts(plain), 0)
    if pages > MOST_PAGES:
        raise BadFile("pages", pages=pages, limit=MOST_PAGES)
    return PDF


def _plain(part: bytes) -> bytes:
    return HIDDEN_LETTER.sub(lambda found: bytes([int(found[1], 16)]), part)


def _places(data: bytes, word: bytes, most: int) -> Iterator[int]:
    """Where a word ends; a file with more of it than `most` is none that a program for documents wrote."""
    at, seen = data.find(word), 0
    while at >= 0:
        seen += 1
        if seen > most:
            raise BadFile("damaged", kind=PDF.label)
        yield at + len(word)
        at = data.find(word, at + len(word))


def _counts(plain: bytes) -> Iterator[int]:
    """The numbers the trees of pages give for themselves; bookmarks count too, in dictionaries of their own."""
    yield 0
    for end in _places(plain, b"/Count", MOST_COUNTS):
        number = COUNT.match(plain, end, end + 20)
        beside = (
            plain[max(0, end - NEAR) : end].rpartition(b"<<")[2] + plain[end : end + NEAR].partition(b">>")[0]
        )
        if number and PAGES.search(beside):
            yield int(number[1])


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The objects packed into streams (ISO 32000-1, 7.5.7), which a plain search would not see."""
    left = ALL_STREAMS
    for end in _places(data, b"/ObjStm", MOST_STREAMS):
        start = data.find(b"stream", end, end + NEAR)
        if start < 0:
            continue
        packed = data[start + 6 : start + 6 + ONE_STREAM].lstrip(b"\r\n")
        try:
            part = zlib.decompressobj().decompress(packed, min(ONE_STREAM, left))
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            raise BadFile("damaged", kind=PDF.label)
        yield part
