"""Sentences of the kernel in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

from zhijia.kernel.notice import BadInput, Notice


def say(notice: Notice | BadInput) -> str:
    """A notice or refusal of the kernel in the active language."""
    return gettext(notice.text) % notice.params
