"""Who was asked and who gave, one yearly return, its workbook, the entries beneath a field."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhijia.desks.scoreboard import places
from zhijia.desks.statistics import page, workbook
from zhijia.desks.statistics.forms import ExplainForm
from zhijia.plans.models import StatisticalYearRegister, YearlyReturn, YearlyReturnRegister
from zhijia.plans.statistics import services
from zhijia.plans.statistics.form import MEASURES
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.tree.requests import Request


def _found(request: Request, uid: uuid.UUID) -> YearlyReturn:
    """A return within sight; beyond it the answer is the same as for none."""
    entry: YearlyReturn | None = YearlyReturnRegister.visible(request.actor).filter(uid=uid).first()
    if entry is None:
        raise Http404
    return entry


@require_GET
def overview(request: Request) -> HttpResponse:
    """One's own return of a year, and who below has given theirs."""
    org = places.node(request.actor, request.GET.get("node", ""))
    if org is None:
        raise Http404
    context = page.overview(request.actor, org, request.GET.get("year", ""))
    return render(request, "desks/statistics.html", context)


@require_POST
def opened(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The return of one's own union opened, or the one that is open already."""
    called = StatisticalYearRegister.visible(request.actor).filter(uid=uid).first()
    org = page.union(request.actor, request.POST.get("org", ""))
    if called is None or org is None:
        raise Http404
    try:
        made = services.open_return(called, org, by=request.actor)
    except Forbidden as refusal:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": refusal.reason}) from refusal
    except Refused as refusal:
        messages.error(request, " ".join(str(one) for said in refusal.messages.values() for one in said))
        return redirect("desks:statistics")
    return redirect("desks:return", made.uid)


@require_GET
def one(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A return with its figures, last year's, and what the checks found."""
    entry = _found(request, uid)
    return render(request, "desks/return.html", page.one(entry, request.actor))


@require_POST
def explain(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What is written about the findings; what cannot stand comes back as it was typed."""
    entry = _found(request, uid)
    if not page.may_explain(entry, request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": page.explainers(entry)})
    seen = page.seen(entry)
    form = ExplainForm(seen, request.POST)
    if form.is_valid():
        try:
            services.explain(entry, form.words, by=request.actor, version=form.cleaned_data["version"])
        except Refused as refusal:
            form.refuse(refusal)
        except Stale:
            form.add_error(None, _("Somebody else changed this meanwhile; look at it as it stands now."))
        else:
            messages.success(request, _("Saved."))
            return redirect("desks:return", entry.uid)
    return render(request, "desks/return.html", page.one(entry, request.actor, form, seen), status=422)


@require_GET
def entries(request: Request, uid: uuid.UUID, code: str) -> HttpResponse:
    """The entries beneath a field that can be counted."""
    entry = _found(request, uid)
    if code not in MEASURES:
        raise Http404
    return render(request, "desks/return_entries.html", page.entries(entry, code, request.actor, request.GET))


@require_GET
def as_workbook(request: Request, uid: uuid.UUID) -> FileResponse:
    """The return as a table to hand in."""
    entry = _found(request, uid)
    kind = _("yearly return")
    name = f"{kind}-{entry.org.name}-{entry.called.year}.xlsx"
    answer = FileResponse(workbook.made(entry), as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
