"""What every test shares: the cast, and an emptying that the journal's triggers do not refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as house
from django.test import testcases

from tests import emptied
from tests.browsing import chrome, somebody
from tests.standing import cast, django_db_setup, pytest_collection_modifyitems, pytest_runtest_setup

__all__ = [
    "cast",
    "chrome",
    "django_db_setup",
    "pytest_collection_modifyitems",
    "pytest_runtest_setup",
    "somebody",
]

house.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _plain_files(settings: Any) -> None:
    """Static files as they lie, and a hash that costs nothing: passwords are tested where they are kept."""
    # a test run at night is not held back until morning
    settings.REACH_QUIET = (0, 0)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_teardown = testcases.TransactionTestCase._fixture_teardown


def _emptied(self: Any) -> None:
    """Takes out what was committed; where the shape of the database was changed, by Django's flush.

    The journal's triggers would refuse that flush: they go first, and its own `post_migrate` puts them back.
    """
    if emptied.emptied():
        return
    from zhijia.journal import triggers
    from zhijia.tally.models import Mark

    triggers.remove()
    _teardown(self)
    # what the flush itself marked to be counted
    Mark.objects.all().delete()
    emptied.remember()


testcases.TransactionTestCase._fixture_teardown = _emptied  # type: ignore[method-assign]
