"""Bytes of an uploaded plan as text, told by content and never by file name."""

from __future__ import annotations

import codecs
import re

from .docx_text import docx_text
from .shapes import UnreadablePlan

UPLOAD_LIMIT = 5 * 1024 * 1024
TEXT_LIMIT = 2_000_000

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"BM", "BMP image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"{\\rtf", "RTF"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!", "RAR archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (("WordDocument", "Word 97-2003 .doc"), ("Workbook", "Excel 97-2003 .xls"))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_UNUSUAL = re.compile(r"[\ue000-\uf8ff\U000e0000-\U0010ffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HTML = re.compile(rb"\s*(<!doctype html|<html|<\?xml)", re.IGNORECASE)


def decode(source: bytes | str, *, filename: str = "") -> str:
    """The text of a plan; raises `UnreadablePlan` naming what the source really is."""
    text = source if isinstance(source, str) else _from_bytes(bytes(source), filename)
    return _checked(text)


def _from_bytes(data: bytes, filename: str) -> str:
    if len(data) > UPLOAD_LIMIT:
        detail = f"The file has {len(data)} bytes; at most {UPLOAD_LIMIT} are read. Paste the text instead."
        raise UnreadablePlan(
            "too_large", detail, {"size": len(data), "limit": UPLOAD_LIMIT, "file": filename}
        )
    if not data.strip():
        raise UnreadablePlan("empty", "The file is empty. Choose the file that holds the plan.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return docx_text(data)
    found = _binary_kind(data)
    if found:
        raise _wrong_type(found)
    return _text(data)


def _binary_kind(data: bytes) -> str | None:
    """The name of a file type that is no text, or None; "BM" alone may open an English sentence."""
    if data.startswith(_OLE):
        return _ole_kind(data)
    if _HTML.match(data):
        return "web page (HTML or XML)"
    for magic, name in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or b"\x00" in data[:64]):
            return name
    if data[8:12] == b"WEBP" or data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "image"
    return None


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        detail = "The document is protected by a password. Remove the password in Word and upload it again."
        raise UnreadablePlan("encrypted", detail)
    for marker, name in _OLE_KINDS:
        if marker.encode("utf-16-le") in data:
            return name
    return "old Office file"


def _wrong_type(found: str) -> UnreadablePlan:
    detail = f"This is a {found} file, not a plan in .docx or .txt. Save it as .docx or paste its text."
    return UnreadablePlan("wrong_type", detail, {"found": found})


def _text(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _by(data, encoding)
    if b"\x00" in data:
        raise _wrong_type("binary")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        if len(data) - problem.start < 4 and problem.start > 0 and problem.reason == "unexpected end of data":
            return data[: problem.start].decode("utf-8")
    return _by(data, "gb18030")


def _by(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        detail = (
            f"The text is damaged at byte {problem.start}: it is neither UTF-8, UTF-16 nor GBK. "
            "Save it as UTF-8 and upload it again."
        )
        raise UnreadablePlan("encoding", detail, {"byte": problem.start}) from problem
    if encoding == "gb18030" and len(_CONTROL.findall(text)) + len(_UNUSUAL.findall(text)) > len(text) // 50:
        raise _wrong_type("binary")
    return text


def _checked(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        detail = f"The text has {len(text)} characters; at most {TEXT_LIMIT} are read. Split it into parts."
        raise UnreadablePlan("too_long", detail, {"size": len(text), "limit": TEXT_LIMIT})
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000"):
        raise UnreadablePlan("blank", "There is no text, only blank space. Choose or paste the plan.")
    for code, position in (("nul", text.find("\x00")), ("surrogate", _surrogate_at(text))):
        if position >= 0:
            detail = (
                f"Character {position + 1} is no text (broken copy). Copy the plan again from its source."
            )
            raise UnreadablePlan(code, detail, {"position": position + 1})
    return text


def _surrogate_at(text: str) -> int:
    found = _SURROGATE.search(text)
    return found.start() if found else -1
