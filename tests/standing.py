"""The cast built once for a module: its tests roll back to it instead of building it anew."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import transaction

from tests.cast import Cast, build


class Standing:
    """An open transaction that holds the cast while the tests of one module run inside savepoints of it."""

    def __init__(self) -> None:
        self.blocker: Any = None
        self.module: Any = None
        self.cast: Cast | None = None
        self.block: Any = None

    def ready(self, item: pytest.Item) -> None:
        """Before a test: opens, keeps or closes the transaction, as the test needs."""
        wanted = (
            self.blocker is not None and "cast" in getattr(item, "fixturenames", ()) and not commits(item)
        )
        module = getattr(item, "module", None)
        if self.cast is not None and not (wanted and module is self.module):
            self.close()
        if wanted and self.cast is None:
            with self.blocker.unblock():
                self.block = transaction.atomic()
                self.block.__enter__()
                self.cast, self.module = build(), module

    def close(self) -> None:
        """Rolls everything back."""
        if self.block is None:
            return
        with self.blocker.unblock():
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
        self.block = self.cast = self.module = None


def commits(item: pytest.Item) -> bool:
    """Whether a test works with committed rows."""
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        names & {"transactional_db", "live_server"}
    )


standing = Standing()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The test database; from here on the cast may stand."""
    standing.blocker = django_db_blocker
    yield
    standing.close()
    standing.blocker = None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for the cast asks for the database."""
    for item in items:
        if "cast" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(transaction=commits(item)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    standing.ready(item)


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    """The cast in a database that holds nothing else."""
    if commits(request.node):
        request.getfixturevalue("transactional_db")
        return build()
    request.getfixturevalue("db")
    return build() if standing.cast is None else copy.deepcopy(standing.cast)
