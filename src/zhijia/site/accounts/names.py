"""Account names and codes as people type them: full-width signs, capitals and blanks do not matter."""

from __future__ import annotations

import unicodedata


def normal_username(typed: str) -> str:
    """The stored form of an account name: NFKC, no blanks around, small letters."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def normal_code(typed: str) -> str:
    """A one-time code without blanks and dashes, full-width digits made plain."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(sign for sign in plain if sign.isalnum()).lower()
