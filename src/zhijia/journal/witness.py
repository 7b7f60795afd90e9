"""The tables the database itself watches."""

from __future__ import annotations

from dataclasses import dataclass

#: columns that are not part of what an entry says: today's tree and the search words
OUTSIDE = ("path", "words")


@dataclass(frozen=True)
class Watch:
    """A watched table: the register key of its rows and the columns that hold their uid and version."""

    table: str
    kind: str
    uid: str = "uid"
    version: str = "version"
    outside: tuple[str, ...] = OUTSIDE


_watches: dict[str, Watch] = {}


def watch(
    table: str, *, kind: str, uid: str = "uid", version: str = "version", outside: tuple[str, ...] = OUTSIDE
) -> None:
    """Has every insert, update and delete of a table witnessed from the next migrate on.

    An update of nothing but `outside` columns is not witnessed. Every other write needs a journal event with
    the row's version, or `verify` names it.
    """
    _watches[table] = Watch(table, kind, uid, version, outside)


def forget(table: str) -> None:
    """Takes a table off the list: for tests that make their own."""
    _watches.pop(table, None)


def watches() -> list[Watch]:
    """The watched tables by name."""
    return [_watches[table] for table in sorted(_watches)]
