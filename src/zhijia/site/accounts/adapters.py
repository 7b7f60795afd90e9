"""How allauth behaves in this house: own host only, no sign-up, no e-mail, every outcome kept."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zhijia.registry import crypt
from zhijia.site.accounts import queries, services
from zhijia.site.accounts.lockout import username_of
from zhijia.site.models import Kind, Result
from zhijia.tree.models import User
from zhijia.tree.requests import address_of

CHANGES = {
    "account/email/password_changed": (Kind.PASSWORD, Result.SET),
    "mfa/email/totp_activated": (Kind.TOTP, Result.SET),
    "mfa/email/totp_deactivated": (Kind.TOTP, Result.REMOVED),
    "mfa/email/recovery_codes_generated": (Kind.RECOVERY, Result.SET),
}
UNKNOWN_ADDRESS = "0.0.0.0"


class AccountAdapter(DefaultAccountAdapter):
    """Log-in by account name and password, with the outcome recorded."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The account or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many tries. Please wait a while and try again."),
        "rate_limited": _("Too many tries. Please wait a while and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: the JSON answers of allauth would repeat typed passwords."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of the host that was asked."""
        host = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, host, require_https=self.request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or UNKNOWN_ADDRESS

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = User.objects.filter(username=username_of(request, credentials)).first()
        locked = getattr(request, "axes_locked_out", False)
        services.record(request, user, kind=Kind.PASSWORD, result=Result.LOCKED if locked else Result.FAILED)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        services.record(request, user, kind=Kind.PASSWORD, result=Result.FAILED)
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        """Keeps the log-in, warns of tries that failed before it and sets the account's language."""
        services.record(request, user, kind=_kind_of(request, user), result=Result.OK)
        request.session[services.SEEN] = int(time.time())
        if queries.password_is_one_time(user):
            request.session[services.CHANGE_FIRST] = True
        if failed := queries.failures_before(user):
            messages.warning(request, _warning(failed))
        response: HttpResponse = super().post_login(request, user, **told)
        if user.language:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """A code of the app where there is one: the password alone must not switch the app off."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] == "mfa_reauthenticate"] or methods

    def is_reauthentication_required(self, *, app: str, **told: Any) -> bool:
        """Not within five minutes of the log-in itself."""
        if not super().is_reauthentication_required(app=app, **told):
            return False
        steps = get_authentication_records(self.request, self.request.user)
        return not steps or time.time() - steps[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Keeps the change of a secret among the log-in records instead of sending mail."""
        if change := CHANGES.get(template_prefix):
            services.record(self.request, user, kind=change[0], result=change[1])


def _kind_of(request: HttpRequest, user: User) -> str:
    steps = get_authentication_records(request, user)
    last = steps[-1] if steps else {}
    return {"totp": Kind.TOTP, "recovery_codes": Kind.RECOVERY}.get(last.get("type", ""), Kind.PASSWORD)


def _warning(failed: int) -> str:
    return ngettext(
        "Since your last log-in, %(number)d try to log in with your account failed. If it was not you,"
        " change your password.",
        "Since your last log-in, %(number)d tries to log in with your account failed. If it was not you,"
        " change your password.",
        failed,
    ) % {"number": failed}


class TwoStepAdapter(DefaultMFAAdapter):
    """Secrets encrypted at rest; the app shows the account name, never an e-mail address."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong. Wait for the next one and type it without blanks."),
    }

    def encrypt(self, text: str) -> str:
        return crypt.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypt.decrypt(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        return user.username
