"""Documents: Word, Excel and plain text, each looked into without unpacking or running anything."""

from __future__ import annotations

import io
import re
import zipfile

from django.utils.translation import gettext_lazy as _

from zhijia.evidence.content.refusals import BadFile, Text
from zhijia.evidence.content.signs import ARCHIVE, DOCX, PROGRAM, TEXT, XLSX, Kind

UNPACKED = 200 * 1024 * 1024
MEMBERS = 5000
CONTENT_TYPES = "[Content_Types].xml"
#: an Office file's list of parts is small; a large one is no Office file
LARGEST_LIST = 1024 * 1024

MARKUP = re.compile(r"\s*<(?:[!?/]|[a-zA-Z])")
MARKUP_INSIDE = re.compile(r"<(?:script|html|svg|iframe|body|\?php)\b", re.IGNORECASE)
SCRIPT_STARTS = re.compile(
    r"\s*(?:#!|@echo\b|<\?php|Windows Registry Editor|set-executionpolicy)", re.IGNORECASE
)
PROGRAM_ENDINGS = frozenset({"com", "jar", "lnk", "reg", "scr", "url"})
SHELL_ENDINGS = frozenset({"bat", "cmd", "php", "pl", "ps1", "psm1", "py", "rb", "sh"})
BROWSER_ENDINGS = frozenset({"css", "js", "jse", "mjs", "vbe", "vbs", "wsf", "wsh"})
SCRIPT_ENDINGS = PROGRAM_ENDINGS | SHELL_ENDINGS | BROWSER_ENDINGS
MARKUP_ENDINGS = frozenset({"hta", "htm", "html", "svg", "xhtml", "xml"})
#: old Office files keep names of their parts in UTF-16
SEALED_PART = "EncryptedPackage".encode("utf-16-le")


def packed(data: bytes) -> Kind:
    """Word or Excel by the parts inside; any other ZIP is an archive; raises BadFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return _office(parts)
    except BadFile:
        raise
    except Exception as error:
        # zipfile raises half a dozen kinds of error, struct and Unicode ones included, for a damaged file
        raise BadFile("damaged", kind=_("Office file or archive")) from error


def _office(parts: zipfile.ZipFile) -> Kind:
    members = parts.infolist()
    names = {member.filename for member in members}
    if CONTENT_TYPES not in names:
        raise BadFile("refused", kind=_("a program for Java or Android") if _is_program(names) else ARCHIVE)
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        raise BadFile("bomb")
    if any(member.flag_bits & 0x1 for member in members):
        raise BadFile("locked")
    listed = parts.getinfo(CONTENT_TYPES)
    if listed.file_size > LARGEST_LIST:
        raise BadFile("bomb")
    with parts.open(listed) as opened:
        kinds = opened.read(LARGEST_LIST).lower()
    if b"macroenabled" in kinds or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile("macros")
    if any(name.lower().endswith((".exe", ".dll", ".js", ".vbs", ".scr")) for name in names):
        raise BadFile("refused", kind=PROGRAM)
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    raise BadFile("refused", kind=_("an Office file other than Word or Excel"))


def _is_program(names: set[str]) -> bool:
    return bool(names & {"META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex"})


def compound(data: bytes) -> None:
    """Says which of the old or sealed Office files it is; never returns."""
    raise BadFile("locked" if SEALED_PART in data else "old_office")


def text(read: str, *, ending: str) -> Kind:
    """Plain text that is no page, drawing, script or document of another kind; raises BadFile."""
    if read.startswith(("{\\rtf", "%!PS")):
        raise BadFile("refused", kind=_("an RTF or PostScript document"))
    if SCRIPT_STARTS.match(read) or ending in SCRIPT_ENDINGS:
        raise BadFile("refused", kind=_("a script or program"))
    if MARKUP.match(read) or MARKUP_INSIDE.search(read) or ending in MARKUP_ENDINGS:
        raise BadFile("refused", kind=_markup(read))
    return TEXT


def _markup(read: str) -> Text:
    start = read[:4096].lower()
    if "<svg" in start:
        return _("an SVG drawing, which can carry scripts")
    if "<html" in start or "<!doctype html" in start or "<script" in start or "<body" in start:
        return _("a web page (HTML)")
    return _("an XML file or web page")


def decoded(data: bytes) -> str | None:
    """The text of a file, or None when it is no text in the encodings known."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            read = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", read):
            return read
    return None
