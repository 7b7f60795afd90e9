"""The page of the composition and its workbook."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhijia.desks.composition import page
from zhijia.desks.scoreboard import places
from zhijia.desks.scoreboard.asked import node_and_day
from zhijia.desks.scoreboard.views import answers
from zhijia.tree.models import Org
from zhijia.tree.requests import Request


def _asked(request: Request) -> tuple[Org, date]:
    org, day = node_and_day(request.actor, request.GET)
    return org, page.shown_day(day)


@require_GET
@answers
def composition(request: Request) -> HttpResponse:
    org, day = _asked(request)
    query = urlencode({"node": org.code, "as_of": day.isoformat()})
    context = {
        **places.place(request.actor, org, day),
        **page.page(org, day),
        "below": places.below(org, day),
        "query": query,
    }
    return render(request, "desks/composition.html", context)


@require_GET
@answers
def as_workbook(request: Request) -> HttpResponseBase:
    org, day = _asked(request)
    name = f"{_('composition')}-{org.name}-{day.isoformat()}.xlsx"
    answer = FileResponse(page.workbook(org, day), as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
