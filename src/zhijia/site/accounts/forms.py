"""The log-in forms: allauth's, with our words, our counting and codes that work once."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_two_step_adapter
from allauth.mfa.base import forms as two_step_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from zhijia.site.accounts import services
from zhijia.site.accounts.lockout import code_locked_until
from zhijia.site.accounts.names import normal_code, normal_username
from zhijia.site.models import Kind, Result

WARN_FROM = 2


class LogInForm(account_forms.LoginForm):
    """Account and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = pgettext_lazy("user", "Account")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        }
        self.fields["password"].label = pgettext_lazy("user", "Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}

    def clean_login(self) -> str:
        return normal_username(self.cleaned_data["login"])

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
            return cleaned
        except ValidationError as error:
            left = self._tries_left()
            if left is None or left > WARN_FROM:
                raise
            raise ValidationError([error, ValidationError(_tries_left(left), code="tries_left")]) from error

    def _tries_left(self) -> int | None:
        failed = getattr(self.request, "axes_failures_since_start", None)
        return None if failed is None else max(0, settings.AXES_FAILURE_LIMIT - failed)


def _tries_left(left: int) -> str:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return ngettext(
        "%(left)d try left, then log-in is locked for %(minutes)d minutes.",
        "%(left)d tries left, then log-in is locked for %(minutes)d minutes.",
        left,
    ) % {"left": left, "minutes": minutes}


class ChangePasswordForm(account_forms.ChangePasswordForm):
    """The present password, counted like a log-in, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": pgettext_lazy("user", "Present password"),
            "password1": pgettext_lazy("user", "New password"),
            "password2": pgettext_lazy("user", "New password again"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean_oldpassword(self) -> str:
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("password1") and cleaned["password1"] == cleaned.get("oldpassword"):
            self.add_error("password1", _("The new password must differ from the present one."))
        return cleaned


def code_field() -> forms.CharField:
    return forms.CharField(
        label=pgettext_lazy("two-step log-in", "Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class CountedCode:
    """A code field whose wrong codes are kept and whose right codes work once."""

    user: Any
    authenticator: Authenticator
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"] = normal_code(self.cleaned_data["code"])
        if code_locked_until(self.user):
            self._keep(Result.LOCKED)
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            super().clean_code()  # type: ignore[misc]
        except ValidationError:
            self._keep(Result.FAILED)
            raise
        if not services.spend(self.user, code):
            self._keep(Result.FAILED)
            raise get_two_step_adapter().validation_error("incorrect_code")
        return str(code)

    def _keep(self, result: Result) -> None:
        kind = Kind.RECOVERY if len(self.cleaned_data["code"]) > 6 else Kind.TOTP
        services.record(context.request, self.user, kind=kind, result=result)


class TwoStepForm(CountedCode, two_step_forms.AuthenticateForm):
    """The second step of a log-in: a code of the app or a recovery code."""


class TwoStepAgainForm(CountedCode, two_step_forms.ReauthenticateForm):
    """A code once more, before something that matters."""


class ActivateForm(totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        self.cleaned_data["code"] = normal_code(self.cleaned_data["code"])
        code = str(super().clean_code())
        services.spend(self.user, code)
        return code
