"""The one question to a file: what is it, and is it taken?"""

from __future__ import annotations

from dataclasses import dataclass

from zhijia.evidence.content import documents, images, portable, signs
from zhijia.evidence.content.images import Picture
from zhijia.evidence.content.names import ending_of
from zhijia.evidence.content.refusals import LARGEST_FILE, BadFile
from zhijia.evidence.content.signs import Kind

#: in two parts, so that this file is not taken for it
TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Content:
    """A file that is taken: its kind and, for pictures, the picture."""

    kind: Kind
    picture: Picture | None = None


def examine(data: bytes, *, name: str = "") -> Content:
    """What the bytes are; raises BadFile. The name decides nothing but whether text is a script."""
    if not data:
        raise BadFile("empty")
    if len(data) > LARGEST_FILE:
        raise BadFile("large", limit=LARGEST_FILE // (1024 * 1024))
    if TEST_VIRUS in data:
        raise BadFile("virus")
    if (kind := signs.image_kind(data)) is not None:
        if not images.readable(kind):
            raise BadFile("heic")
        return Content(kind, images.read(data, kind=kind))
    return Content(_document(data, name))


def _document(data: bytes, name: str) -> Kind:
    if data.startswith(b"%PDF-"):
        return portable.pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return documents.packed(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        documents.compound(data)
    read = documents.decoded(data)
    if read is None:
        raise BadFile("refused", kind=signs.refused_kind(data))
    return documents.text(read, ending=ending_of(name))
