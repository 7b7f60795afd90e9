"""Lists that leave the house: the rows of a register, with protected values for a reason, an empty sheet."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.listing import BadQuery, Listing
from zhijia.registry.pages import names as about
from zhijia.registry.pages import register_or_404
from zhijia.registry.register import Register
from zhijia.sheets import errands, out
from zhijia.sheets.columns import sheet_of
from zhijia.sheets.forms import ReasonForm
from zhijia.sheets.models import Errand
from zhijia.sheets.pages.asked import download, for_adding
from zhijia.tree.requests import Request
from zhijia.ui import errors

#: longer lists are written by the worker
PAGE_ROWS = 5_000


def _exported(request: Request, register: type[Register], *, reason: str = "") -> HttpResponseBase:
    listing = Listing(register, request.actor, request.GET)
    try:
        count = out.leaving(register, listing, request.actor, reason=reason).count()
        if PAGE_ROWS < count <= out.MOST_ROWS:
            return _later(request, register, count, reason)
        file = out.export(register, listing, request.actor, reason=reason)
    except BadQuery as wrong:
        return errors.page(request, 400, title=_("This list cannot be shown like that"), text=wrong.message)
    except Forbidden as refusal:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": refusal.reason}) from refusal
    except Refused as refusal:
        return errors.page(request, 413, text=" ".join(map(str, refusal.messages[""])))
    return download(file, str(register.model._meta.verbose_name_plural))


def _later(request: Request, register: type[Register], count: int, reason: str) -> HttpResponseBase:
    """A large workbook: the worker prepares it once somebody has asked for it with a button."""
    if request.method != "POST":
        context = {**about(register), "count": count, "query": request.GET.urlencode()}
        return render(request, "sheets/later.html", context)
    asked = errands.ask(
        Errand.Kind.EXPORT,
        register,
        str(register.model._meta.verbose_name_plural),
        by=request.actor,
        rows=count,
        query=request.GET.urlencode(),
        reason=reason,
    )
    return redirect("sheets:errand", register.room, register.noun, asked.uid)


@require_GET
def export(request: Request, room: str, noun: str) -> HttpResponseBase:
    return _exported(request, register_or_404(request, room, noun))


@require_POST
def export_later(request: Request, room: str, noun: str) -> HttpResponseBase:
    """The same list, prepared by the worker when it is long."""
    return _exported(request, register_or_404(request, room, noun))


@require_http_methods(["GET", "POST"])
def export_clear(request: Request, room: str, noun: str) -> HttpResponseBase:
    """Protected values in clear: a right of its own, and a reason that is written down."""
    register = register_or_404(request, room, noun)
    if not register.levels or not register.policy.unmask.ever(request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": register.policy.unmask.reason})
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _exported(request, register, reason=form.cleaned_data["reason"])
    context = {**about(register), "form": form, "query": request.GET.urlencode()}
    return render(request, "sheets/clear.html", context, status=422 if form.is_bound else 200)


@require_GET
def template(request: Request, room: str, noun: str) -> HttpResponseBase:
    sheet = sheet_of(for_adding(request, room, noun))
    return download(out.template(sheet), str(sheet.title))
