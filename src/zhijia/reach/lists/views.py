"""Pages of lists: writing to their people, what became of it, and what is printed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel.uid import uuid7
from zhijia.reach.kinds import Kind, kind_of, listed_kinds
from zhijia.reach.lists import crowd as crowds
from zhijia.reach.lists import mailed, pages, sending, sheets
from zhijia.reach.lists.crowd import MOST, Crowd
from zhijia.reach.lists.plan import Plan, WordsForm
from zhijia.reach.models import Mailing
from zhijia.registry.errors import NotFound, Refused
from zhijia.registry.listing import BadQuery
from zhijia.tree.requests import Request
from zhijia.ui import errors


def _crowd(request: Request, source: str) -> Crowd:
    found = Crowd.of(request.actor, source, request.GET)
    if found is None:
        raise Http404
    return found


def _kind(key: str) -> Kind:
    kind = kind_of(key)
    if kind is None or not kind.for_lists:
        raise Http404
    return kind


def _mailing(request: Request, uid: uuid.UUID) -> Mailing:
    found = mailed.found(request.actor, uid)
    if found is None:
        raise Http404
    return found


def _bad(request: Request, wrong: BadQuery) -> HttpResponse:
    return errors.page(request, 400, title=_("This list cannot be shown like that"), text=wrong.message)


@require_GET
def overview(request: Request) -> HttpResponse:
    """What was sent to lists, and the lists there are."""
    if not crowds.may_write(request.actor) and not mailed.seen(request.actor).exists():
        raise Http404
    return render(request, "reach/lists/overview.html", pages.overview(request.actor, request.GET))


@require_http_methods(["GET", "POST"])
def write(request: Request, source: str, key: str) -> HttpResponse:
    """A list, a wording, the officer's words; looked at first, then sent."""
    crowd, kind = _crowd(request, source), _kind(key)
    try:
        context = pages.writing(crowd, kind)
        form = WordsForm(crowd, kind, request.POST if request.method == "POST" else None)
        plan = Plan(crowd, kind, form.values) if form.is_bound and form.is_valid() else None
        if plan and request.POST.get("act") == "send" and (sent := _sent(request, plan, context)) is not None:
            return redirect("reach:mailing", sent.uid)
    except BadQuery as wrong:
        return _bad(request, wrong)
    if plan is not None and not context["faults"]:
        context |= {"outlook": plan.outlook(), "uid": context.get("again") or uuid7()}
    faulty = form.is_bound and (plan is None or context["faults"] or context.get("refused"))
    return render(request, "reach/lists/write.html", {**context, "form": form}, status=422 if faulty else 200)


def _sent(request: Request, plan: Plan, context: dict[str, Any]) -> Mailing | None:
    """The mailing this form made, now or before; None when it was refused, with the reason for the page."""
    try:
        uid = uuid.UUID(request.POST.get("uid", ""))
    except ValueError:
        return None
    try:
        done, now = sending.send(plan, uid=uid, seen=request.POST.get("seen", ""), by=request.actor)
    except Refused as refusal:
        context |= {"refused": [str(one) for said in refusal.messages.values() for one in said], "again": uid}
        return None
    except NotFound:
        raise Http404 from None
    if now:
        messages.success(request, _("Written. What becomes of each stands below."))
    else:
        messages.info(request, _("This was sent already; nothing was sent twice."))
    return done


@require_GET
def mailing(request: Request, uid: uuid.UUID) -> HttpResponse:
    """What became of one mailing."""
    found = _mailing(request, uid)
    return render(request, "reach/lists/mailing.html", mailed.page(request.actor, found, request.GET))


@require_POST
def again(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Everything of a mailing that failed or was held back, once more."""
    found = _mailing(request, uid)
    if not any(found.org.path.startswith(path) for path in request.actor.paths(*crowds.WRITERS)):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": _("officers and chairs of the union")})
    count = sending.again(found, by=request.actor)
    said = ngettext("%(n)s message is sent once more.", "%(n)s messages are sent once more.", count)
    messages.success(request, said % {"n": count})
    return redirect("reach:mailing", uid)


@require_GET
def unreached(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Those a mailing did not reach, to be told in person."""
    found = _mailing(request, uid)
    rows = mailed.unreached(request.actor, found)
    sending.printed(found.org_id, found.org.path, found.uid, found.title, len(rows), by=request.actor)
    return render(request, "reach/lists/unreached.html", {"mailing": found, "rows": rows})


@require_GET
def paper(request: Request, source: str, form: str) -> HttpResponse:
    """A list on paper, to sign or to hang up."""
    crowd = _crowd(request, source)
    if not sheets.may_print(request.actor, crowd):
        reason = crowd.register.policy.rule("export").reason
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": reason})
    try:
        if crowd.count > MOST:
            raise BadQuery(" ".join(Plan(crowd, listed_kinds()[0], {}).faults()))
        context = {**sheets.paper(crowd, form, request.GET.get("title", "")), "crowd": crowd}
    except BadQuery as wrong:
        return _bad(request, wrong)
    org = crowd.org
    sending.printed(org.pk, org.path, org.uid, crowd.title, len(crowd.leaving), by=request.actor)
    return render(request, "reach/lists/paper.html", context)


@require_GET
def wall(request: Request) -> HttpResponse:
    """Squares for the wall of a union: each leads a telephone to one page."""
    found = pages.wall(request.actor, request.GET)
    if found is None:
        raise Http404
    return render(request, "reach/lists/wall.html", found)
