"""Everything that names a person, discovered from the models: no room is listed here by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from zhijia.directory.models import Person
from zhijia.registry import services
from zhijia.registry.models import Entry
from zhijia.tree.actor import Actor


@dataclass(frozen=True)
class Pointer:
    """A field of a model that names a person."""

    model: Any
    field: str

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    def rows(self, person: Person) -> models.QuerySet[Any]:
        """The entries that name the person here."""
        found: models.QuerySet[Any] = self.model._default_manager.filter(**{self.field: person.pk})
        return found.order_by("pk")


#: writes rows that are no entries of a register: (rows, field, person, actor)
Writer = Callable[[Sequence[Any], str, Person, Actor], None]
_writers: dict[Any, Writer] = {}


def also(model: Any, write: Writer) -> None:
    """A room above says how its rows that are no entries come to name another person; a model says it once."""
    _writers[model] = write


def pointers() -> list[Pointer]:
    """Every field in the house that names a person, those of plain tables included."""
    found = Person._meta.get_fields(include_hidden=True)
    relations = [one for one in found if one.auto_created and not one.concrete and not one.many_to_many]
    return [Pointer(one.related_model, one.field.name) for one in relations]  # type: ignore[union-attr]


def unwritten() -> list[Pointer]:
    """Fields nobody could write: there should be none."""
    return [one for one in pointers() if not issubclass(one.model, Entry) and one.model not in _writers]


def naming(person: Person) -> Iterator[tuple[Pointer, Any]]:
    """Every row that names the person, with the field."""
    for pointer in pointers():
        for row in pointer.rows(person):
            yield pointer, row


def repoint(pointer: Pointer, row: Any, to: Person, *, by: Actor, verb: str, reason: str) -> Any:
    """The row naming another person, versioned and journalled; gives it as it stands then."""
    if issubclass(pointer.model, Entry):
        return services.stamp(row, {pointer.field: to}, by=by, verb=verb, reason=reason)
    _writers[pointer.model]([row], pointer.field, to, by)
    return pointer.model._default_manager.get(pk=row.pk)


def standing(person: Person) -> dict[str, int]:
    """Field and uid of every row that names the person → its version."""
    return {f"{pointer.key} {row.uid}": row.version for pointer, row in naming(person)}
