"""What every test relies on: nothing stays from the test before, and no test is left out on either database."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import emptied, lanes
from tests.cast import Cast, build
from tests.standing import scene
from zhijia.directory.models import Person
from zhijia.journal import triggers
from zhijia.journal.models import JournalEvent, Witness
from zhijia.law.models import CalendarYear
from zhijia.tally import marking
from zhijia.tree.models import Org


@scene
def renamed(cast: Cast) -> Person:
    """One person of the cast under another name."""
    person = cast.people["wang"]
    Person.objects.filter(pk=person.pk).update(name="王改名")
    person.refresh_from_db()
    return person


@pytest.mark.parametrize("turn", [1, 2])
def test_a_scene_stands_untouched_for_every_test(cast: Cast, renamed: Person, turn: int) -> None:
    assert renamed.name == Person.objects.get(pk=renamed.pk).name == "王改名"
    assert Person.objects.count() == len(cast.people)
    renamed.name = f"spoilt in turn {turn}"
    renamed.save(update_fields=["name"])
    Person.objects.exclude(pk=renamed.pk).update(name="spoilt too")


def test_the_cast_stands_without_a_scene_of_other_tests(cast: Cast) -> None:
    assert Person.objects.get(pk=cast.people["wang"].pk).name == cast.people["wang"].name == "王桂兰"


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_taken_out_and_what_migrations_wrote_stays() -> None:
    years = list(CalendarYear.objects.order_by("pk").values())
    build()
    CalendarYear.objects.all().delete()
    assert Org.objects.exists() and JournalEvent.objects.exists() and years
    assert emptied.emptied()
    for model in (Org, Person, JournalEvent, Witness):
        assert not model.objects.exists(), model
    assert list(CalendarYear.objects.order_by("pk").values()) == years
    assert triggers.missing() == marking.missing() == []


@pytest.mark.django_db(transaction=True)
def test_a_database_of_another_shape_is_left_to_the_flush() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE passing (id integer PRIMARY KEY)")
        try:
            assert not emptied.emptied()
        finally:
            cursor.execute("DROP TABLE passing")
    assert emptied.emptied()


@dataclass
class Item:
    """What a collected test looks like to the lanes."""

    nodeid: str
    fixturenames: tuple[str, ...] = ("db",)
    markers: tuple[str, ...] = field(default=())

    @property
    def path(self) -> Path:
        return Path(self.nodeid.partition("::")[0])

    def get_closest_marker(self, name: str) -> Any:
        return name if name in self.markers else None


def test_on_postgresql_every_test_with_a_database_runs_and_some_cases_of_each() -> None:
    cases = [Item(f"tests/contract/test_x.py::test_many[{number}]") for number in range(23)]
    single = Item("tests/contract/test_x.py::test_one", (), ("django_db",))
    without = Item("tests/kernel/test_x.py::test_pure[1]", ("monkeypatch",))
    engine = [Item(f"tests/tally/test_x.py::test_many[{number}]") for number in range(23)]
    found = lanes.chosen([*cases, single, without, *engine])  # type: ignore[list-item]
    assert len(found & {one.nodeid for one in cases}) == -(-len(cases) // lanes.ONE_IN)
    assert {one.nodeid for one in engine} <= found
    assert single.nodeid in found and without.nodeid not in found


def test_another_seed_draws_other_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    cases: list[Any] = [Item(f"tests/contract/test_x.py::test_many[{number}]") for number in range(60)]
    drawn = lanes.chosen(cases)
    assert drawn == lanes.chosen(cases)
    monkeypatch.setattr(lanes, "SEED", lanes.SEED + 1)
    assert drawn != lanes.chosen(cases)


@pytest.mark.parametrize("name", sorted(lanes.WHOLE))
def test_directories_that_run_whole_are_there(name: str) -> None:
    assert (Path(__file__).parents[1] / name).is_dir()
