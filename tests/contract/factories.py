"""One valid entry of every register on the cast, and for every refusal something that it refuses."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from tests.contract import examples
from tests.contract.example import Example
from tests.contract.examples.assistance import RELIEF
from tests.contract.examples.directory import COVERAGE, FACTS, MEMBERSHIP, PERSON, UNIT
from tests.contract.examples.facilities import ROOM

__all__ = ["COVERAGE", "EXAMPLES", "FACTS", "MEMBERSHIP", "PERSON", "RELIEF", "ROOM", "UNIT", "Example"]


def _of_rooms() -> Iterator[Example]:
    """The examples of the rooms, each room's in a module of its own."""
    for found in pkgutil.iter_modules(examples.__path__, examples.__name__ + "."):
        yield from importlib.import_module(found.name).EXAMPLES


EXAMPLES = {one.key: one for one in _of_rooms()}
