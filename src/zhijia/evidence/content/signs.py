"""The first bytes by which kinds of files are known."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhijia.evidence.content.refusals import Text


@dataclass(frozen=True)
class Kind:
    """A kind that is taken: its media type, the endings of its names (the first is its own) and its name."""

    media_type: str
    endings: tuple[str, ...]
    label: Text
    image_format: str = ""


JPEG = Kind("image/jpeg", ("jpg", "jpeg", "jpe"), pgettext_lazy("file", "JPEG picture"), "JPEG")
PNG = Kind("image/png", ("png",), pgettext_lazy("file", "PNG picture"), "PNG")
WEBP = Kind("image/webp", ("webp",), pgettext_lazy("file", "WebP picture"), "WEBP")
GIF = Kind("image/gif", ("gif",), pgettext_lazy("file", "GIF picture"), "GIF")
HEIF = Kind("image/heic", ("heic", "heif"), pgettext_lazy("file", "HEIC picture"), "HEIF")
PDF = Kind("application/pdf", ("pdf",), pgettext_lazy("file", "PDF document"))
DOCX = Kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("docx",),
    pgettext_lazy("file", "Word document"),
)
XLSX = Kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("xlsx",),
    pgettext_lazy("file", "Excel workbook"),
)
TEXT = Kind("text/plain", ("txt", "text", "csv", "md", "log"), pgettext_lazy("file", "text file"))
KINDS = {kind.media_type: kind for kind in (JPEG, PNG, WEBP, GIF, HEIF, PDF, DOCX, XLSX, TEXT)}

PROGRAM = _("a program")
ARCHIVE = _("an archive")
FILM = _("a film")
SOUND = _("a sound recording")
PICTURE = _("a picture of a kind browsers do not show (TIFF, BMP, PSD, icon)")

#: kinds known that are never taken, by where their mark stands and what it is
REFUSED: tuple[tuple[int, bytes, Text], ...] = (
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xfe\xed\xfa\xce", PROGRAM),
    (0, b"\xfe\xed\xfa\xcf", PROGRAM),
    (0, b"\xce\xfa\xed\xfe", PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"dex\n", PROGRAM),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", _("a Windows shortcut")),
    (0, b"Rar!\x1a\x07", ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE),
    (0, b"BZh", ARCHIVE),
    (0, b"\xfd7zXZ\x00", ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
    (0, b"MSCF", ARCHIVE),
    (0, b"PK\x05\x06", ARCHIVE),
    (0, b"PK\x07\x08", ARCHIVE),
    (257, b"ustar", ARCHIVE),
    (0, b"II*\x00", PICTURE),
    (0, b"MM\x00*", PICTURE),
    (0, b"BM", PICTURE),
    (0, b"8BPS", PICTURE),
    (0, b"\x00\x00\x01\x00", PICTURE),
    (0, b"ID3", SOUND),
    (0, b"OggS", SOUND),
    (0, b"fLaC", SOUND),
    (0, b"#!AMR", SOUND),
    (0, b"\x1aE\xdf\xa3", FILM),
    (4, b"ftyp", FILM),
    (0, b"SQLite format 3\x00", _("a database")),
)

#: brands behind "ftyp" that are still pictures
HEIF_BRANDS = (
    b"heic",
    b"heix",
    b"heif",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"mif1",
    b"msf1",
    b"avif",
    b"avis",
)


def image_kind(data: bytes) -> Kind | None:
    """The kind of picture the first bytes promise, or None."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    return HEIF if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS else None


def refused_kind(data: bytes) -> Text:
    """The name of what cannot be read as text, as far as it is known."""
    for place, mark, label in REFUSED:
        if data[place : place + len(mark)] == mark:
            return label
    return _("a file of unknown kind")
