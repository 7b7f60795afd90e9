"""What a password must be: long enough, rare, unlike its owner, of several kinds of sign."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

LONG_ENOUGH = 16
KINDS_WANTED = 3


def kinds(password: str) -> int:
    """How many of the four kinds occur: small letters, capitals, digits, everything else."""
    found = {
        "small" if sign.islower() else "capital" if sign.isupper() else "digit" if sign.isdigit() else "other"
        for sign in password
    }
    return len(found)


class LengthValidator(password_validation.MinimumLengthValidator):
    """At least `min_length` signs."""

    def get_error_message(self) -> str:
        return gettext("The password is too short: it needs at least %(number)d signs.") % {
            "number": self.min_length
        }

    def get_help_text(self) -> str:
        return gettext("At least %(number)d signs.") % {"number": self.min_length}


class RarityValidator(password_validation.CommonPasswordValidator):
    """Not among the 20,000 passwords most used."""

    def get_error_message(self) -> str:
        return gettext("Too many people use this password.")

    def get_help_text(self) -> str:
        return gettext("Not a password many people use.")


class UnlikenessValidator(password_validation.UserAttributeSimilarityValidator):
    """Unlike the account name and the name of its owner."""

    def get_error_message(self) -> str:
        return gettext("The password is too much like your %(verbose_name)s.")

    def get_help_text(self) -> str:
        return gettext("Unlike your account and your name.")


class KindsValidator:
    """Three of four kinds of sign, or at least sixteen signs of any kind."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < LONG_ENOUGH and kinds(password) < KINDS_WANTED:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return gettext(
            "Use at least three of these four kinds: small letters, capitals, digits, other signs"
            " – or make it 16 signs or longer."
        )
