"""Work on a long list without looks for garbage in between: nearly all of what a list makes lives as long as it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_for_later() -> Iterator[None]:
    """Cycles are not looked for inside: on a list of thousands that takes a fifth of the time and finds nothing."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
