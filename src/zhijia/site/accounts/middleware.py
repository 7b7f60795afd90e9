"""The door of the house: nobody in without log-in, no officer past it without two steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext

from zhijia.site.accounts import policy, services


class Door(LoginRequiredMiddleware):
    """Denies by default: a view is open to all only when marked with django's `login_not_required`."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None or not request.user.is_authenticated:
            return answer
        services.keep_alive(request)
        if getattr(view_func, "before_setup", False) or not getattr(view_func, "login_required", True):
            return None
        return _unfinished(request)

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"detail": gettext("Please log in first.")}, status=401)
        _say_why(request)
        return _go(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': way_back(request)})}")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """What a logged-in person saw is not kept by a shared computer, unless the view says how."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


def _unfinished(request: HttpRequest) -> HttpResponse | None:
    """The page that must come first: a password of one's own, then two-step log-in."""
    if request.session.get(services.CHANGE_FIRST):
        reason = gettext("Your password was given to you. Choose one of your own before you go on.")
        return _first(request, "account_change_password", reason)
    if policy.two_step_missing(request.actor):  # type: ignore[attr-defined]
        reason = gettext("Your post needs two-step log-in. Set it up before you go on.")
        return _first(request, "mfa_activate_totp", reason)
    return None


def _first(request: HttpRequest, name: str, reason: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"detail": reason}, status=403)
    messages.warning(request, reason)
    return _go(request, resolve_url(name))


def wants_json(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or request.headers.get("Accept") == "application/json"


def way_back(request: HttpRequest) -> str:
    """Where to go after log-in: the page asked for, or the page that held the form that was sent."""
    if request.method in ("GET", "HEAD") and "HX-Request" not in request.headers:
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _say_why(request: HttpRequest) -> None:
    """Tells the reader on the log-in page what happened to what was typed."""
    if request.method not in ("GET", "HEAD"):
        messages.warning(
            request,
            gettext(
                "You were no longer logged in, so nothing was saved. Log in again: you come back to the form,"
                " and what you typed in this browser can be put back."
            ),
        )
    elif settings.SESSION_COOKIE_NAME in request.COOKIES:
        messages.info(request, gettext("Your log-in has ended. Please log in again."))


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect; for htmx one of the whole page, not of the part it asked for."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
