"""The page of elections due, late, and of vacancies."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhijia.directory.models import Tenure
from zhijia.directory.rules import officers
from zhijia.directory.terms import lists
from zhijia.directory.terms.limits import SOON, vacancy_months
from zhijia.kernel.day import today
from zhijia.tree.actor import Actor
from zhijia.tree.requests import Request

A_PAGE = 50
TITLES = {
    lists.LATE: gettext_lazy("Late elections"),
    lists.DUE: gettext_lazy("Due within six months"),
    lists.VACANT: gettext_lazy("Chair's post vacant"),
}


@require_GET
def terms(request: Request) -> HttpResponse:
    return render(request, "directory/terms.html", page(request.actor, request.GET))


def page(actor: Actor, asked: Any) -> dict[str, Any]:
    """One of the three lists with the numbers of all."""
    if not officers.ever(actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": officers.reason})
    kind, day = asked.get("kind", lists.LATE), today()
    if kind not in TITLES:
        raise Http404
    found = {one: lists.lines(one, actor, day) for one in TITLES}
    numbered = Paginator(found[kind], A_PAGE).get_page(asked.get("page", "1"))
    base = reverse("directory:terms")
    tabs = [(str(TITLES[one]), f"{base}?kind={one}", one == kind, len(rows)) for one, rows in found.items()]
    policy = Tenure.register.policy  # type: ignore[attr-defined]
    return {
        "kind": kind,
        "tabs": tabs,
        "page": numbered,
        "lines": lists.shown(list(numbered.object_list)),
        "soon": SOON,
        "months": vacancy_months(),
        "may_add": policy.add.ever(actor),
    }
