"""Which tests run where and how much they draw: the one place that decides it.

Short and long. What takes long is marked `long`. A property (a test that draws made-up input) is marked `drawn` by
itself: it draws little in the short lane and much in the long one.

SQLite and PostgreSQL. SQLite runs everything. On PostgreSQL a test that asks for no database is left out; directories
in `WHOLE` run whole; elsewhere every test runs, but of the cases of one test only some, drawn by a seed (`TEST_SEED`).
`--whole` runs all cases.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict

import pytest
from hypothesis import HealthCheck, settings

#: draws whatever is sampled anywhere in the suite; another one draws otherwise
SEED = int(os.environ.get("TEST_SEED", "20251122"))
#: what is walked whole is walked in parts, so that every core has its share
PARTS = 8
#: directories whose code speaks to the engine in its own words: triggers, locks, SQL, processes that race
WHOLE = frozenset({"journal", "outbox", "tally", "tree"})
#: elsewhere one case in so many is run on PostgreSQL, at least one of each test
ONE_IN = 12
#: fixtures that stand for the database
DATABASE = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})
#: how many times as much is drawn in the long lane
LONGER = 5

_ALLOWED = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)
settings.register_profile(
    "short", max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=_ALLOWED
)
settings.register_profile(
    "long", max_examples=25 * LONGER, deadline=None, database=None, suppress_health_check=_ALLOWED
)


def draws(short: int) -> int:
    """How many examples a property draws in the present lane, given how many it draws in the short one."""
    return short * LONGER if settings.get_current_profile_name() == "long" else short


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole",
        action="store_true",
        help="every case of every test on PostgreSQL, every answer of the matrix",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--hypothesis-profile", default=None):
        settings.load_profile("short")


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker(pytest.mark.drawn)


def asks_for_database(item: pytest.Item) -> bool:
    """Whether a test could tell one engine from another."""
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE.intersection(getattr(item, "fixturenames", ()))
    )


def directory(item: pytest.Item) -> str:
    """The directory of a test below `tests`."""
    return item.path.parent.name


def chosen(items: list[pytest.Item]) -> set[str]:
    """The node ids that run on PostgreSQL."""
    cases: dict[str, list[str]] = defaultdict(list)
    for item in items:
        if asks_for_database(item):
            name = item.nodeid if directory(item) in WHOLE else item.nodeid.partition("[")[0]
            cases[name].append(item.nodeid)
    return {
        node
        for name, nodes in cases.items()
        for node in random.Random(f"{SEED} {name}").sample(nodes, -(-len(nodes) // ONE_IN))
    }


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--db") != "postgres":
        return
    wanted = {item.nodeid for item in items if asks_for_database(item)}
    if not config.getoption("--whole"):
        wanted &= chosen(items)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in wanted])
    items[:] = [item for item in items if item.nodeid in wanted]
