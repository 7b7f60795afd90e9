"""The pytest plugin that chooses the database before Django reads its settings: `--db=sqlite|postgres`."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator

import pytest

from tests.private_postgres import NoPostgres, private_postgres

#: a file of anchors for every test; which tests run where
pytest_plugins = ("tests.anchors", "tests.lanes")
_stack = contextlib.ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--db", choices=("sqlite", "postgres"), default="sqlite", help="engine to run the suite on"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    os.environ.setdefault(
        "ZHIJIA_DATA", _stack.enter_context(tempfile.TemporaryDirectory(prefix="zhijia-test"))
    )
    os.environ["ZHIJIA_DEMO"] = "0"
    os.environ["ZHIJIA_REQUIRE_TOTP"] = "0"
    chosen = early_config.known_args_namespace.db
    parallel = getattr(early_config.known_args_namespace, "numprocesses", None)
    if chosen == "postgres" and not parallel:
        # Every worker has a cluster of its own: a transaction of one must not hold up the sealer of another.
        try:
            os.environ["DATABASE_URL"] = _stack.enter_context(private_postgres())
        except NoPostgres as reason:
            pytest.exit(f"0 passed, 0 failed, 1 skipped: {reason}", returncode=0)
    elif chosen == "sqlite":
        os.environ.pop("DATABASE_URL", None)


def pytest_unconfigure() -> None:
    _stack.close()


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """The vendor of the database the suite runs on."""
    from django.db import connection

    yield connection.vendor
