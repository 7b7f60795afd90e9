"""The pages of organising: the list of employers, a drive and its quotas, the founding, the letter."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.directory.models import DriveRegister, Invitation
from zhijia.directory.organising import drives, founding, letter, pages
from zhijia.directory.registers.approach.rules import own_coverage
from zhijia.directory.registers.union.register import UnionRegister
from zhijia.kernel.day import today
from zhijia.papers import document, printed
from zhijia.registry.errors import Forbidden, Refused, Stale
from zhijia.registry.extras import panels
from zhijia.registry.pages import allow, saved, show_refusal
from zhijia.tree.requests import Request


@require_GET
def organising(request: Request) -> HttpResponse:
    """Employers whose workers have no union, the largest first."""
    node = pages.node_or_404(request.actor, request.GET.get("node", ""))
    part = request.htmx and not request.htmx.boosted
    name = "directory/organising_list.html" if part else "directory/organising.html"
    return render(request, name, pages.page(request.actor, node, request.GET))


@require_GET
def drive(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = drives.drive_or_404(request.actor, uid)
    context = drives.page(request, found)
    context["panels"] = panels(request, DriveRegister, found)
    return render(request, "directory/drive.html", context)


@require_http_methods(["GET", "POST"])
def quotas(request: Request, uid: uuid.UUID) -> HttpResponse:
    """How many unions each union below is to found."""
    found = drives.drive_or_404(request.actor, uid)
    allow(DriveRegister.policy.change, request.actor, found)
    form = drives.QuotaForm(found, *((request.POST,) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            changed = form.save(request.actor)
        except Refused as refusal:
            show_refusal(form, refusal)
        except Stale as stale:
            form = _newer(form, stale)
        else:
            messages.success(request, drives.saved_text(changed))
            return redirect("directory:drive", uid)
    context = {"drive": found, "form": form}
    return render(request, "directory/quotas.html", context, status=422 if form.is_bound else 200)


def _newer(form: Any, stale: Stale) -> Any:
    """What was typed, with the version that stands now: sent again it replaces what somebody else saved."""
    form.data = form.data.copy()
    form.data["version"] = str(stale.current.version)
    form.add_error(
        None,
        _("Somebody changed this drive meanwhile. What you typed is kept; look at it and send it again."),
    )
    return form


@require_http_methods(["GET", "POST"])
def found(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The union founded at an employer."""
    unit = founding.unit_or_404(request.actor, uid)
    if not UnionRegister.policy.add.ever(request.actor):
        raise PermissionDenied(UnionRegister.policy.add.reason)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = founding.FoundingForm(request.actor, unit, *data)
    if form.is_bound and form.is_valid() and (union := saved(form)) is not None:
        messages.success(request, _("The union is founded and covers the employer from that day on."))
        return redirect("directory:union", union.uid)
    own = own_coverage(unit, today())
    context = {"unit": unit, "form": form, "own": own, "approach": form.approach}
    return render(request, "directory/found.html", context, status=422 if form.is_bound else 200)


class ReasonForm(forms.Form):
    """Why an employer is taken over."""

    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=2, max_length=200)


@require_http_methods(["GET", "POST"])
def take_over(request: Request, uid: uuid.UUID) -> HttpResponse:
    """An employer taken over from a colleague, who sees it in the history."""
    unit = founding.unit_or_404(request.actor, uid)
    approach = founding.open_approach(unit)
    if approach is None:
        raise Http404
    allow(approach.register.policy.change, request.actor, approach)  # type: ignore[attr-defined]
    form = ReasonForm(*((request.POST,) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            founding.take_over(approach, by=request.actor, reason=form.cleaned_data["reason"])
        except (Refused, Forbidden) as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("You work on this employer now."))
            return redirect("registry:detail", "directory", "unit", unit.uid)
    context = {"unit": unit, "approach": approach, "form": form}
    return render(request, "directory/take_over.html", context, status=422 if form.is_bound else 200)


@require_GET
def invitation_docx(request: Request, uid: uuid.UUID) -> FileResponse:
    entry = _invitation(request, uid)
    return _file(entry, document.made(letter.paper_of(entry)), "docx")


@require_GET
def invitation_pdf(request: Request, uid: uuid.UUID) -> FileResponse:
    entry = _invitation(request, uid)
    return _file(entry, io.BytesIO(printed.made(letter.paper_of(entry))), "pdf")


def _invitation(request: Request, uid: uuid.UUID) -> Invitation:
    register: Any = Invitation.register  # type: ignore[attr-defined]
    entry: Invitation | None = register.visible(request.actor).filter(uid=uid).first()
    if entry is None:
        raise Http404
    return entry


def _file(entry: Invitation, content: Any, ending: str) -> FileResponse:
    name = _("Invitation")
    answer = FileResponse(content, as_attachment=True, filename=f"{name}-{entry.unit.name}.{ending}")
    answer["Cache-Control"] = "private, no-store"
    return answer
