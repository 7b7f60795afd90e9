"""What every test shares: the cast, and a flush that the journal's triggers do not refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as house
from django.test import testcases

from tests.standing import cast, django_db_setup, pytest_collection_modifyitems, pytest_runtest_setup

__all__ = ["cast", "django_db_setup", "pytest_collection_modifyitems", "pytest_runtest_setup"]

house.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _plain_files(settings: Any) -> None:
    """Static files as they lie, and a hash that costs nothing: passwords are tested where they are kept."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_teardown = testcases.TransactionTestCase._fixture_teardown


def _flush_without_triggers(self: Any) -> None:
    """Takes the append-only triggers away first; the flush's own post_migrate puts them back."""
    from zhijia.journal import triggers

    triggers.remove()
    _teardown(self)


testcases.TransactionTestCase._fixture_teardown = _flush_without_triggers  # type: ignore[method-assign]
