"""The list of employers a contract covers, as the rules of contracts and lists look at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q

from zhijia.contracts.cover import held
from zhijia.directory.models import Coverage, Unit
from zhijia.registry.register import register_of
from zhijia.registry.stamping import stamp_many
from zhijia.tree.actor import Actor
from zhijia.tree.paths import under

Days = tuple[date, date]


def rows() -> Any:
    """Every employer on every list; the list leans on its contract, so the contract asks for it by name."""
    return apps.get_model("contracts", "Covered")._default_manager.all()


def count(contract: Any) -> int:
    """How many employers the list of a contract holds."""
    return 0 if contract.pk is None else rows().filter(contract=contract).values("unit").distinct().count()


def days_of(contract: Any, row: Any) -> Days:
    """The days on which an employer is under a contract by agreement: from the first to before the last."""
    end = contract.valid_to if row.valid_to is None else min(contract.valid_to, row.valid_to)
    return max(contract.starts_on, row.valid_from), end


def share_a_day(one: Days, other: Days) -> bool:
    """Whether two stretches, each half open, have a day in common."""
    return max(one[0], other[0]) < min(one[1], other[1])


def like(contract: Any, units: Iterable[int]) -> Any:
    """The lines of these employers in other contracts of the same kind and level."""
    found = rows().filter(unit_id__in=units, contract__kind=contract.kind, contract__level=contract.level)
    return found.exclude(contract_id=contract.pk).select_related("contract__org", "unit")


def clash(contract: Any) -> tuple[Unit, Any] | None:
    """An employer of the list and another contract of the same kind and level on some of the same days."""
    mine: dict[int, list[Days]] = defaultdict(list)
    for row in rows().filter(contract=contract):
        mine[row.unit_id].append(days_of(contract, row))
    for other in like(contract, mine):
        theirs = days_of(other.contract, other)
        if any(share_a_day(days, theirs) for days in mine[other.unit_id]):
            return other.unit, other.contract
    return None


def without_union(contract: Any) -> Unit | None:
    """An employer listed from the start that no union at or below the contract's covered when it was signed."""
    unionised = held(Coverage.objects.filter(under(contract.org.path)), contract.signed_on).values("unit")
    missing = rows().filter(contract=contract, valid_from__lte=contract.starts_on).exclude(unit__in=unionised)
    row = missing.select_related("unit").first()
    return None if row is None else row.unit


def carry(contract: Any, *, since: str, by: Actor) -> None:
    """Employers listed from the start stay so when the contract begins on another day."""
    standing = Q(valid_to__isnull=True) | Q(valid_to__gt=contract.starts_on)
    followers = list(rows().filter(standing, contract=contract, valid_from=since).select_for_update())
    if followers:
        values = {"valid_from": contract.starts_on}
        stamp_many(register_of(type(followers[0])), followers, values, by=by, verb="follow")
