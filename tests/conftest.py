"""What every test shares: the cast, and a flush that the journal's triggers do not refuse."""

from __future__ import annotations

from typing import Any

from django.test import testcases

from tests.cast import cast

__all__ = ["cast"]

_teardown = testcases.TransactionTestCase._fixture_teardown


def _flush_without_triggers(self: Any) -> None:
    """Takes the append-only triggers away first; the flush's own post_migrate puts them back."""
    from zhijia.journal import triggers

    triggers.remove()
    _teardown(self)


testcases.TransactionTestCase._fixture_teardown = _flush_without_triggers  # type: ignore[method-assign]
