"""The cast, built once a module: every test works on a copy and leaves the database as it was."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast, build


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast in a transaction that is taken back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def cast(standing: Cast, db: None) -> Cast:
    return copy.deepcopy(standing)
