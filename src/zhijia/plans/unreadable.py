"""Why a source cannot be read, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zhijia.plans.reader import UnreadablePlan

SENTENCES = {
    "empty": _("The file is empty. Choose the file that holds the plan's text."),
    "blank": _("There is nothing but blanks here. Give the plan's text."),
    "too_large": _("The file is larger than 5 MB. Save it without pictures, or paste its text."),
    "too_long": _("The text is longer than two million characters. Give one plan at a time."),
    "wrong_type": _("This is %(found)s, not a plan in Word (.docx) or plain text. Save it as one of these."),
    "encrypted": _("The Word file is protected by a password. Save it without the password."),
    "broken_docx": _("The Word file is damaged. Open it in Word and save it again, or paste its text."),
    "unpacked_too_large": _("Unpacked, this Word file is far too large. Paste its text instead."),
    "encoding": _("The characters of this file cannot be told. Save it as plain text in UTF-8."),
    "nul": _("The text holds zero characters, as binary files do. Save it as plain text in UTF-8."),
    "surrogate": _("The text holds half a character. Copy it again from its source."),
}

#: what a source really is, where its name is not the same in every language
KINDS = {
    "zip archive": _("a zip archive"),
    "7z archive": _("a 7z archive"),
    "RAR archive": _("a RAR archive"),
    "gzip archive": _("a gzip archive"),
    "program": _("a program"),
    "binary": _("a binary file"),
    "old Office file": _("a file of an old Office"),
    "PNG image": _("a PNG image"),
    "JPEG image": _("a JPEG image"),
    "GIF image": _("a GIF image"),
    "TIFF image": _("a TIFF image"),
    "BMP image": _("a BMP image"),
    "web page (HTML or XML)": _("a web page"),
}


def sentence(error: UnreadablePlan) -> str:
    """The refusal with its particulars."""
    known = SENTENCES.get(error.code)
    found = str(error.parameters.get("found", ""))
    return str(known) % {**error.parameters, "found": KINDS.get(found, found)} if known else error.detail
