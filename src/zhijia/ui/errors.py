"""Answers when something cannot be done: what happened, what was saved, what to do. JSON below /api/."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token

from zhijia.ui.menu import Text

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What a page says about one status: title, what happened, what to do."""

    title: Text
    text: Text
    todo: Text


SAID = {
    400: Said(
        _("The request could not be understood"),
        _("Something in the address or the form is not as this page expects it. Nothing was saved."),
        _("Go back, check what you entered and send it again."),
    ),
    403: Said(
        _("This is not open to you"),
        _("Your posts do not allow this step. Nothing was saved."),
        _("If you should be able to do it, ask the administrator of your union."),
    ),
    404: Said(
        _("There is no such page here"),
        _("It does not exist, or it lies outside of what you may see."),
        _("Check the address, or find the entry through the menu."),
    ),
    405: Said(
        _("This page is used in another way"),
        _("The address only answers to the button it belongs to. Nothing was saved."),
        _("Go back to the page with the button and use it there."),
    ),
    409: Said(
        _("Somebody else was faster"),
        _("The entry was changed since you opened it. What you sent was not saved."),
        _("Open it again, compare, and enter your change once more."),
    ),
    413: Said(
        _("This is too large"),
        _("What you sent is larger than this page accepts. Nothing was saved."),
        _("Choose fewer or smaller files and send them again."),
    ),
    429: Said(
        _("Too many tries"),
        _("There were too many requests in a short time."),
        _("Wait a while, then try again."),
    ),
    500: Said(
        _("Something went wrong on our side"),
        _("The step was not carried out. The fault has been recorded."),
        _("Try again in a moment. If it happens again, tell the administrator the number below."),
    ),
    503: Said(
        _("The system is being looked after"),
        _("It cannot answer at the moment. Nothing was saved."),
        _("Try again in a few minutes."),
    ),
}


def page(
    request: HttpRequest,
    status: int,
    *,
    title: Text = "",
    text: Text = "",
    todo: Text = "",
    retry_after: int | None = None,
) -> HttpResponse:
    """The answer of one status; own words replace the usual ones. `retry_after` counts seconds."""
    usual = SAID.get(status, SAID[400 if status < 500 else 500])
    said = {
        "title": str(title or usual.title),
        "text": str(text or usual.text),
        "todo": str(todo or usual.todo),
        "status": status,
        "request_id": getattr(request, "id", ""),
    }
    response = _json(said) if request.path.startswith("/api/") else _html(request, said)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response


def _json(said: dict[str, Any]) -> HttpResponse:
    about = {"status": said["status"], "message": said["title"], "detail": said["text"], "todo": said["todo"]}
    return JsonResponse({"error": about | {"request_id": said["request_id"]}}, status=said["status"])


def _html(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    template = f"ui/errors/{said['status']}.html" if said["status"] in SAID else "ui/errors/error.html"
    body = render_to_string(template, said, request=request)
    response = HttpResponse(body, status=said["status"])
    # The script shows this sentence when a part of a page could not be fetched.
    response.headers["X-Message"] = quote(f"{said['title']}: {said['text']} {said['todo']}")
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when the form was larger than the house accepts."""
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; a reason given to PermissionDenied is said."""
    return page(request, 403, text=str(exception or ""))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, letter for letter the same for what is absent and for what is out of reach."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs neither database nor session; plain text should even that fail."""
    try:
        if _locked(sys.exception()):
            return _busy(request)
        words = _words(SAID[500], 500, request)
        if request.path.startswith("/api/"):
            return _json(words)
        return HttpResponse(render_to_string("ui/errors/500.html", words), status=500)
    except Exception:
        log.exception("the error page itself failed")
        return HttpResponse(LAST_WORDS, status=500)


def _words(said: Said, status: int, request: HttpRequest) -> dict[str, Any]:
    told = {"title": str(said.title), "text": str(said.text), "todo": str(said.todo)}
    return {**told, "status": status, "request_id": getattr(request, "id", "")}


def _locked(error: BaseException | None) -> bool:
    """Whether another's long transaction had the database: SQLite has one writer at a time."""
    return isinstance(error, OperationalError) and "database is locked" in str(error)


def _busy(request: HttpRequest) -> HttpResponse:
    """503 that holds what was typed: one button sends it again. Passwords and files are not given back."""
    words = _words(BUSY, 503, request)
    if request.path.startswith("/api/"):
        response = _json(words)
    else:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
        kept = not request.FILES and not any("password" in name for name, _text in sent)
        words |= {"path": request.get_full_path(), "sending": request.method == "POST", "kept": kept}
        words["sent"] = [(name, text) for name, text in sent if name != "csrfmiddlewaretoken"]
        words["token"] = get_token(request)
        response = HttpResponse(render_to_string("ui/errors/busy.html", words), status=503)
        response.headers["X-Message"] = quote(f"{words['title']}: {words['text']} {words['todo']}")
    response.headers["Retry-After"] = "30"
    response.headers["Cache-Control"] = "no-store"
    return response


BUSY = Said(
    _("A long list is being stored"),
    _("While it is stored nothing else can be. What you sent was not saved."),
    _("It is over within a minute or two: then send it again."),
)

LAST_WORDS = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>500</title>
<h1>系统出现故障</h1><p>这一步没有执行，请稍后再试。</p>
<h1 lang="en">Something went wrong on our side</h1>
<p lang="en">The step was not carried out. Try again later.</p>
</html>"""


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose time is over: nothing was saved, and how to get the typed text back."""
    log.warning("form refused: %s (%s)", reason, request.path)
    return page(
        request,
        403,
        title=_("The form was open too long"),
        text=_("Its safety mark is no longer valid, for example after logging in again. Nothing was saved."),
        todo=_(
            "Go back with your browser's arrow, copy what you typed if it is long, reload the page and send "
            "it again. Forms that keep drafts offer your text by themselves. "
            "Cookies must be allowed for this site."
        ),
    )
