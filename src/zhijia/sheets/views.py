"""The pages of lists: download, template, upload with preview, entry from a name list."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.kernel.day import today
from zhijia.registry.bulk import RowError, RowErrors
from zhijia.registry.errors import Forbidden, Refused
from zhijia.registry.listing import BadQuery, Listing
from zhijia.registry.pages import initial, register_or_404
from zhijia.registry.pages import names as about
from zhijia.registry.register import Register
from zhijia.sheets import names as name_list
from zhijia.sheets import out, services
from zhijia.sheets.columns import Sheet, importable, own_sheet, sheet_for, sheet_of
from zhijia.sheets.forms import ReasonForm, UploadForm, line_count_fault, shared_form
from zhijia.sheets.load import Reading, Result, load, tried
from zhijia.sheets.models import Draft
from zhijia.sheets.read import BadFile
from zhijia.tree.requests import Request
from zhijia.ui import errors

#: longer lists would keep the page waiting: the command line takes them
PAGE_ROWS = 20_000
FAULTS_SHOWN, SAMPLE = 200, 5


def _for_adding(request: Request, room: str, noun: str) -> type[Register]:
    register = register_or_404(request, room, noun)
    if not register.policy.add.ever(request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": register.policy.add.reason})
    return register


def _download(file: Any, stem: str) -> FileResponse:
    answer = FileResponse(file, as_attachment=True, filename=f"{stem}-{today().isoformat()}.xlsx")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _exported(request: Request, register: type[Register], *, reason: str = "") -> HttpResponseBase:
    listing = Listing(register, request.actor, request.GET)
    try:
        file = out.export(register, listing, request.actor, reason=reason)
    except BadQuery as wrong:
        return errors.page(request, 400, title=_("This list cannot be shown like that"), text=wrong.message)
    except Forbidden as refusal:
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": refusal.reason}) from refusal
    except Refused as refusal:
        return errors.page(request, 413, text=" ".join(map(str, refusal.messages[""])))
    return _download(file, str(register.model._meta.verbose_name_plural))


@require_GET
def export(request: Request, room: str, noun: str) -> HttpResponseBase:
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
    sheet = sheet_of(_for_adding(request, room, noun))
    return _download(out.template(sheet), str(sheet.title))


@require_http_methods(["GET", "POST"])
def upload(request: Request, room: str, noun: str) -> HttpResponse:
    register = _for_adding(request, room, noun)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        content = services.table_content(form.table)
        sheet = sheet_for(register, form.table.rows)
        draft = services.keep(sheet, form.source, content, by=request.actor)
        return redirect("sheets:preview", room, noun, draft.uid)
    context = {**about(register), "form": form, "sheet": sheet_of(register)}
    context["columns"] = [one for one in importable(context["sheet"].columns) if not one.hidden]
    context["by_name"] = bool(register.subject())
    return render(request, "sheets/upload.html", context, status=422 if form.is_bound else 200)


def _draft_or_404(request: Request, room: str, noun: str, uid: uuid.UUID) -> tuple[Sheet, Draft]:
    register = _for_adding(request, room, noun)
    for sheet in (sheet_of(register), own_sheet(register)):
        if (draft := services.draft_of(sheet, uid, by=request.actor)) is not None:
            return sheet, draft
    raise Http404


def _mapping(sheet: Sheet, sent: QueryDict) -> dict[int, str]:
    """Column place → name, of the headings somebody explained."""
    names = {column.name for column in importable(sheet.columns)}
    told = {key[4:]: value for key, value in sent.items() if key.startswith("map_") and value in names}
    return {int(at): name for at, name in told.items() if at.isascii() and at.isdigit() and len(at) < 3}


@require_http_methods(["GET", "POST"])
def preview(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    """What a list would do, with every fault; a POST takes it in."""
    sheet, draft = _draft_or_404(request, room, noun, uid)
    sending = request.method == "POST"
    try:
        found = services.read_again(
            sheet, draft, _mapping(sheet, request.POST if sending else request.GET), by=request.actor
        )
        if said := services.too_many(found, PAGE_ROWS):
            return errors.page(request, 413, text=said)
        if sending:
            result = load(found, source=draft.source, only_good="only_good" in request.POST)
            return _taken_in(request, sheet.register, draft, result)
        tried(found)
    except BadFile as error:
        return _unreadable(request, sheet, str(error))
    except RowErrors as refusal:
        found.errors = list(refusal.errors)
    return render(request, "sheets/preview.html", _shown(sheet, draft, found), status=422 if sending else 200)


def _unreadable(request: Request, sheet: Sheet, text: str) -> HttpResponse:
    context = {**about(sheet.register), "form": UploadForm(), "sheet": sheet, "fault": text}
    context["columns"] = [one for one in importable(sheet.columns) if not one.hidden]
    context["by_name"] = bool(sheet.register.subject())
    return render(request, "sheets/upload.html", context, status=422)


def _taken_in(
    request: Request, register: type[Register], draft: Draft, result: Result, shared: Mapping[str, Any] = {}
) -> HttpResponse:
    """Says what became of a list, on the page of the course, meeting … it was entered for where there is one."""
    services.discard(draft)
    said: dict[str, Any] = {"added": result.added, "known": result.known, "left_out": result.left_out}
    if result.before is not None:
        said["day"] = timezone.localtime(result.before.at).date().isoformat()
        messages.info(request, _("This list was taken in on %(day)s already: nothing was added.") % said)
    else:
        text = _("Taken in: %(added)s new, %(known)s stood already, %(left_out)s left out.")
        messages.success(request, text % said)
    names = [name for name in register.fixed if name in register.related() and name != register.subject()]
    if above := next((shared[name] for name in names if shared.get(name) is not None), None):
        return redirect("registry:detail", above.register.room, above.register.noun, above.uid)
    return redirect("registry:list", register.room, register.noun)


def _shown(sheet: Sheet, draft: Draft, found: Reading) -> dict[str, Any]:
    labels = {column.name: column.label for column in sheet.columns}
    faults = [(one.row, labels.get(one.column, one.column), one.reason) for one in found.errors]
    free = [one for one in importable(sheet.columns) if one not in found.columns.values() and not one.hidden]
    places = range(len(found.headings))
    lines = list(found.texts.items())[:SAMPLE]
    told = {f"map_{at}": column.name for at, column in found.columns.items() if not _known(found, at)}
    return {
        **about(sheet.register),
        "sheet": sheet,
        "draft": draft,
        "found": found,
        "places": [(at, found.headings[at], found.columns.get(at)) for at in places],
        "free": free,
        "told": told,
        "faults": faults[:FAULTS_SHOWN],
        "more": max(len(faults) - FAULTS_SHOWN, 0),
        "fault_rows": len(found.bad),
        "sample": [(line, [cells[at] if at < len(cells) else "" for at in places]) for line, cells in lines],
        "query": urlencode(told),
    }


def _known(found: Reading, place: int) -> bool:
    from zhijia.sheets.columns import plain

    return plain(found.headings[place]) in found.columns[place].headings()


@require_GET
def faults(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponseBase:
    sheet, draft = _draft_or_404(request, room, noun, uid)
    try:
        found = tried(services.read_again(sheet, draft, _mapping(sheet, request.GET), by=request.actor))
    except BadFile as error:
        return _unreadable(request, sheet, str(error))
    return _download(out.faults(found.headings, found.texts, found.errors, sheet), _("faults"))


def _by_name(request: Request, room: str, noun: str) -> type[Register]:
    register = _for_adding(request, room, noun)
    if not register.subject():
        raise Http404
    return register


@require_http_methods(["GET", "POST"])
def names(request: Request, room: str, noun: str) -> HttpResponse:
    """One entry for each person of a pasted list: first the list and what all entries share."""
    register = _by_name(request, room, noun)
    data = request.POST if request.method == "POST" else _pasted_before(request, room, noun)
    form = shared_form(register, request.actor, data, initial(register, request))
    if request.method == "POST" and form.is_valid():
        if not (said := line_count_fault(form.cleaned_data["people"])):
            content = {"sent": dict(request.POST.lists())}
            draft = services.keep(sheet_of(register), _("pasted name list"), content, by=request.actor)
            return redirect("sheets:matched", room, noun, draft.uid)
        form.add_error("people", said)
    context = {**about(register), "form": form, "people": name_list.names_people(register)}
    return render(request, "sheets/names.html", context, status=422 if request.method == "POST" else 200)


def _pasted_before(request: Request, room: str, noun: str) -> QueryDict | None:
    """The list somebody comes back to, so that one bad line does not mean pasting all of them again."""
    sent = request.GET.get("list", "")
    if not sent:
        return None
    try:
        uid = uuid.UUID(sent)
    except ValueError as error:
        raise Http404 from error
    return _sent(_draft_or_404(request, room, noun, uid)[1])


@require_http_methods(["GET", "POST"])
def matched(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    """Whom each line means; a POST with the choices made records the entries."""
    register = _by_name(request, room, noun)
    _sheet, draft = _draft_or_404(request, room, noun, uid)
    form = shared_form(register, request.actor, _sent(draft))
    if not form.is_valid():
        return redirect("sheets:names", room, noun)
    money = name_list.money_field(register)
    lines = name_list.read(form.cleaned_data["people"], with_amount=bool(money))
    picks = {line.number: request.POST.get(f"pick_{line.number}", "") for line in lines}
    name_list.match(register, lines, request.actor, picks)
    if money and form.cleaned_data.get(money) is None:
        _want_amounts(lines)
    row_faults: list[RowError] = []
    while request.method == "POST" and _may_record(lines, leave_out="leave_out" in request.POST):
        try:
            result = name_list.record(register, lines, form.values, request.actor)
            return _taken_in(request, register, draft, result, form.values)
        except RowErrors as refusal:
            if row_faults := _beside_lines(lines, refusal.errors):
                break
    wrong = [line for line in lines if line.fault]
    context = {**about(register), "lines": lines, "wrong": len(wrong), "ready": len(lines) - len(wrong)}
    context |= {"draft": draft, "row_faults": row_faults, "money": money, "shared": form}
    context["people"] = name_list.names_people(register)
    return render(request, "sheets/matched.html", context, status=422 if request.method == "POST" else 200)


def _may_record(lines: list[name_list.Line], *, leave_out: bool) -> bool:
    """Whether there are lines to record: all of them clear, or the others left out."""
    wrong = sum(1 for line in lines if line.fault)
    return wrong < len(lines) and (leave_out or not wrong)


def _beside_lines(lines: list[name_list.Line], errors: Iterable[RowError]) -> list[RowError]:
    """Puts what was refused beside its line; what belongs to none comes back."""
    by_number = {line.number: line for line in lines if not line.fault}
    others = []
    for error in errors:
        if error.row in by_number:
            by_number[error.row].fault = str(error.reason)
        else:
            others.append(error)
    return others


def _sent(draft: Draft) -> QueryDict:
    """The form as it was sent when the list was pasted."""
    data = QueryDict(mutable=True)
    for name, values in json.loads(draft.body).get("sent", {}).items():
        data.setlist(name, values)
    return data


def _want_amounts(lines: list[name_list.Line]) -> None:
    for line in lines:
        if line.value is None and not line.fault:
            line.fault = _("There is no amount, neither in this line nor for all.")
