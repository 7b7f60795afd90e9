"""What a federation asks before it commends an enterprise: a setting, never law."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings


def pass_mark() -> Decimal:
    """The least score of an enterprise that is commended; `settings.HARMONY_PASS_MARK` replaces it."""
    return Decimal(getattr(settings, "HARMONY_PASS_MARK", 90))
