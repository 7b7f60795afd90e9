"""Contracts on the cast: recorded, filed, listed and settled as an officer and the workers' side do it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from zhijia.contracts.models import Contract, Covered
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally.queries import Figure, figure

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
FILED_ON = date(2024, 12, 10)
#: where the delegate of a contract is found, by the union that signs
DELEGATES = {"gas": "gao", "site": "chen", "farm": "tian", "mill": "li", "river": "gao", "hill": "li"}
BY = {"gas": "gas.officer", "mill": "mill.officer", "market": "hill.officer", "hill": "hill.officer"}


def drafted(cast: Cast, org: str = "gas", **values: Any) -> Contract:
    """A contract of which only the draft stands."""
    delegate = DELEGATES.get(org)
    given = {
        "org": cast.orgs[org],
        "kind": "wage",
        "level": "enterprise",
        "starts_on": FIRST,
        "last_on": LAST,
        "delegate": cast.people[delegate] if delegate else None,
        **values,
    }
    by = cast.actor(BY.get(org, "river.officer"))
    made: Contract = services.add(Contract.register, given, by=by)
    return made


def filed(cast: Cast, org: str = "gas", **values: Any) -> Contract:
    """A contract that was passed, signed and filed before its term began."""
    given = {
        "consulted_on": date(2024, 11, 1),
        "passed_on": date(2024, 11, 20),
        "delegates_all": 60,
        "delegates_for": 52,
        "signed_on": date(2024, 12, 1),
        "chief_workers": "工会主席",
        "chief_employer": "法定代表人",
        "number": f"集审〔2024〕{Contract.objects.count() + 1}号",
        "filed_on": FILED_ON,
    }
    return drafted(cast, org, **{**given, **values})


def settled(cast: Cast, entry: Any, *names: str, state: str = "") -> Any:
    """The gates as the room evidence sets them."""
    values: dict[str, Any] = {name: timezone.now() for name in names or ("evidenced_at", "confirmed_at")}
    if state:
        values["state"] = state
    return services.stamp(entry, values, by=cast.actor("city.auditor"), verb="stamp")


def listed(cast: Cast, contract: Contract, unit: str, by: str = "", **values: Any) -> Covered:
    """An employer on the list of a contract."""
    given = {"contract": contract, "unit": cast.units[unit], **values}
    made: Covered = services.add(Covered.register, given, by=cast.actor(by or "city.officer"))
    return made


def counting(cast: Cast, org: str, *units: str, **values: Any) -> Contract:
    """A contract that counts for its employers."""
    contract = filed(cast, org, **{"employers_named": max(len(units), 1), **values})
    for unit in units:
        listed(cast, contract, unit)
    settled(cast, contract, state="confirmed")
    return Contract.objects.get(pk=contract.pk)


def step(cast: Cast, entry: Any, key: str, by: str = "gas.officer", **given: Any) -> Any:
    current = type(entry).objects.get(pk=entry.pk)
    return services.move(current, key, by=cast.actor(by), version=current.version, **given)


def changed(cast: Cast, entry: Any, by: str = "city.officer", **values: Any) -> Any:
    current = type(entry).objects.get(pk=entry.pk)
    return services.change(current, values, by=cast.actor(by), version=current.version)


def on(cast: Cast, key: str, day: date, org: str = "city") -> Figure:
    """A stock or rate of a union on a day."""
    return figure(key, cast.orgs[org].pk, Period.day(day), as_of=day)


def numbers(cast: Cast, key: str, day: date, org: str = "city") -> tuple[int, int]:
    found = on(cast, key, day, org)
    return found.counted, found.claimed


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    """What a service refuses, nothing of it having been saved."""
    before = [list(model.objects.order_by("pk").values()) for model in (Contract, Covered)]
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert [list(model.objects.order_by("pk").values()) for model in (Contract, Covered)] == before
    return caught.value.messages
