"""A union asks another for a member who has come to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhijia.directory.forms import FetchForm, may_fetch
from zhijia.tree.requests import Request


@require_http_methods(["GET", "POST"])
def fetch(request: Request) -> HttpResponse:
    if not may_fetch(request.actor):
        raise PermissionDenied(_("This is for officers and chairs of a union."))
    form = FetchForm(request.actor, *((request.POST,) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid() and (made := form.save()) is not None:
        messages.success(request, _("Asked for; the old union has to agree."))
        return redirect("registry:detail", "directory", "transfer", made.uid)
    return render(request, "directory/fetch.html", {"form": form}, status=422 if form.is_bound else 200)
