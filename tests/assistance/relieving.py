"""A relief asked for, approved, paid and confirmed, as tests make it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from zhijia.assistance.models import Relief
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally.queries import figure

ASKED_ON = date(2025, 1, 10)


PAID_ON = date(2025, 1, 20)


YEAR = Period.year(2025)


PAYMENT = {"paid_on": PAID_ON, "pay_way": "bank"}


def asked(
    cast: Cast, worker: str = "wang", org: str = "gas", by: str = "gas.officer", **values: Any
) -> Relief:
    given = {
        "org": cast.orgs[org],
        "worker": cast.people[worker],
        "reason": "illness",
        "amount": 100_000,
        "happened_on": ASKED_ON,
        "note": "住院费用单据已看",
        **values,
    }
    return services.add(Relief.register, given, by=cast.actor(by))


def step(cast: Cast, relief: Relief, key: str, by: str, **given: Any) -> Relief:
    current = Relief.objects.get(pk=relief.pk)
    return services.move(current, key, by=cast.actor(by), version=current.version, **given)


def paid(
    cast: Cast, *, approver: str = "gas.chair", by: str = "gas.officer", on: date = PAID_ON, **given: Any
) -> Relief:
    relief = asked(cast, by=by, **given)
    step(cast, relief, "approve", approver)
    return step(cast, relief, "pay", by, values={"paid_on": on, "pay_way": "bank"})


def settled(cast: Cast, relief: Relief, *names: str) -> Relief:
    """The gates as the room evidence sets them."""
    values: dict[str, Any] = {name: timezone.now() for name in names}
    if "confirmed_at" in names:
        values["state"] = "received"
    return services.stamp(relief, values, by=cast.actor("city.auditor"), verb="stamp")


def counted(cast: Cast, org: str = "city", key: str = "aid_living", period: Period = YEAR) -> tuple[int, int]:
    found = figure(key, cast.orgs[org].pk, period)
    return found.counted, found.claimed


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    before = list(Relief.objects.order_by("pk").values())
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert list(Relief.objects.order_by("pk").values()) == before
    return caught.value.messages
