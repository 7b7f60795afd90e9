"""What every page of lists asks first: which register, which upload, whether this person may."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.registry.pages import register_or_404
from zhijia.registry.register import Register
from zhijia.sheets import services
from zhijia.sheets.columns import Sheet, own_sheet, sheet_of
from zhijia.sheets.models import Draft
from zhijia.tree.requests import Request


def for_adding(request: Request, room: str, noun: str) -> type[Register]:
    """The register of an address, for somebody who may add entries to it."""
    register = register_or_404(request, room, noun)
    if not register.policy.add.ever(request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": register.policy.add.reason})
    return register


def draft_or_404(request: Request, room: str, noun: str, uid: uuid.UUID) -> tuple[Sheet, Draft]:
    """The asker's own upload and the sheet it is read by."""
    register = for_adding(request, room, noun)
    for sheet in (sheet_of(register), own_sheet(register)):
        if (draft := services.draft_of(sheet, uid, by=request.actor)) is not None:
            return sheet, draft
    raise Http404


def download(file: Any, stem: str) -> FileResponse:
    """A workbook as an attachment that nobody keeps on the way."""
    answer = FileResponse(file, as_attachment=True, filename=f"{stem}-{today().isoformat()}.xlsx")
    answer["Cache-Control"] = "private, no-store"
    return answer
