"""What this room asks the one that keeps people; that one answers when the house is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from zhijia.tree.actor import Actor


@dataclass(frozen=True)
class Known:
    """A person as far as reaching goes."""

    uid: UUID
    phone: str = field(default="", repr=False)


#: the person who is logged in; the names of people within an actor's sight
OWN: list[Callable[[Actor], Known | None]] = []
NAMES: list[Callable[[Actor, Iterable[UUID]], dict[UUID, str]]] = []


def own(actor: Actor) -> Known | None:
    return next((found for ask in OWN if (found := ask(actor)) is not None), None)


def names(actor: Actor, uids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(uids)
    return {uid: name for ask in NAMES for uid, name in ask(actor, wanted).items()}
