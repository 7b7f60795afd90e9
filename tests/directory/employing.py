"""Employers, their coverage and the bases of rates, as tests make them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from zhijia.directory.models import Coverage, Denominator
from zhijia.kernel.period import Period
from zhijia.registry.errors import Refused
from zhijia.registry.services import add, move
from zhijia.tally.queries import figure

DAY = date(2025, 3, 1)


def counted(cast: Cast, key: str, org: str, day: date = DAY) -> int:
    return figure(key, cast.orgs[org].pk, Period.day(day)).counted


def percent(cast: Cast, key: str, org: str, day: date = DAY) -> float | None:
    return figure(key, cast.orgs[org].pk, Period.day(day)).percent


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.messages


def cover(
    cast: Cast, union: str, unit: str, on: date = DAY, by: str = "city.officer", **values: Any
) -> Coverage:
    given = {"org": cast.orgs[union], "unit": cast.units[unit], "valid_from": on, **values}
    return add(Coverage.register, given, by=cast.actor(by))


def base(
    cast: Cast, org: str, by: str = "city.officer", *, approved: bool = True, **values: Any
) -> Denominator:
    """A number of a place, proposed and, unless told otherwise, approved."""
    given = {
        "org": cast.orgs[org],
        "kind": "workers",
        "number": 1500,
        "valid_from": DAY,
        "source": "第五次经济普查公报",
        "source_on": date(2024, 12, 31),
        **values,
    }
    proposed = add(Denominator.register, given, by=cast.actor(by))
    return move(proposed, "approve", by=cast.actor("city.leader"), version=1) if approved else proposed
