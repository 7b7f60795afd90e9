"""Lists that come in: sent, their headings explained, looked at, taken in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.registry.bulk import RowErrors
from zhijia.registry.pages import names as about
from zhijia.registry.register import Register
from zhijia.sheets import errands, out, services
from zhijia.sheets.columns import Sheet, importable, sheet_for, sheet_of
from zhijia.sheets.forms import UploadForm
from zhijia.sheets.heads import Heads, faults_of, remember
from zhijia.sheets.load import Result, lacking, load, tried
from zhijia.sheets.look import Look
from zhijia.sheets.models import Draft, Errand
from zhijia.sheets.pages.asked import download, draft_or_404, for_adding
from zhijia.sheets.read import BadFile
from zhijia.tree.requests import Request

#: longer lists are worked through by the worker while the page shows how far it is
PAGE_ROWS = 2_000
FAULTS_SHOWN, VALUES_SHOWN = 200, 3


@require_http_methods(["GET", "POST"])
def upload(request: Request, room: str, noun: str) -> HttpResponse:
    register = for_adding(request, room, noun)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        sheet = sheet_for(register, form.table.rows)
        draft = services.keep_table(sheet, form.source, form.table, by=request.actor)
        heads = Heads(sheet, form.table, services.told_of(draft))
        asks = heads.unknown or heads.doubled
        return redirect("sheets:headings" if asks else "sheets:preview", room, noun, draft.uid)
    return _sending(request, sheet_of(register), form)


def _sending(request: Request, sheet: Sheet, form: UploadForm, fault: str = "") -> HttpResponse:
    context = {**about(sheet.register), "form": form, "sheet": sheet, "fault": fault}
    context["columns"] = [one for one in importable(sheet.columns) if not one.hidden]
    context["by_name"] = bool(sheet.register.subject())
    return render(request, "sheets/upload.html", context, status=422 if form.is_bound or fault else 200)


@require_http_methods(["GET", "POST"])
def headings(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    """Which column each heading is; what is said of them is kept for the next list with the same ones."""
    sheet, draft = draft_or_404(request, room, noun, uid)
    table = services.table_of(draft)
    heads = Heads(sheet, table, services.told_of(draft))
    sending = request.method == "POST"
    told = _told(sheet, heads, request.POST) if sending else _guess(heads)
    faults: list[str] = []
    if sending:
        columns = {place: sheet.column(name) for place, name in told.items() if name}
        faults = faults_of(sheet, told, lacking(sheet, columns, request.actor))
        if not faults:
            services.explain(draft, told)
            remember(heads, told, request.actor)
            return redirect("sheets:preview", room, noun, uid)
    context = {**about(sheet.register), "sheet": sheet, "draft": draft, "faults": faults}
    context["free"] = [
        one for one in importable(sheet.columns) if not one.hidden or one.name in told.values()
    ]
    context["places"] = _places(heads, told)
    context["remembered"] = bool(draft.columns) and not sending
    return render(request, "sheets/headings.html", context, status=422 if faults else 200)


def _guess(heads: Heads) -> dict[int, str]:
    guessed = {place: column.name for place, column in heads.guessed.items()}
    return {**guessed, **heads.told}


def _told(sheet: Sheet, heads: Heads, sent: QueryDict) -> dict[int, str]:
    """Place → name of a column or "", of the headings there are."""
    names = {column.name for column in importable(sheet.columns)}
    places = range(len(heads.texts))
    given = {place: sent.get(f"map_{place}", "") for place in places}
    return {place: name if name in names else "" for place, name in given.items()}


def _places(heads: Heads, told: dict[int, str]) -> list[dict[str, Any]]:
    """Each heading with what it is taken as, what it might be confused about, and its first values."""
    below = [cells for _line, cells in heads.table.rows[heads.place + 1 :][:50]]
    unclear = {*heads.unknown, *(place for place in range(len(heads.texts)) if place not in told)}
    found = []
    for place, text in enumerate(heads.texts):
        values = [cells[place].strip() for cells in below if place < len(cells) and cells[place].strip()]
        if not text.strip() and not values:
            continue
        distinct = list(dict.fromkeys(values))[:VALUES_SHOWN]
        said = {"place": place, "text": text, "name": told.get(place, ""), "values": distinct}
        found.append({**said, "unclear": place in unclear and bool(text.strip())})
    return found


@require_http_methods(["GET", "POST"])
def preview(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponseBase:
    """What a list would do, with every fault; a POST takes it in."""
    sheet, draft = draft_or_404(request, room, noun, uid)
    if draft.rows > PAGE_ROWS:
        return _long(request, sheet, draft)
    sending = request.method == "POST"
    try:
        found = services.read_again(sheet, draft, by=request.actor)
        if sending:
            result = load(found, source=draft.source, only_good="only_good" in request.POST)
            return taken_in(request, sheet.register, draft, result)
        tried(found)
    except BadFile as error:
        return _sending(request, sheet, UploadForm(), str(error))
    except RowErrors as refusal:
        found.errors = list(refusal.errors)
    return _shown(request, sheet, draft, Look.of(found), status=422 if sending else 200)


def _long(request: Request, sheet: Sheet, draft: Draft) -> HttpResponseBase:
    """A list that takes its time: looked at and taken in by the worker, one page says how far it is."""
    look = _looked(request, sheet, draft)
    if look.state != Errand.State.DONE:
        return _to_errand(sheet.register, look)
    shown = Look.kept(look.result)
    if request.method != "POST" or shown.before:
        return _shown(request, sheet, draft, shown)
    only_good = "only_good" in request.POST
    if shown.faults and not only_good:
        return _shown(request, sheet, draft, shown, status=422)
    taking = errands.ask(
        Errand.Kind.TAKE,
        sheet.register,
        draft.source,
        by=request.actor,
        draft=draft,
        rows=shown.good,
        only_good=only_good,
    )
    return _to_errand(sheet.register, taking)


def _looked(request: Request, sheet: Sheet, draft: Draft) -> Errand:
    """The look at an upload that is under way or over; asked for when there is none."""
    known = draft.errands.filter(kind__in=(Errand.Kind.LOOK, Errand.Kind.TAKE)).order_by("-pk")
    found = (
        next((one for one in known.defer("result") if one.is_open), None)
        or known.filter(kind=Errand.Kind.LOOK, state__in=(Errand.State.DONE, Errand.State.REFUSED)).first()
    )
    return found or errands.ask(
        Errand.Kind.LOOK, sheet.register, draft.source, by=request.actor, draft=draft, rows=draft.rows
    )


def _to_errand(register: type[Register], errand: Errand) -> HttpResponse:
    return redirect("sheets:errand", register.room, register.noun, errand.uid)


def taken_in(request: Request, register: type[Register], draft: Draft, result: Result) -> HttpResponse:
    """Forgets the upload, says what came of it and leads to the register."""
    services.discard(draft)
    said: dict[str, Any] = {"added": result.added, "known": result.known, "left_out": result.left_out}
    if result.before is not None:
        said["day"] = timezone.localtime(result.before.at).date().isoformat()
        messages.info(request, _("This list was taken in on %(day)s already: nothing was added.") % said)
    else:
        text = _("Taken in: %(added)s new, %(known)s stood already, %(left_out)s left out.")
        messages.success(request, text % said)
    return redirect("registry:list", register.room, register.noun)


def _shown(request: Request, sheet: Sheet, draft: Draft, look: Look, *, status: int = 200) -> HttpResponse:
    labels = {column.name: column.label for column in sheet.columns}
    faults = list(look.said(labels))
    places = range(len(look.headings))
    context = {
        **about(sheet.register),
        "sheet": sheet,
        "draft": draft,
        "look": look,
        "places": [(at, look.headings[at], labels.get(look.columns.get(at, ""), "")) for at in places],
        "faults": faults[:FAULTS_SHOWN],
        "more": max(len(faults) - FAULTS_SHOWN, 0),
        "sample": [
            (line, [cells[at] if at < len(cells) else "" for at in places]) for line, cells in look.sample
        ],
    }
    return render(request, "sheets/preview.html", context, status=status)


@require_GET
def faults(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponseBase:
    """The rows with a fault as they were sent, each with what is wrong, to be corrected and sent again."""
    sheet, draft = draft_or_404(request, room, noun, uid)
    if draft.rows > PAGE_ROWS:
        looked = _looked(request, sheet, draft)
        if looked.state != Errand.State.DONE:
            return _to_errand(sheet.register, looked)
        look = Look.kept(looked.result)
    else:
        try:
            look = Look.of(tried(services.read_again(sheet, draft, by=request.actor)))
        except BadFile as error:
            return _sending(request, sheet, UploadForm(), str(error))
    texts = dict(services.table_of(draft).rows)
    return download(out.faults(look.headings, texts, look.errors, sheet), _("faults"))
