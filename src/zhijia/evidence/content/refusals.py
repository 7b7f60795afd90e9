"""Why a file is not taken as evidence."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: bytes of one file
LARGEST_FILE = 10 * 1024 * 1024
#: pixels of one picture, asked of its header before anything is decoded
LARGEST_PICTURE = 40_000_000
#: pages of one PDF: more nobody looks through
MOST_PAGES = 500

SENTENCES: dict[str, Text] = {
    "none": _("Choose a photo or document first."),
    "empty": _("The file is empty (0 bytes); choose another one or save it again."),
    "large": _("The file has more than %(limit)s MB; make it smaller or split it."),
    "cut": _("The upload was cut off before its end; nothing was kept, please send it again."),
    "virus": _("This is the virus scanners' test file; it is never kept."),
    "refused": _(
        "By its content this is %(kind)s, which is not taken as evidence. Take a photo (JPEG, PNG, WebP, GIF), "
        "PDF, Word (docx), Excel (xlsx) or plain text."
    ),
    "heic": _(
        "This is a HEIC or AVIF photo, which many computers cannot show. Set the phone's camera to "
        "“most compatible” (JPEG) or send a screenshot of the photo."
    ),
    "damaged": _(
        "The content of this %(kind)s is damaged or incomplete; open it, save it again and send that."
    ),
    "pixels": _(
        "The picture has %(width)s × %(height)s pixels; at most %(limit)s million are taken. Make it smaller."
    ),
    "too_many_pixels": _("The picture has far more than %(limit)s million pixels. Make it smaller."),
    "scans": _(
        "This picture is built in a way that takes too long to open; save it again as an ordinary JPEG."
    ),
    "macros": _(
        "This Office file has macros, which are never taken. Save it without macros as docx or xlsx."
    ),
    "locked": _(
        "This file is protected by a password, so nobody could check it. Save it without a password."
    ),
    "old_office": _(
        "This is an Office file of the old form (doc, xls, ppt). Save it as docx, xlsx or PDF and send that."
    ),
    "bomb": _("This Office file unpacks to far more than it should; save it again in Office and send that."),
    "pages": _("This PDF has %(pages)s pages; at most %(limit)s are taken. Send the pages that prove it."),
    "active_pdf": _("This PDF has a script or starts a program. Print it to PDF again and send that."),
}


class BadFile(Exception):
    """A file that is not taken; `code` says why, `message` says it in words and what to do."""

    def __init__(self, code: str, **params: Any):
        self.code, self.params = code, params
        super().__init__(code)

    @property
    def message(self) -> Text:
        """The sentence in the language of whoever reads it."""
        return SENTENCES[self.code] % self.params if self.params else SENTENCES[self.code]
