"""The world, built once a module and taken back after it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.matrix.world import World, made
from zhijia.tally import services


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Everybody and everything, in a transaction that never ends well."""
    from django.conf import settings

    kept, settings.FILES_ROOT = settings.FILES_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic():
        built = made()
        # or every answer that is taken back would count it again
        services.refresh()
        yield built
        transaction.set_rollback(True)
    settings.FILES_ROOT = kept


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are meant here; the log of requests would drown a fault."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    yield
    logger.setLevel(level)
