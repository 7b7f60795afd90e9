"""What a contract test needs of a register: how a valid entry comes about, and what its rules refuse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.cast import Cast
from zhijia.registry import services
from zhijia.registry.register import Register, register

DAY = date(2025, 4, 1)
Values = dict[str, Any]
Attempt = Callable[[Cast], Any]


@dataclass(frozen=True)
class Example:
    """How the n-th valid entry of a register comes about, and what its rules refuse.

    `by` is who records it, `values` what (n from 0 on, each different), `refused` the attempt by the name of the
    rule that must stop it, `union` the union it stands at, `elsewhere` the values that put it in the other county.
    """

    key: str
    by: str
    union: str
    values: Callable[[Cast, int], Values]
    refused: Mapping[str, Attempt] = field(default_factory=dict)
    elsewhere: Attempt | None = None

    @property
    def register(self) -> type[Register]:
        return register(self.key)

    def add(self, cast: Cast, number: int = 0, *, by: str = "", **values: Any) -> Any:
        """The n-th entry, some values replaced, recorded by `by`."""
        given = self.values(cast, number) | values
        return services.add(self.register, given, by=cast.actor(by or self.by))


def added(key: str, number: int = 0, **values: Any) -> Attempt:
    """Adding an entry of a register; functions among the values are asked with the cast."""

    def attempt(cast: Cast) -> Any:
        from tests.contract.factories import EXAMPLES

        given = {name: value(cast) if callable(value) else value for name, value in values.items()}
        return EXAMPLES[key].add(cast, number, **given)

    return attempt


def at(key: str) -> Callable[[Cast], Any]:
    return lambda cast: cast.orgs[key]


def covered_unit(key: str) -> Callable[[Cast], Any]:
    return lambda cast: cast.units[key]
