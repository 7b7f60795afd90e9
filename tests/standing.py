"""The cast, and scenes played on it, built once for a module: tests roll back to them instead of building anew."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from tests import emptied
from tests.cast import Cast, build

Played = Callable[[Cast], Any]


@dataclass
class Storey:
    """Rows that stand inside an open transaction, and what their making gave back."""

    made_by: Callable[..., Any]
    block: Any
    value: Any


class Standing:
    """Open transactions, one inside the other: the cast of a module, on it the scene of the present test."""

    def __init__(self) -> None:
        self.blocker: Any = None
        self.module: Any = None
        self.storeys: list[Storey] = []

    def ready(self, item: pytest.Item) -> None:
        """Before a test: takes down what it does not need, puts up what it does."""
        wanted = [] if self.blocker is None or commits(item) else wanted_by(item)
        module = getattr(item, "module", None)
        kept = 0
        if module is self.module:
            for storey, made_by in zip(self.storeys, wanted, strict=False):
                if storey.made_by is not made_by:
                    break
                kept += 1
        self.close(above=kept)
        for made_by in wanted[kept:]:
            self._put_up(made_by)
        self.module = module

    def _put_up(self, made_by: Callable[..., Any]) -> None:
        with self.blocker.unblock():
            block = transaction.atomic()
            block.__enter__()
            self.storeys.append(Storey(made_by, block, None))
            # a scene gets a cast of its own: what it changes in the objects belongs to it
            given = [copy.deepcopy(self.storeys[0].value)] if len(self.storeys) > 1 else []
            self.storeys[-1].value = made_by(*given)

    def close(self, above: int = 0) -> None:
        """Rolls back whatever stands above so many storeys."""
        while len(self.storeys) > above:
            with self.blocker.unblock():
                transaction.set_rollback(True)
                self.storeys.pop().block.__exit__(None, None, None)

    def value_of(self, made_by: Callable[..., Any], *given: Any) -> Any:
        """What stands, as objects of the asking test alone; made for this test only where nothing stands yet."""
        for storey in self.storeys:
            if storey.made_by is made_by:
                return copy.deepcopy(storey.value)
        return made_by(*given)


def commits(item: pytest.Item) -> bool:
    """Whether a test works with committed rows."""
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        names & {"transactional_db", "live_server"}
    )


def wanted_by(item: pytest.Item) -> list[Callable[..., Any]]:
    """What must stand for a test: the cast, and the one scene among its fixtures."""
    names = getattr(item, "fixturenames", ())
    if "cast" not in names:
        return []
    found = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    scenes = [
        SCENES[found[name][-1].func] for name in names if name in found and found[name][-1].func in SCENES
    ]
    if len(scenes) > 1:
        raise pytest.UsageError(
            f"{item.nodeid} asks for {len(scenes)} scenes; a scene may be built from another"
        )
    return [build, *scenes]


standing = Standing()
#: function of a fixture: what plays its scene
SCENES: dict[Callable[..., Any], Played] = {}


def scene(play: Played) -> Any:
    """A fixture whose rows are written once for a module: `play(cast)` writes them and gives what tests get.

    A scene is given a cast of its own; a test that uses objects of the cast the scene changed takes them from what
    the scene gives back. `fixture.play` is the function itself, for tests that commit.
    """

    def fixture(request: pytest.FixtureRequest, cast: Cast) -> Any:
        if commits(request.node):
            return play(cast)
        return standing.value_of(play, cast)

    fixture.__doc__ = play.__doc__
    SCENES[fixture] = play
    made = pytest.fixture(fixture, name=play.__name__.strip("_"))
    made.play = play  # type: ignore[attr-defined]
    return made


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The test database; from here on the cast may stand."""
    with django_db_blocker.unblock():
        emptied.remember()
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
    return standing.value_of(build)
