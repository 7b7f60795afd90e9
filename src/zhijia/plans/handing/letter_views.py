"""Letters: issued under a number, looked at, taken away as Word document or PDF."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.papers import document, printed
from zhijia.plans.handing import letters, pages, queries
from zhijia.plans.handing.forms import LetterForm
from zhijia.plans.handing.views import found, told
from zhijia.plans.models import LetterRegister, PlanRegister
from zhijia.registry import services
from zhijia.tree.requests import Request


@require_http_methods(["GET", "POST"])
def new(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A letter to a union with which shares of the plan are agreed."""
    plan = found(request, PlanRegister, uid)
    place = queries.place_of(plan, request.actor)
    if place is None or not queries.gives_for(request.actor, place):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": LetterRegister.policy.add.reason})
    ready = queries.ready_for_letters(plan, place)
    form = LetterForm(
        ready,
        request.POST if request.method == "POST" else None,
        first=request.GET.get("to", ""),
        number=pages.next_number(place, plan),
    )
    if form.is_bound and form.is_valid() and (made := _issued(request, plan, form)) is not None:
        messages.success(request, _("The letter can be taken away."))
        return redirect("plans:letter", made.uid)
    context = {"plan": plan, "form": form, "ready": ready, "place": place}
    return render(request, "plans/letter_new.html", context, status=422 if form.is_bound else 200)


def _issued(request: Request, plan: Any, form: LetterForm) -> Any:
    sent = dict(form.cleaned_data)
    uid = sent.pop("uid")
    return told(form, lambda: services.add(LetterRegister, {"plan": plan, **sent}, by=request.actor, uid=uid))


@require_GET
def letter(request: Request, uid: uuid.UUID) -> HttpResponse:
    entry = found(request, LetterRegister, uid)
    return render(request, "plans/letter.html", pages.letter(entry, request.actor))


@require_GET
def as_document(request: Request, uid: uuid.UUID) -> FileResponse:
    entry = found(request, LetterRegister, uid)
    return _file(entry, document.made(letters.paper_of(entry)), "docx")


@require_GET
def as_pdf(request: Request, uid: uuid.UUID) -> FileResponse:
    entry = found(request, LetterRegister, uid)
    return _file(entry, io.BytesIO(printed.made(letters.paper_of(entry))), "pdf")


def _file(entry: Any, content: Any, ending: str) -> FileResponse:
    name = f"{_('Responsibility letter')}-{entry.org.name}-{entry.number}.{ending}"
    answer = FileResponse(content, as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
