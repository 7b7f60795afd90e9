"""The pages of log-in and of one's own account."""

from __future__ import annotations

from typing import Any, cast

from allauth.account import views as account_views
from allauth.mfa.base import views as two_step_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhijia.site.accounts import demo, policy, queries, services
from zhijia.site.accounts.lockout import code_locked_until, locked_until
from zhijia.site.accounts.middleware import way_back
from zhijia.tree.models import User
from zhijia.ui import errors


class LogIn(account_views.LoginView):
    """Account and password; in the demo also the cast to choose from."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_cast": demo.cast(), "demo": settings.DEMO}


@method_decorator(login_not_required, name="dispatch")
class LogOut(account_views.LogoutView):
    """Ends the session; the browser forgets cached pages but keeps drafts of unsent forms."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


class ChangePassword(account_views.PasswordChangeView):
    """A new password; every other session of the account ends with the old one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            told = gettext("This account has no password yet; ask the administrator of your union for one.")
            return errors.page(request, 403, text=told)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_default_success_url(self) -> str:
        return "/"

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.pop(services.CHANGE_FIRST, None)
        response: HttpResponse = super().form_valid(form)
        services.end_other_sessions(self.request)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = bool(self.request.session.get(services.CHANGE_FIRST))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"password_was_given": given}


class LockedCodes:
    """A page for codes that turns into the lock page while codes are not looked at."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        if moment := code_locked_until(form.user):
            return locked_until(self.request, moment)
        return super().form_invalid(form)  # type: ignore[misc, no-any-return]


class SecondStep(LockedCodes, two_step_views.AuthenticateView):
    """The code after the password."""


class SecondStepAgain(LockedCodes, two_step_views.ReauthenticateView):
    """A code once more, before something that matters."""


class TwoStep(two_step_views.IndexView):
    """Whether two-step log-in is on, and what to do about it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        required = policy.two_step_required(self.request.actor)  # type: ignore[attr-defined]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"required": required, "demo": settings.DEMO}


@require_GET
@never_cache
def log_ins(request: HttpRequest) -> HttpResponse:
    """The account's own log-in records and live sessions."""
    user = cast(User, request.user)
    live = queries.live_sessions(request)
    context = {
        "records": queries.records(user, page=request.GET.get("page")),
        "sessions": live,
        "others": sum(not session.here for session in live),
        "two_step": queries.has_two_step(user),
    }
    return render(request, "account/log_ins.html", context)


@require_POST
def log_out_elsewhere(request: HttpRequest) -> HttpResponseRedirect:
    ended = services.end_other_sessions(request)
    if ended:
        told = ngettext(
            "Logged out in %(number)d other place.", "Logged out in %(number)d other places.", ended
        )
        messages.success(request, told % {"number": ended})
    else:
        messages.info(request, gettext("You were logged in nowhere else."))
    return redirect("account_log_ins")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Shows the page in another language from now on, and remembers it with the account."""
    wanted = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = way_back(request)
    response = HttpResponseRedirect(target)
    if wanted not in dict(settings.LANGUAGES) or not check_for_language(wanted):
        messages.error(request, gettext("This language is not offered. Choose Chinese or English."))
        return response
    if request.user.is_authenticated:
        services.choose_language(request.user, wanted)
    year = 365 * 24 * 3600
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, wanted, max_age=year, samesite="Lax", secure=settings.HTTPS
    )
    return response


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer 429 of allauth's rate limits."""
    return errors.page(request, 429)
