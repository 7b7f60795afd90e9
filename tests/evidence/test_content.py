"""What a file really is, found by its bytes alone."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from tests.evidence import pictures
from zhijia.evidence.content import documents, signs
from zhijia.evidence.content.examine import TEST_VIRUS, examine
from zhijia.evidence.content.names import display_name
from zhijia.evidence.content.refusals import LARGEST_FILE, BadFile
from zhijia.kernel.text import clean

TAKEN = {
    "jpeg": (pictures.picture(), signs.JPEG),
    "jpeg with four inks": (pictures.picture(mode="CMYK"), signs.JPEG),
    "jpeg in grey": (pictures.picture(mode="L"), signs.JPEG),
    "png": (pictures.picture("PNG"), signs.PNG),
    "png one bit": (pictures.picture("PNG", mode="1"), signs.PNG),
    "png see-through": (pictures.picture("PNG", mode="RGBA"), signs.PNG),
    "webp": (pictures.picture("WEBP"), signs.WEBP),
    "gif": (pictures.picture("GIF", mode="P"), signs.GIF),
    "gif with a script behind": (pictures.picture("GIF", mode="P") + b"/*<script>x()</script>*/", signs.GIF),
    "jpeg with a page behind": (pictures.picture() + b"<html><script>x()</script></html>", signs.JPEG),
    "jpeg with an archive behind": (pictures.picture() + pictures.packed({"a": "b"}), signs.JPEG),
    "pdf": (pictures.pdf(), signs.PDF),
    "docx": (pictures.docx(), signs.DOCX),
    "xlsx": (pictures.xlsx(), signs.XLSX),
    "text in utf-8": ("会议记录：第一季度".encode(), signs.TEXT),
    "text with a mark": ("\ufeff会议记录".encode(), signs.TEXT),
    "text in gbk": ("会议记录：第一季度".encode("gbk"), signs.TEXT),
    "text in utf-16": ("会议记录".encode("utf-16"), signs.TEXT),
    "text that begins like a bitmap": ("BM 班组会议，MZ，PK".encode(), signs.TEXT),
}
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
REFUSED = {
    "nothing": (b"", "empty"),
    "too much": (b"a" * (LARGEST_FILE + 1), "large"),
    "test virus": (b"x" + TEST_VIRUS, "virus"),
    "svg": (SVG, "refused"),
    "svg without a head": (b"\n <svg onload=x()>", "refused"),
    "svg in utf-16": (SVG.decode().encode("utf-16"), "refused"),
    "page": (b"\xef\xbb\xbf <!DOCTYPE html><html></html>", "refused"),
    "page behind a comment": (b"hello\n<script>x()</script>", "refused"),
    "xml with an entity": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "refused"),
    "program for windows": (b"MZ\x90\x00\x03\x00\x00\x00\x04", "refused"),
    "program for linux": (b"\x7fELF\x02\x01\x01\x00", "refused"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "refused"),
    "php": (b"<?php system('x'); ?>", "refused"),
    "rtf": (b"{\\rtf1 x}", "refused"),
    "zip": (pictures.packed({"a.txt": "b"}), "refused"),
    "program for java": (pictures.packed({"META-INF/MANIFEST.MF": "x"}), "refused"),
    "rar": (b"Rar!\x1a\x07\x00\x00\x00", "refused"),
    "gzip": (b"\x1f\x8b\x08\x00\x00", "refused"),
    "film": (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "refused"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "heic"),
    "unknown": (bytes(range(256)) * 8, "refused"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_office"),
    "locked office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + documents.SEALED_PART, "locked"),
    "locked parts": (pictures.packed(pictures.OFFICE | {"word/document.xml": "x"}, secret=True), "locked"),
    "macros": (
        pictures.packed(pictures.OFFICE | {"xl/workbook.xml": "x", "xl/vbaProject.bin": "x"}),
        "macros",
    ),
    "macros by type": (
        pictures.packed(
            {"[Content_Types].xml": "application/x.macroEnabled.main+xml", "word/document.xml": ""}
        ),
        "macros",
    ),
    "slides": (pictures.packed(pictures.OFFICE | {"ppt/presentation.xml": "x"}), "refused"),
    "bomb of office": (pictures.packed(pictures.OFFICE | {"word/document.xml": bytes(201 * 2**20)}), "bomb"),
    "half a zip": (pictures.docx()[:60], "damaged"),
    "half a jpeg": (pictures.picture()[:4000], "damaged"),
    "head of a png": (pictures.picture("PNG")[:50], "damaged"),
    "half a pdf": (b"%PDF-1.4\n1 0 obj\n", "damaged"),
    "pdf with a password": (pictures.pdf(b"/Encrypt 3 0 R"), "locked"),
    "pdf with a script": (pictures.pdf(b"/J#61vaScript (x)"), "active_pdf"),
    "pdf that starts a program": (pictures.pdf(b"/Launch << /F (x) >>"), "active_pdf"),
    "pdf with a packed script": (pictures.pdf_packed(b"<< /S /JavaScript /JS (x) >>"), "active_pdf"),
    "pdf of 5,000 pages": (pictures.pdf(b"<< /Type /Pages /Count 5000 >>"), "pages"),
    "pdf of as many pages as it says it has not": (pictures.pdf(b"<< /Type /Page >>\n" * 501), "pages"),
    "pdf of 5,000 packed pages": (pictures.pdf_packed(b"<< /Type /Pages /Count 5000 >>"), "pages"),
    "zip that climbs": (pictures.packed({"../../etc/passwd": "x"}), "refused"),
    "zip in a zip": (pictures.packed({"inner.zip": pictures.packed({"a.txt": "b"})}), "refused"),
    "too many pixels": (pictures.plain("PNG", (8000, 5001)), "pixels"),
    "endless scans": (pictures.picture() + b"\xff\xda" * 300, "scans"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_taken_is_known_by_its_content(case: str) -> None:
    data, kind = TAKEN[case]
    for name in ("x", "x.exe.pdf", "x.xlsx"):
        assert examine(data, name=name).kind is kind


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why(case: str) -> None:
    data, code = REFUSED[case]
    with pytest.raises(BadFile) as caught:
        examine(data, name="photo.jpg")
    assert caught.value.code == code
    assert len(str(caught.value.message)) > 10


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("svg", "SVG"),
        ("page", "HTML"),
        ("rar", "archive"),
        ("program for linux", "program"),
        ("film", "film"),
    ],
)
def test_the_real_kind_is_named(case: str, words: str, settings: object) -> None:
    from django.utils import translation

    with pytest.raises(BadFile) as caught:
        examine(REFUSED[case][0])
    with translation.override("en"):
        assert words in str(caught.value.message)


def test_a_script_is_known_by_its_ending_too() -> None:
    with pytest.raises(BadFile):
        examine(b"alert(1)", name="note.JS")
    assert examine(b"alert(1)", name="note.txt").kind is signs.TEXT


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pictures.plain("PNG", (13000, 13000))
    monkeypatch.setattr(Image.Image, "load", lambda *args: pytest.fail("decoded"))
    with pytest.raises(BadFile) as caught:
        examine(data)
    assert caught.value.code == "pixels" and caught.value.params["width"] == 13000


def test_a_head_that_claims_billions_of_pixels_is_refused() -> None:
    data = bytearray(pictures.picture("PNG"))
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    with pytest.raises(BadFile) as caught:
        examine(bytes(data))
    assert caught.value.code == "too_many_pixels"


def test_only_the_first_of_many_frames_is_read() -> None:
    frames = [Image.new("P", (60, 60), shade) for shade in range(200)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=10)
    found = examine(out.getvalue()).picture
    assert found is not None
    with Image.open(io.BytesIO(found.page)) as page:
        assert getattr(page, "n_frames", 1) == 1
        assert page.format == "JPEG"


def test_served_copies_hold_pixels_only() -> None:
    data = pictures.photo()
    assert b"Zhijia phone" in data
    found = examine(data).picture
    assert found is not None and str(found.taken_on) == "2026-03-04"
    for copy in (found.page, found.thumb):
        with Image.open(io.BytesIO(copy)) as image:
            assert image.mode == "RGB"
            assert not image.getexif()
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            # the camera's mark said to turn it
            assert image.height > image.width
        assert b"Exif" not in copy and b"Zhijia phone" not in copy
    with Image.open(io.BytesIO(found.page)) as image:
        assert max(image.size) <= 1600


def test_the_pixels_of_a_picture_are_known_again_without_its_metadata() -> None:
    data = pictures.picture()
    first, second = examine(data).picture, examine(data + b"one byte more").picture
    other = examine(pictures.picture(seed=2)).picture
    assert first and second and other
    assert first.digest == second.digest != other.digest


@pytest.mark.parametrize("depth", [0, 32767, 65535])
def test_sixteen_bits_a_pixel_keep_their_brightness(depth: int) -> None:
    out = io.BytesIO()
    Image.new("I;16", (80, 80), depth).save(out, "PNG")
    found = examine(out.getvalue()).picture
    assert found is not None
    with Image.open(io.BytesIO(found.page)) as page:
        assert abs(page.getpixel((40, 40))[0] - depth // 256) <= 2


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("活动照片.JPG", "活动照片.jpg"),
        ("..", "file.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\x\\图.png", "图.png.jpg"),
        ("CON", "_CON.jpg"),
        ("nul.jpg", "_nul.jpg"),
        ("a\r\nSet-Cookie: b.jpg", "a Set-Cookie_ b.jpg"),
        ("\u202egpj.exe", "gpj.exe.jpg"),
        ("zero\u200bwidth.jpeg", "zerowidth.jpeg"),
        ("😀👨\u200d👩\u200d👧❤️.jpg", "file.jpg"),
        (".jpg", "file.jpg"),
        ("", "file.jpg"),
        ("a\x00b.jpg", "ab.jpg"),
        ('x"; filename="y.html', "x_; filename=_y.html.jpg"),
        ("\ud800.jpg", "file.jpg"),
    ],
)
def test_names_are_cleaned_for_display(typed: str, shown: str) -> None:
    assert display_name(typed, kind=signs.JPEG) == shown


def test_a_long_name_keeps_its_ending() -> None:
    for typed in ("a" * 300 + ".jpg", "字" * 300 + ".jpg"):
        shown = display_name(typed, kind=signs.JPEG)
        assert shown.endswith(".jpg") and len(shown) <= 120 and len(shown.encode()) <= 200
        assert clean(shown).text == shown
