"""The pages of the office: a notice, a notice received, passing one on, the burden meter."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.office import burden as meter
from zhijia.office import collecting, pages, passing
from zhijia.office.chasing import chase as chase_late
from zhijia.office.models import NoticeRegister, ReplyRegister
from zhijia.office.posts import writers
from zhijia.registry import pages as registry
from zhijia.registry.errors import Stale
from zhijia.tree.requests import Request


@require_GET
def notice(request: Request, uid: uuid.UUID) -> HttpResponse:
    one = pages.found(request, NoticeRegister, uid)
    return render(request, "office/notice.html", pages.notice_page(request, one))


@require_POST
def chase(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One tap to all that are late."""
    one = pages.found(request, NoticeRegister, uid)
    registry.allow(writers, request.actor, one)
    for text in pages.chased_words(chase_late(one, by=request.actor)):
        messages.success(request, text)
    return redirect("office:notice", uid)


@require_POST
def accept_all(request: Request, uid: uuid.UUID) -> HttpResponse:
    one = pages.found(request, NoticeRegister, uid)
    registry.allow(writers, request.actor, one)
    done = pages.accept_all(one, request.actor)
    messages.success(
        request, ngettext("%(n)s reply accepted.", "%(n)s replies accepted.", done) % {"n": done}
    )
    return redirect("office:notice", uid)


@require_GET
def workbook(request: Request, uid: uuid.UUID) -> HttpResponseBase:
    """All replies in one table, to take away."""
    one = pages.found(request, NoticeRegister, uid)
    registry.allow(writers, request.actor, one)
    return FileResponse(
        collecting.workbook(one, request.actor), as_attachment=True, filename=f"{one.number}.xlsx"
    )


@require_http_methods(["GET", "POST"])
def reply(request: Request, uid: uuid.UUID) -> HttpResponse:
    one = pages.opened(pages.found(request, ReplyRegister, uid), request.actor)
    form = pages.reply_form(one, request.actor, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(
                _("This is for: %(who)s.") % {"who": ReplyRegister.flow.move("reply").by.reason}
            )
        try:
            if form.is_valid() and form.save(request.actor):
                messages.success(request, _("Your reply is on its way to %(org)s.") % {"org": one.notice.org})
                return redirect("office:reply", uid)
        except Stale as stale:
            return registry.both_texts(request, ReplyRegister, form, stale.current)
    status = 422 if request.method == "POST" else 200
    return render(request, "office/reply.html", pages.reply_page(request, one, form), status=status)


@require_http_methods(["GET", "POST"])
def pass_on(request: Request, uid: uuid.UUID) -> HttpResponse:
    """One's own notice that passes on the one received."""
    one = pages.found(request, ReplyRegister, uid)
    if not passing.may_pass(one, request.actor):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": writers.reason})
    form = pages.pass_form(one, request)
    if request.method == "POST" and form.is_valid() and (made := registry.saved(form)) is not None:
        messages.success(request, _("Saved as a draft: look at it, then issue it."))
        return redirect("office:notice", made.uid)
    return registry.form_page(request, NoticeRegister, form, title=_("Pass on"))


@require_GET
def burden(request: Request) -> HttpResponse:
    if not meter.may_look(request.actor):
        raise Http404
    return render(request, "office/burden.html", meter.page(request.actor, request.GET.get("year", "")))
