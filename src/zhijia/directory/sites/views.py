"""The page of a project site, and the one that brings in somebody of another union."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.directory.models import PostingRegister, SiteRegister
from zhijia.directory.sites import pages
from zhijia.registry.extras import panels
from zhijia.registry.pages import tell_notices
from zhijia.tree.requests import Request


@require_GET
def site(request: Request, uid: uuid.UUID) -> HttpResponse:
    found = pages.site_or_404(request.actor, uid)
    context = pages.page(request, found)
    context["panels"] = panels(request, SiteRegister, found)
    return render(request, "directory/site.html", context)


@require_http_methods(["GET", "POST"])
def bring(request: Request, uid: uuid.UUID) -> HttpResponse:
    """Somebody whose record another union keeps."""
    found = pages.site_or_404(request.actor, uid)
    if not pages.may_post(request.actor, found):
        raise PermissionDenied(_("This is for: %(who)s.") % {"who": PostingRegister.policy.add.reason})
    form = pages.BringForm(request.actor, found, *((request.POST,) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid() and (made := form.save()) is not None:
        messages.success(
            request, _("Posted. The membership stays with the home union, which sees the posting.")
        )
        tell_notices(request, made)
        return redirect("directory:site", uid)
    context = {"site": found, "form": form}
    return render(request, "directory/bring.html", context, status=422 if form.is_bound else 200)
