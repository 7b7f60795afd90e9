"""The settings of log-in; `settings.py` takes the dictionary over with `globals().update(...)`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import environ

env = environ.Env()

LOCK_MINUTES = 15
TRIES = 5

ACCOUNT_SETTINGS: dict[str, Any] = {
    # --- policy of the house -------------------------------------------------------------
    # Officers need two-step log-in: True, False, or None = everywhere but in the demo.
    "ZHIJIA_REQUIRE_TOTP": env.bool("ZHIJIA_REQUIRE_TOTP", default=None),
    # How many trusted proxies stand in front; 0 means the address of the connection is the caller's.
    "ZHIJIA_PROXIES": env.int("ZHIJIA_PROXIES", default=0),
    # A session ends this many seconds after it was last used.
    "SESSION_COOKIE_AGE": 60 * env.int("ZHIJIA_IDLE_MINUTES", default=120),
    # --- django --------------------------------------------------------------------------
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "/",
    "LOGOUT_REDIRECT_URL": "account_login",
    "AUTHENTICATION_BACKENDS": [
        "axes.backends.AxesStandaloneBackend",
        "allauth.account.auth_backends.AuthenticationBackend",
    ],
    "PASSWORD_HASHERS": [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ],
    "AUTH_PASSWORD_VALIDATORS": [
        {
            "NAME": "zhijia.site.accounts.validators.UnlikenessValidator",
            "OPTIONS": {"user_attributes": ("username", "name", "email")},
        },
        {"NAME": "zhijia.site.accounts.validators.LengthValidator", "OPTIONS": {"min_length": 10}},
        {"NAME": "zhijia.site.accounts.validators.RarityValidator"},
        {"NAME": "zhijia.site.accounts.validators.KindsValidator"},
    ],
    # --- allauth -------------------------------------------------------------------------
    "ACCOUNT_ADAPTER": "zhijia.site.accounts.adapters.AccountAdapter",
    "ACCOUNT_FORMS": {
        "login": "zhijia.site.accounts.forms.LogInForm",
        "change_password": "zhijia.site.accounts.forms.ChangePasswordForm",
    },
    "ACCOUNT_LOGIN_METHODS": {"username"},
    "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_NOTIFICATIONS": False,
    "ACCOUNT_PRESERVE_USERNAME_CASING": False,
    # The cookie ends with the browser: union computers are shared.
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 300,
    # axes counts wrong passwords in the database; the memory of one process must not answer first.
    "ACCOUNT_RATE_LIMITS": {"login": "120/m/ip", "login_failed": None},
    "MFA_ADAPTER": "zhijia.site.accounts.adapters.TwoStepAdapter",
    "MFA_FORMS": {
        "authenticate": "zhijia.site.accounts.forms.TwoStepForm",
        "reauthenticate": "zhijia.site.accounts.forms.TwoStepAgainForm",
        "activate_totp": "zhijia.site.accounts.forms.ActivateForm",
    },
    "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
    "MFA_ALLOW_UNVERIFIED_EMAIL": True,
    "MFA_TOTP_ISSUER": "Zhijia 职家",
    # Telephones run up to half a minute fast or slow.
    "MFA_TOTP_TOLERANCE": 1,
    # --- axes ----------------------------------------------------------------------------
    "AXES_FAILURE_LIMIT": TRIES,
    "AXES_COOLOFF_TIME": timedelta(minutes=LOCK_MINUTES),
    "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
    "AXES_RESET_ON_SUCCESS": True,
    # The page tells when to try again; a try before that must not move the time.
    "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
    "AXES_LOCKOUT_CALLABLE": "zhijia.site.accounts.lockout.locked_page",
    "AXES_USERNAME_CALLABLE": "zhijia.site.accounts.lockout.username_of",
    "AXES_CLIENT_IP_CALLABLE": "zhijia.tree.requests.address_of",
    "AXES_SENSITIVE_PARAMETERS": ["username", "login", "ip_address", "code", "csrfmiddlewaretoken"],
    # Log-ins are kept in our own records.
    "AXES_DISABLE_ACCESS_LOG": True,
    "AXES_ENABLE_ADMIN": False,
}
