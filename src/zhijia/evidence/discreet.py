"""Tokens in addresses stay out of the logs."""

from __future__ import annotations

import logging
import re

#: the address of a person's page, whatever stands behind the token
ADDRESS = re.compile(r"(/c/)[A-Za-z0-9_%-]{8,}")
LOGGERS = (
    "django.request",
    "django.server",
    "django.security.csrf",
    "django.security.SuspiciousOperation",
    "django.channels.server",
    "_granian",
    "granian.access",
)


class WithoutTokens(logging.Filter):
    """Writes /c/… for the address of a person's page, in the words and in what is put into them."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if "/c/" in text:
            record.msg, record.args = ADDRESS.sub(r"\1…", text), None
        if record.__dict__.get("request") is not None and "/c/" in str(record.__dict__["request"]):
            # error reports print the request with its address
            record.__dict__["request"] = None
        return True


def install() -> None:
    """Puts the filter on every logger that writes addresses, once."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutTokens) for known in logger.filters):
            logger.addFilter(WithoutTokens())
