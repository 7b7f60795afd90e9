"""Entry from a pasted name list: what all entries share, whom each line means."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhijia.registry.bulk import RowError, RowErrors
from zhijia.registry.pages import initial
from zhijia.registry.pages import names as about
from zhijia.registry.register import Register
from zhijia.sheets import names as name_list
from zhijia.sheets import services
from zhijia.sheets.columns import sheet_of
from zhijia.sheets.forms import line_count_fault, shared_form
from zhijia.sheets.models import Draft
from zhijia.sheets.pages.asked import draft_or_404, for_adding
from zhijia.sheets.pages.coming import taken_in
from zhijia.tree.requests import Request


def _by_name(request: Request, room: str, noun: str) -> type[Register]:
    register = for_adding(request, room, noun)
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
    return _sent(draft_or_404(request, room, noun, uid)[1])


@require_http_methods(["GET", "POST"])
def matched(request: Request, room: str, noun: str, uid: uuid.UUID) -> HttpResponse:
    """Whom each line means; a POST with the choices made records the entries."""
    register = _by_name(request, room, noun)
    _sheet, draft = draft_or_404(request, room, noun, uid)
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
            told = taken_in(request, register, draft, result)
            return _to_what_all_share(register, form.values) or told
        except RowErrors as refusal:
            if row_faults := _beside_lines(lines, refusal.errors):
                break
    wrong = [line for line in lines if line.fault]
    context = {**about(register), "lines": lines, "wrong": len(wrong), "ready": len(lines) - len(wrong)}
    context |= {"draft": draft, "row_faults": row_faults, "money": money, "shared": form}
    context["people"] = name_list.names_people(register)
    return render(request, "sheets/matched.html", context, status=422 if request.method == "POST" else 200)


def _to_what_all_share(register: type[Register], values: dict[str, Any]) -> HttpResponse | None:
    """The page of the course, meeting … the list was entered for, where it belongs to one."""
    names = [name for name in register.fixed if name in register.related() and name != register.subject()]
    above = next((values[name] for name in names if values.get(name) is not None), None)
    return above and redirect("registry:detail", above.register.room, above.register.noun, above.uid)


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
