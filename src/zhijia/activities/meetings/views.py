"""Pages of a meeting beside its own: inviting, the wall, the paper list, notice and minutes as papers."""

from __future__ import annotations

import io
import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.activities.meetings import inviting, listing, papers
from zhijia.activities.meetings.attendance import Attendance
from zhijia.activities.meetings.forms import DecisionForm, PaperListForm
from zhijia.activities.meetings.panels import given
from zhijia.activities.models import Meeting, MeetingRegister
from zhijia.evidence.services import number_on_the_wall
from zhijia.kernel.day import today
from zhijia.papers import document, printed
from zhijia.registry.errors import Refused
from zhijia.registry.pages import allow, entry_or_404
from zhijia.tree.requests import Request


def _meeting(request: Request, uid: uuid.UUID, *, to_change: bool = False) -> Meeting:
    """The meeting within sight of whoever asks, where asked for one they may change."""
    found: Meeting = entry_or_404(request, "activities", "meeting", uid)[1]
    if to_change:
        allow(MeetingRegister.policy.change, request.actor, found)
    return found


def _back(meeting: Meeting) -> HttpResponse:
    return redirect("registry:detail", "activities", "meeting", meeting.uid)


@require_http_methods(["GET", "POST"])
def invite(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Whom the message goes to, what it says, how far each got; a POST writes those still missing."""
    meeting = _meeting(request, uid, to_change=True)
    said = ""
    if request.method == "POST":
        try:
            _invited(request, len(inviting.invite(meeting, by=request.actor)))
            return redirect("activities:invite", meeting.uid)
        except Refused as refusal:
            said = " ".join(str(text) for texts in refusal.messages.values() for text in texts)
    guests = inviting.guests(meeting)
    context = {
        "meeting": meeting,
        "add_to": f"?meeting={meeting.uid}",
        "guests": guests,
        "open": sum(one.is_open for one in guests),
        "without": sum(not one.mobile for one in guests),
        "sample": next((one.text for one in guests if one.mobile), ""),
        "fault": said,
        "may_send": meeting.state in ("planned", "open"),
    }
    return render(request, "activities/invite.html", context, status=422 if said else 200)


def _invited(request: Request, count: int) -> None:
    said = ngettext("%(count)s invitation is on its way.", "%(count)s invitations are on their way.", count)
    messages.success(request, said % {"count": count})


@require_http_methods(["GET", "POST"])
def paper_list(request: Request, uid: uuid.UUID) -> HttpResponse:
    """The signed list: ticks, pasted names and its photograph in one form."""
    meeting = _meeting(request, uid, to_change=True)
    came = Attendance(meeting)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperListForm(came.people, *sent)
    if form.is_bound and form.is_valid():
        try:
            count = listing.take_in(meeting, by=request.actor, **form.taken)
            messages.success(request, listing.told(count) if count else _("The photo of the list is kept."))
            return _back(meeting)
        except Refused as refusal:
            form.show(refusal)
    context = {"meeting": meeting, "form": form, "came": came, "is_open": meeting.state in ("open", "held")}
    return render(request, "activities/paper_list.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def decide(request: Request, uid: uuid.UUID) -> HttpResponse:
    """A decision of the meeting: who does what until when, as a task of the union that does it."""
    meeting = _meeting(request, uid, to_change=True)
    form = DecisionForm(meeting, request.actor, request.POST if request.method == "POST" else None)
    decides = meeting.state in ("open", "held", "minuted")
    if decides and form.is_bound and form.is_valid() and form.save() is not None:
        messages.success(request, _("Written down, and given as a task."))
        return redirect("activities:decide", meeting.uid) if "more" in request.POST else _back(meeting)
    context = {"meeting": meeting, "form": form, "decides": decides, "given": given(meeting, request.actor)}
    return render(request, "activities/decide.html", context, status=422 if form.is_bound else 200)


@require_GET
def sheet(request: Request, uid: uuid.UUID) -> HttpResponse:
    """For the wall and the door: the code of the day, and the list to sign on paper."""
    meeting = _meeting(request, uid, to_change=True)
    context: dict[str, Any] = {"meeting": meeting, "came": Attendance(meeting), "blank": range(8)}
    if meeting.state in ("planned", "open"):
        number, address, short = number_on_the_wall(meeting, meeting.happened_on)
        picture = segno.make(address, error="m", micro=False).png_data_uri(scale=6, border=3)
        context |= {"number": number, "address": short, "picture": picture}
    return render(request, "activities/sheet.html", context)


@require_GET
def notice(request: Request, uid: uuid.UUID, ending: str) -> FileResponse:
    meeting = _meeting(request, uid)
    return _file(papers.notice(meeting, on=today()), _("Notice"), meeting, ending)


@require_GET
def minutes(request: Request, uid: uuid.UUID, ending: str) -> FileResponse:
    meeting = _meeting(request, uid, to_change=True)
    return _file(papers.minutes(meeting), _("Minutes"), meeting, ending)


def _file(paper: Any, called: str, meeting: Meeting, ending: str) -> FileResponse:
    content = document.made(paper) if ending == "docx" else io.BytesIO(printed.made(paper))
    name = f"{called}-{meeting.title}-{meeting.happened_on.isoformat()}.{ending}"
    answer = FileResponse(content, as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer
