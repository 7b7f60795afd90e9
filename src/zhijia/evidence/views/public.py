"""The pages of the person asked: no log-in, no menu, and for every useless key one and the same answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhijia.evidence import public
from zhijia.evidence.forms import AnswerForm, CodeForm
from zhijia.evidence.public import Unusable
from zhijia.evidence.throttle import address_of
from zhijia.registry.errors import Forbidden, NotFound, Refused
from zhijia.tree import requests


def outside(view: Callable[..., HttpResponse]) -> Any:
    """Open to all; never stored by a browser, never told to another site by its address."""

    @never_cache
    @login_not_required
    @wraps(view)
    def inner(request: requests.Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except (Unusable, NotFound) as wrong:
            many = isinstance(wrong, Unusable) and wrong.too_many
            response = render(request, "evidence/unusable.html", {"many": many}, status=429 if many else 404)
        # not "no-referrer": browsers then send the answer with an origin of null, which CSRF refuses
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return inner


@require_safe
@outside
def link(request: requests.Request, token: str) -> HttpResponse:
    return _question(request, public.by_token(token, address=address_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@outside
def code(request: requests.Request) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "evidence/code.html", {"form": form}, status=422 if form.is_bound else 200)
    last = form.cleaned_data["last"].strip()
    return _question(request, public.by_code(form.digits, last, address=address_of(request)))


@require_POST
@outside
def answer(request: requests.Request) -> HttpResponse:
    form = AnswerForm(request.POST)
    found = public.opened(
        request.POST.get("secret", ""), request.POST.get("last", ""), address=address_of(request)
    )
    if not form.is_valid():
        return _question(request, found, form=form)
    try:
        done = public.answered(found, form.said, by=request.actor)
    except Refused as refusal:
        for messages in refusal.messages.values():
            for message in messages:
                form.add_error(None, message)
        return _question(request, public.again(found), form=form)
    except Forbidden as refusal:
        return render(request, "evidence/not_you.html", {"reason": refusal.reason}, status=403)
    return render(request, "evidence/answered.html", {"question": done})


def _question(request: requests.Request, found: public.Found, form: AnswerForm | None = None) -> HttpResponse:
    if found.request.answered_at is not None:
        return render(request, "evidence/answered.html", {"question": found.request, "repeated": True})
    initial = {"told": found.told.digest, "secret": found.secret, "last": found.last}
    shown = form or AnswerForm(initial=initial)
    context = {"question": found.request, "told": found.told, "form": shown, "marks": initial}
    return render(request, "evidence/question.html", context, status=422 if form is not None else 200)
