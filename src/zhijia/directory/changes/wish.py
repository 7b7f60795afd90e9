"""What is to become of a union: the answers of the form, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy

from zhijia.directory.models import Union
from zhijia.tree.models import Org


class Kind(models.TextChoices):
    MOVE = "move", pgettext_lazy("change of a union", "move under another leading union")
    MERGE = "merge", pgettext_lazy("change of a union", "merge into another union")
    SPLIT = "split", pgettext_lazy("change of a union", "split into several")
    CLOSE = "close", pgettext_lazy("change of a union", "close")


class Fate(models.TextChoices):
    GO = "go", pgettext_lazy("change of a union", "go to the receiving union")
    END = "end", pgettext_lazy("change of a union", "end on the day")


@dataclass(frozen=True)
class Part:
    """One of the unions a split makes, by its number in the form, and who and what was listed for it."""

    number: int
    code: str
    name: str
    kind: str
    members: tuple[Any, ...] = ()
    coverages: tuple[Any, ...] = ()
    below: tuple[Org, ...] = ()


@dataclass(frozen=True)
class Wish:
    """One change of one union from a day on.

    `into` receives what goes on; `under` is the new leader of the union that moves, or of the unions below one
    that closes; of a split that closes the old union, `heir` is the place among `parts` of the one that takes
    what no list names, else None and the rest stays.
    """

    kind: str
    union: Union
    on: date
    reason: str
    into: Union | None = None
    under: Union | None = None
    members: str = Fate.GO
    left_kind: str = ""
    employers: str = Fate.GO
    posts: str = Fate.END
    joint: bool = False
    parts: tuple[Part, ...] = ()
    heir: int | None = None

    @property
    def closes(self) -> bool:
        """Whether the union is gone from the day on."""
        return self.kind in (Kind.MERGE, Kind.CLOSE) or (self.kind == Kind.SPLIT and self.heir is not None)

    @property
    def source(self) -> str:
        """The change in a few words, as the journal keeps it with each entry that went along."""
        return f"{Kind(self.kind).label} · {self.union.code} {self.union.name} · {self.reason}"[:200]
