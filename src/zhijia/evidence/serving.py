"""Files on their way out: permission asked at each request, pictures drawn anew, the rest only to be saved."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zhijia.evidence import entries, storing
from zhijia.evidence.content import images
from zhijia.evidence.content.signs import KINDS
from zhijia.evidence.models import Attachment, Standing, StoredFile
from zhijia.journal import services as journal
from zhijia.registry.errors import NotFound
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor

logger = logging.getLogger(__name__)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


def is_sensitive(register: type[Register]) -> bool:
    """Whether looking at a file of this register is written down, and none is shown small on a page."""
    return "sensitive" in register.levels.values()


def opened(uid: UUID, actor: Actor, *, thumb: bool = False) -> HttpResponse:
    """The answer to a request for a file; raises NotFound, the same for absent, removed and hidden ones."""
    rows = Attachment.objects.exclude(standing=Standing.REMOVED).select_related("file")
    row = rows.filter(uid=uid).first()
    if row is None:
        raise NotFound
    entries.entry_for(actor, row.kind, row.entry_uid)
    sensitive = is_sensitive(entries.register_called(row.kind))
    if thumb and (sensitive or not row.file.is_picture):
        raise NotFound
    if sensitive:
        _write_down(row, actor)
    return _answer(row, thumb=thumb)


def _write_down(row: Attachment, actor: Actor) -> None:
    journal.record(
        actor,
        verb="download",
        kind=row.kind,
        uid=row.entry_uid,
        org_id=row.org_id,
        path=row.path,
        before=None,
        after={"attachment": row.name, "sha256": row.file.sha256},
    )


def _answer(row: Attachment, *, thumb: bool) -> HttpResponse:
    if row.file.is_picture:
        path = _copy(row.file, storing.THUMB if thumb else storing.PAGE)
        name, media_type, inline = f"{row.name.rpartition('.')[0]}.jpg", "image/jpeg", True
    else:
        path, name, inline = storing.original(row.file.sha256), row.name, False
        media_type = row.file.media_type
    response = _file(path, media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    for header, value in HEADERS.items():
        response[header] = value
    return response


def _file(path: Path, media_type: str) -> HttpResponse:
    try:
        return HttpResponse(path.read_bytes(), content_type=media_type)
    except FileNotFoundError:
        logger.error("a stored file is missing: %s", path.name)
        raise NotFound from None


def _copy(file: StoredFile, size: str) -> Path:
    """The served copy, drawn again from the original when it is gone."""
    path = storing.copy(file.sha256, size)
    if not path.exists():
        try:
            data = storing.original(file.sha256).read_bytes()
        except FileNotFoundError:
            logger.error("a stored file is missing: %s", file.sha256)
            raise NotFound from None
        picture = images.read(data, kind=KINDS[file.media_type])
        storing.keep(storing.copy(file.sha256, storing.PAGE), picture.page)
        storing.keep(storing.copy(file.sha256, storing.THUMB), picture.thumb)
    return path
