"""A check: what is wrong, how badly, what to do, and the query that finds the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from zhijia.directory.rules import officers
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import under

Text = str | Promise
Find = Callable[[date], QuerySet[Any]]


class Severity(models.TextChoices):
    """How badly: a contradiction, something a figure may be wrong by, something that should be filled in."""

    ERROR = "error", pgettext_lazy("severity", "contradiction")
    WARNING = "warning", pgettext_lazy("severity", "doubtful")
    HINT = "hint", pgettext_lazy("severity", "incomplete")


@dataclass(frozen=True)
class Check:
    """`find(day)` gives the faulty entries of `model` in the whole house; sight and place narrow them.

    With `twins`, only those are faulty that share these columns with another entry within sight.
    """

    key: str
    severity: Severity
    model: type[models.Model]
    label: Text
    advice: Text
    find: Find
    twins: tuple[str, ...] = ()


CHECKS: dict[str, Check] = {}


def add(checks: Iterable[Check]) -> None:
    """The checks of a room; a key is given once, added again it is replaced."""
    for check in checks:
        CHECKS[check.key] = check


def may_look(actor: Actor) -> bool:
    """Those who work with the directory."""
    return officers.ever(actor)


def faulty(check: Check, node: Org, by: Actor, day: date) -> QuerySet[Any]:
    """The faulty entries at and below a union that the actor sees and works with, in the order of the tree."""
    register: Any = check.model.register  # type: ignore[attr-defined]
    rows = officers.filter(by, register.policy.view.filter(by, check.find(day)))
    if check.twins:
        rows = _shared(rows, check.twins)
    found: QuerySet[Any] = rows.filter(under(node.path)).order_by("path", "pk")
    return found


def _shared(rows: QuerySet[Any], columns: tuple[str, ...]) -> QuerySet[Any]:
    """The rows that share columns with another: grouped once, since asking row by row takes minutes."""
    texts = [Cast(name, models.CharField()) for name in columns]
    marked = rows.annotate(shared=Concat(*texts, models.Value("|"), output_field=models.CharField()))
    groups: QuerySet[Any] = marked.order_by().values("shared").annotate(n=models.Count("pk")).filter(n__gt=1)
    found: QuerySet[Any] = marked.filter(shared__in=groups.values("shared"))
    return found
