"""Congresses, sessions and items as an officer records them, and their figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from zhijia.congress.models import Congress, Item, Session
from zhijia.directory import services as directory
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally.queries import figure

FIRST, LAST = date(2024, 3, 1), date(2027, 2, 28)
HELD_ON = date(2025, 3, 20)
YEAR = Period.year(2025)


def congress(cast: Cast, by: str = "mill.officer", **values: Any) -> Congress:
    """The congress of the cotton mill: 500 workers, private."""
    given = {
        "org": cast.orgs["mill"],
        "unit": cast.units["mill"],
        "number": 3,
        "valid_from": FIRST,
        "last_on": LAST,
        "delegates": 60,
        "front_line": 40,
        "managers": 12,
        "women": 30,
        "delegate": cast.people["li"],
        **values,
    }
    return services.add(Congress.register, given, by=cast.actor(by))


def session(cast: Cast, of: Congress, by: str = "mill.officer", **values: Any) -> Session:
    given = {
        "congress": of,
        "happened_on": HELD_ON,
        "number": 1,
        "place": "厂俱乐部",
        "present": 40,
        "delegate": cast.people["li"],
        **values,
    }
    return services.add(Session.register, given, by=cast.actor(by))


def item(cast: Cast, of: Session, by: str = "mill.officer", **values: Any) -> Item:
    given = {
        "session": of,
        "subject": "工资专项集体合同草案",
        "right": "adopt",
        "secret": True,
        "votes_for": 31,
        "votes_against": 5,
        "abstained": 4,
        **values,
    }
    return services.add(Item.register, given, by=cast.actor(by))


def change(cast: Cast, entry: Any, by: str = "mill.officer", **values: Any) -> Any:
    current = type(entry).objects.get(pk=entry.pk)
    return services.change(current, values, by=cast.actor(by), version=current.version)


def settled(cast: Cast, entry: Any, *names: str) -> Any:
    """The gates as the room evidence sets them."""
    given = {name: timezone.now() for name in names or ("evidenced_at", "confirmed_at")}
    return services.stamp(entry, given, by=cast.actor("city.auditor"), verb="stamp")


def counted(cast: Cast, key: str, org: str = "city", period: Period | None = None) -> tuple[int, int]:
    """Counted and claimed, for a stock on the day the session was held."""
    found = figure(key, cast.orgs[org].pk, period or Period.day(HELD_ON))
    return found.counted, found.claimed


def rate(
    cast: Cast, key: str, day: date = HELD_ON, org: str = "city"
) -> tuple[int, int | None, float | None]:
    """Part, base and percentage of a rate on a day."""
    found = figure(key, cast.orgs[org].pk, Period.day(day))
    return found.counted, found.base, found.percent


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    """What a call is refused for; nothing of it stands."""
    before = [list(model.objects.order_by("pk").values()) for model in (Congress, Session, Item)]
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert before == [list(model.objects.order_by("pk").values()) for model in (Congress, Session, Item)]
    return caught.value.messages


def facts(cast: Cast, unit: str, on: date, by: str = "hill.officer", **values: Any) -> Any:
    """New facts of an employer from a day on."""
    return directory.unit_facts(cast.units[unit], on=on, by=cast.actor(by), **values)
