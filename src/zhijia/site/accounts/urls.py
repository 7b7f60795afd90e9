"""Addresses of log-in and of one's own account; only these of allauth's views exist here."""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from django.urls import path

from zhijia.site.accounts import views
from zhijia.site.accounts.policy import before_setup

urlpatterns = [
    path("language/", views.language, name="set_language"),
    path("accounts/login/", views.LogIn.as_view(), name="account_login"),
    path("accounts/logout/", views.LogOut.as_view(), name="account_logout"),
    path("accounts/inactive/", account_views.account_inactive, name="account_inactive"),
    path(
        "accounts/reauthenticate/", before_setup(account_views.reauthenticate), name="account_reauthenticate"
    ),
    path("accounts/password/", before_setup(views.ChangePassword.as_view()), name="account_change_password"),
    path("accounts/log-ins/", views.log_ins, name="account_log_ins"),
    path("accounts/log-ins/end-others/", views.log_out_elsewhere, name="account_log_out_elsewhere"),
    path("accounts/two-step/", views.TwoStep.as_view(), name="mfa_index"),
    path("accounts/two-step/code/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path(
        "accounts/two-step/again/", before_setup(views.SecondStepAgain.as_view()), name="mfa_reauthenticate"
    ),
    path("accounts/two-step/set-up/", before_setup(totp_views.activate_totp), name="mfa_activate_totp"),
    path("accounts/two-step/switch-off/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/recovery-codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "accounts/recovery-codes/new/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/recovery-codes/download/",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
