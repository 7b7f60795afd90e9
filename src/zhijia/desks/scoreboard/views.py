"""The scoreboard: all targets of a plan at a node, one target in depth, the entries beneath a figure."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhijia.desks.scoreboard import beneath, board, places
from zhijia.kernel.day import today
from zhijia.plans import queries as plans
from zhijia.plans.models import Target, TargetRegister
from zhijia.registry.listing import BadQuery
from zhijia.tally import queries as tally
from zhijia.tree.models import Org
from zhijia.tree.requests import Request
from zhijia.ui import errors


@require_GET
def scoreboard(request: Request) -> HttpResponse:
    try:
        org, as_of = _asked(request)
    except BadQuery as wrong:
        return errors.page(request, 400, title=_("This date cannot be shown"), text=wrong.message)
    plan = _plan(request)
    lines = board.lines(plan, org, as_of) if plan is not None else []
    context = {
        **_place(request, org, as_of),
        "plan": plan,
        "plans": plans.plans_for(request.actor)[:30],
        "lines": lines,
        "below": board.table_below(lines, org, as_of),
    }
    return render(request, "desks/scoreboard.html", context)


@require_GET
def target(request: Request, uid: uuid.UUID) -> HttpResponse:
    try:
        org, as_of = _asked(request)
    except BadQuery as wrong:
        return errors.page(request, 400, title=_("This date cannot be shown"), text=wrong.message)
    found = _target(request, uid)
    rows = board.rows_below(found, org, as_of)
    context = {
        **_place(request, org, as_of),
        "target": found,
        "line": board.line(plans.progress(found, [org.pk], as_of=as_of)[org.pk], org, as_of),
        "measure": tally.measure(found.indicator),
        "rows": rows,
        "trend": board.trend(found, org),
        "comparison": board.comparison(found, rows) if 1 < len(rows) <= 40 else None,
    }
    return render(request, "desks/target.html", context)


@require_GET
def entries(request: Request, uid: uuid.UUID) -> HttpResponse:
    try:
        org, as_of = _asked(request)
    except BadQuery as wrong:
        return errors.page(request, 400, title=_("This date cannot be shown"), text=wrong.message)
    found = _target(request, uid)
    indicators = beneath.parts(found)
    wanted = next((one for one in indicators if one.key == request.GET.get("of")), indicators[0])
    show = request.GET.get("show", "all")
    number = request.GET.get("page", "1")
    context = {
        **_place(request, org, as_of),
        "target": found,
        "line": board.line(plans.progress(found, [org.pk], as_of=as_of)[org.pk], org, as_of),
        "indicators": indicators,
        "measure": wanted,
        "show": show if show in ("counted", "claimed") else "all",
        "page": beneath.page_of(wanted, found, org, as_of, request.actor, show=show, number=number),
        "tabs": _tabs(found, org, as_of, wanted.key, show),
    }
    return render(request, "desks/entries.html", context)


def _tabs(found: Target, org: Org, as_of: date, of: str, show: str) -> list[tuple[str, str, bool]]:
    labels = {"all": _("all claimed"), "counted": _("counted"), "claimed": _("not counted")}
    return [
        (label, board.address("entries", found, org, as_of, of=of, show=key), key == show)
        for key, label in labels.items()
    ]


def _asked(request: Request) -> tuple[Org, date]:
    """The node and day of an address; an unknown node answers 404, a bad day BadQuery."""
    org = places.node(request.actor, request.GET.get("node", ""))
    if org is None:
        raise Http404
    text = request.GET.get("as_of", "")
    if not text:
        return org, today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if not date(1949, 1, 1) <= day <= today():
        raise BadQuery(_("The date is written 2026-03-31 and lies between 1949 and today."))
    return org, day


def _plan(request: Request) -> Any:
    """The plan asked for, or the current one."""
    if text := request.GET.get("plan", ""):
        try:
            return plans.plans_for(request.actor).filter(uid=uuid.UUID(text)).first()
        except ValueError:
            raise Http404 from None
    return plans.current_plan(request.actor)


def _target(request: Request, uid: uuid.UUID) -> Target:
    found: Target | None = TargetRegister.visible(request.actor).filter(uid=uid, state="confirmed").first()
    if found is None:
        raise Http404
    return found


def _place(request: Request, org: Org, as_of: date) -> dict[str, Any]:
    return {"node": org, "way": places.way(request.actor, org), "as_of": as_of, "is_today": as_of == today()}
