"""My access tokens, and a page that says what the interface offers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.api import tokens
from zhijia.api.forms import TokenForm
from zhijia.registry.cells import label_of
from zhijia.registry.errors import NotFound, Refused
from zhijia.registry.register import registers
from zhijia.tally.indicator import Indicator, Ratio
from zhijia.tally.sources import INDICATORS, RATIOS
from zhijia.tree.requests import Request


@never_cache
@require_http_methods(["GET", "POST"])
def my_tokens(request: Request) -> HttpResponse:
    """The account's tokens; a new one shows its text on this one answer and never again."""
    form = TokenForm(request.POST) if request.method == "POST" else TokenForm()
    clear = ""
    if form.is_bound and form.is_valid():
        try:
            _token, clear = tokens.issue(by=request.actor, **form.cleaned_data)
            form = TokenForm()
        except Refused as refusal:
            for name, said in refusal.messages.items():
                form.add_error(name or None, list(map(str, said)))
    context = {"form": form, "clear": clear, "tokens": tokens.live(request.actor)}
    return render(request, "api/tokens.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke(request: Request, uid: uuid.UUID) -> HttpResponse:
    try:
        token = tokens.revoke(uid, by=request.actor)
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens")


@require_GET
def about(request: Request) -> HttpResponse:
    """What there is for programs, in words: addresses, fields, steps, figures."""
    seen = [one for one in registers() if one.policy.view.ever(request.actor)]
    known: list[Indicator | Ratio] = [*INDICATORS.values(), *RATIOS.values()]
    measures = sorted(known, key=lambda one: one.key)
    context = {"parts": [_about(one) for one in seen], "measures": measures}
    return render(request, "api/about.html", context)


def _about(register: Any) -> dict[str, Any]:
    return {
        "register": register,
        "title": register.model._meta.verbose_name_plural,
        "fields": [(name, label_of(register, name), name in register.fixed) for name in register.fields],
        "moves": [
            (move.key, move.label, ", ".join(move.form))
            for move in (register.flow.moves if register.flow else ())
        ],
    }
