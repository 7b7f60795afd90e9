"""The pages of the scoreboard: all targets of a plan, one in depth, the entries beneath, the unions below."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhijia.desks.scoreboard import asked as asking
from zhijia.desks.scoreboard import beneath, board, compare, depth, document, workbook
from zhijia.registry.listing import BadQuery
from zhijia.tree.requests import Request
from zhijia.ui import errors


def answers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What cannot be shown is said with what can."""

    @wraps(view)
    def inner(request: Request, *args: Any, **more: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **more)
        except BadQuery as wrong:
            return errors.page(request, 400, title=_("This cannot be shown"), text=wrong.message)

    return inner


@require_GET
@answers
def scoreboard(request: Request) -> HttpResponse:
    wanted = asking.asked(request.actor, request.GET)
    return render(request, "desks/scoreboard.html", board.page(wanted))


@require_GET
@answers
def unions(request: Request) -> HttpResponse:
    """The unions below side by side, for the targets the filters let through."""
    wanted = asking.asked(request.actor, request.GET)
    page = compare.page_of_unions(wanted, request.GET.get("page", "1"))
    context = board.page(wanted)
    rows = compare.table(context["shown"], list(page.object_list), wanted)
    return render(request, "desks/unions.html", {**context, "page": page, "rows": rows})


@require_GET
@answers
def as_workbook(request: Request) -> FileResponse:
    return _file(workbook.made, request, "xlsx")


@require_GET
@answers
def as_document(request: Request) -> FileResponse:
    return _file(document.made, request, "docx")


def _file(made: Callable[..., Any], request: Request, ending: str) -> FileResponse:
    """The table as it is filtered, as a file."""
    wanted = asking.asked(request.actor, request.GET)
    name = f"{_('scoreboard')}-{wanted.node.name}-{wanted.as_of.isoformat()}.{ending}"
    answer = FileResponse(made(wanted), as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@answers
def target(request: Request, uid: uuid.UUID) -> HttpResponse:
    org, as_of = asking.node_and_day(request.actor, request.GET)
    found = asking.target(request.actor, uid)
    return render(request, "desks/target.html", depth.page(found, org, as_of, request.actor))


@require_GET
@answers
def entries(request: Request, uid: uuid.UUID) -> HttpResponse:
    org, as_of = asking.node_and_day(request.actor, request.GET)
    found = asking.target(request.actor, uid)
    return render(request, "desks/entries.html", beneath.page(found, org, as_of, request.actor, request.GET))
