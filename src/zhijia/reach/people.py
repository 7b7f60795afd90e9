"""What this room asks the one that keeps people; that one answers when the house is set up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhijia.registry.register import Register
from zhijia.tree.actor import Actor


@dataclass(frozen=True)
class Known:
    """A person as far as reaching goes; `kind`, `org_id` and `path` are those of the record, for the journal."""

    uid: UUID
    phone: str = field(default="", repr=False)
    name: str = ""
    kind: str = ""
    org_id: int | None = None
    path: str = ""
    language: str = ""


#: the person who is logged in; the names of people within an actor's sight
OWN: list[Callable[[Actor], Known | None]] = []
NAMES: list[Callable[[Actor, Iterable[UUID]], dict[UUID, str]]] = []
#: people by their uid; by a mobile number
BY_UID: list[Callable[[UUID], Known | None]] = []
BY_PHONE: list[Callable[[str], list[Known]]] = []
#: the people entries of a register name, each once, in the order of their names, so many at most
LISTED: list[Callable[[type[Register], QuerySet[Any], int], list[Known]]] = []
#: how many people they name
COUNTED: list[Callable[[type[Register], QuerySet[Any]], int]] = []
#: whether entries of a register name people
NAMING: list[Callable[[type[Register]], bool]] = []
#: pages at which a message can be asked for anew, by its occasion
ORIGINS: list[Callable[[Iterable[str]], dict[str, str]]] = []


def own(actor: Actor) -> Known | None:
    return next((found for ask in OWN if (found := ask(actor)) is not None), None)


def names(actor: Actor, uids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(uids)
    return {uid: name for ask in NAMES for uid, name in ask(actor, wanted).items()}


def by_uid(uid: UUID) -> Known | None:
    return next((found for ask in BY_UID if (found := ask(uid)) is not None), None)


def by_phone(phone: str) -> list[Known]:
    return [one for ask in BY_PHONE for one in ask(phone)]


def are_named(register: type[Register]) -> bool:
    return any(ask(register) for ask in NAMING)


def listed(register: type[Register], rows: QuerySet[Any], most: int) -> list[Known]:
    return [one for ask in LISTED for one in ask(register, rows, most)]


def counted(register: type[Register], rows: QuerySet[Any]) -> int:
    return sum(ask(register, rows) for ask in COUNTED)


def origins(keys: Iterable[str]) -> dict[str, str]:
    wanted = list(keys)
    return {key: address for ask in ORIGINS for key, address in ask(wanted).items()}
