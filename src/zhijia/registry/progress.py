"""Somebody looking on while a long list is worked through: how far it is, what it made, whether to stop."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

Told = Callable[[str, int, int], None]


@dataclass
class Watch:
    """What is told of a list on its way: `told(step, done, of)` may raise to stop it.

    `made` are the entries written, register key → uids, in the order the registers were written. `seen` are the
    values that must differ, with the row that said them first: lots of one list tried apart share it.
    """

    told: Told = lambda step, done, of: None
    made: dict[str, list[UUID]] = field(default_factory=dict)
    seen: dict[Hashable, dict[Hashable, int]] = field(default_factory=dict)


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[Watch]:
    """Has everything within tell this watch."""
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)


def watching() -> Watch:
    """The watch of now; one that nobody looks at when there is none."""
    return _watch.get() or Watch()


def tell(step: str, done: int, of: int) -> None:
    """Tells whoever looks on; raises what they raise to stop the work."""
    if (watch := _watch.get()) is not None:
        watch.told(step, done, of)
