"""Tokens in addresses stay out of the logs."""

from __future__ import annotations

import logging
import re

#: addresses whose end is a secret: a person's page, and those other rooms add by `hide`
_prefixes = ["/c/"]
LOGGERS = (
    "django.request",
    "django.server",
    "django.security.csrf",
    "django.security.SuspiciousOperation",
    "django.channels.server",
    "_granian",
    "granian.access",
)


def hide(prefix: str) -> None:
    """Keeps what follows `prefix` in an address out of the logs too."""
    if prefix not in _prefixes:
        _prefixes.append(prefix)


def without_tokens(text: str) -> str:
    """The text with … in place of every secret end of an address."""
    for prefix in _prefixes:
        text = re.sub(rf"({re.escape(prefix)})[A-Za-z0-9_%-]{{8,}}", r"\1…", text)
    return text


class WithoutTokens(logging.Filter):
    """Writes /c/… for the address of a person's page, in the words and in what is put into them."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if any(prefix in text for prefix in _prefixes):
            record.msg, record.args = without_tokens(text), None
        asked = str(record.__dict__.get("request") or "")
        if any(prefix in asked for prefix in _prefixes):
            # error reports print the request with its address
            record.__dict__["request"] = None
        return True


def install() -> None:
    """Puts the filter on every logger that writes addresses, once."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutTokens) for known in logger.filters):
            logger.addFilter(WithoutTokens())
