"""How refusals of the services become answers to a browser."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from zhijia.evidence.panels import entry_url
from zhijia.registry.errors import Forbidden, NotFound, Refused

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """NotFound answers 404, the same for absent and hidden; Forbidden answers 403 with its reason."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            raise Http404 from None
        except Forbidden as refusal:
            raise PermissionDenied(_("Not allowed: %(why)s") % {"why": refusal.reason}) from refusal

    return inner


def back(request: HttpRequest, *, kind: str = "", uid: Any = None, to: str = "") -> HttpResponse:
    """To the page the form names, when it is one of ours, else to the entry or to `to`."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return redirect(wanted)
    return redirect(to or (entry_url(kind, uid) if kind else "") or "/")


def say(request: HttpRequest, refusal: Refused) -> None:
    """Shows what a service refused."""
    for said in refusal.messages.values():
        for message in said:
            messages.error(request, str(message))


def say_errors(request: HttpRequest, form: Form) -> None:
    """Shows what is wrong with a sent form, each line with the name of its field."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}: {error}" if label else str(error))
