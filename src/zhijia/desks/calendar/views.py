"""The calendar: a year in thirds of months, a month in full, and one click to “it was held”."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.desks.calendar import sheet
from zhijia.desks.calendar.asked import Asked
from zhijia.desks.calendar.forms import HeldForm
from zhijia.kernel.day import today
from zhijia.plans.models import STAFF, DutyRegister
from zhijia.registry.listing import BadQuery
from zhijia.registry.pages import step_or_404
from zhijia.tree.requests import Request
from zhijia.ui import errors


@require_GET
def year(request: Request) -> HttpResponse:
    return _page(request, "desks/calendar_year.html")


@require_GET
def month(request: Request) -> HttpResponse:
    return _page(request, "desks/calendar_month.html")


def _page(request: Request, template: str) -> HttpResponse:
    if not request.actor.holds(*STAFF):
        raise Http404
    try:
        asked = Asked(request.actor, request.GET, today())
        made = sheet.year_page(asked) if template.endswith("year.html") else sheet.month_page(asked)
        return render(request, template, made)
    except BadQuery as wrong:
        return errors.page(
            request, 400, title=_("This calendar cannot be shown like that"), text=wrong.message
        )


@require_http_methods(["GET", "POST"])
def held(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One union's line was held: the day, what was done, the proof and who took part, on one page."""
    duty = DutyRegister.visible(request.actor).filter(uid=uid).first()
    if duty is None:
        raise Http404
    verdict = step_or_404(DutyRegister, "hold").by.test(request.actor, duty)
    if not verdict:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": verdict.reason})
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = HeldForm(duty, request.actor, *sent)
    if form.is_bound and form.is_valid() and form.save():
        messages.success(request, _("Saved: it was held."))
        return redirect("registry:detail", "plans", "duty", duty.uid)
    return render(request, "desks/calendar_held.html", {"form": form, "duty": duty}, status=form.status)
