"""What each room did in the year of the demonstration: one module a room, `load(world, answers)`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps

Load = Callable[[Any, Any], None]


def loaders() -> Iterator[tuple[str, Load]]:
    """The name of each room with what fills it, in the order of the modules."""
    for found in pkgutil.iter_modules(__path__, __name__ + "."):
        module = importlib.import_module(found.name)
        own = found.name.rpartition(".")[2]
        label = apps.get_app_config(getattr(module, "ROOM", own)).verbose_name
        yield str(label), module.load
