"""Disclosure systems, their employers and postings as an officer records them, and their figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from zhijia.disclosure.models import Participant, Posting, System
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally.queries import figure

SET_UP_ON, POSTED_ON = date(2024, 6, 1), date(2025, 3, 10)


def system(cast: Cast, by: str = "hill.officer", org: str = "mill", **values: Any) -> System:
    given = {
        "org": cast.orgs[org],
        "title": "北山纺织厂厂务公开",
        "valid_from": SET_UP_ON,
        "head": "钱总经理",
        "by_meeting": True,
        "catalogue": "生产经营计划\n工资奖金分配",
        **values,
    }
    return services.add(System.register, given, by=cast.actor(by))


def participant(cast: Cast, of: System, unit: str = "mill", by: str = "hill.officer", **values: Any) -> Any:
    given = {"system": of, "unit": cast.units[unit], **values}
    return services.add(Participant.register, given, by=cast.actor(by))


def posting(cast: Cast, of: System, by: str = "hill.officer", **values: Any) -> Posting:
    given = {
        "system": of,
        "subject": "一季度奖金分配方案",
        "matter": "pay",
        "form": "board",
        "happened_on": POSTED_ON,
        "shown_until": date(2025, 3, 31),
        "place": "食堂门口公开栏",
        "reader": cast.people["li"],
        **values,
    }
    return services.add(Posting.register, given, by=cast.actor(by))


def disclosed(cast: Cast, **values: Any) -> Posting:
    """The cotton mill with its own system and one posting."""
    found = system(cast)
    participant(cast, found)
    return posting(cast, found, **values)


def change(cast: Cast, entry: Any, by: str = "hill.officer", **values: Any) -> Any:
    current = type(entry).objects.get(pk=entry.pk)
    return services.change(current, values, by=cast.actor(by), version=current.version)


def settled(cast: Cast, entry: Any, *names: str) -> Any:
    """The gates as the room evidence sets them."""
    given = {name: timezone.now() for name in names or ("evidenced_at", "confirmed_at")}
    return services.stamp(entry, given, by=cast.actor("city.auditor"), verb="stamp")


def counted(cast: Cast, key: str, org: str = "city", day: date = POSTED_ON) -> tuple[int, int]:
    found = figure(key, cast.orgs[org].pk, Period.day(day))
    return found.counted, found.claimed


def rate(
    cast: Cast, key: str, org: str = "city", day: date = POSTED_ON
) -> tuple[int, int | None, float | None]:
    found = figure(key, cast.orgs[org].pk, Period.day(day))
    return found.counted, found.base, found.percent


def refusal(call: Any, *args: Any, **kwargs: Any) -> dict[str, list[Any]]:
    """What a call is refused for; nothing of it stands."""
    models = (System, Participant, Posting)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert before == [list(model.objects.order_by("pk").values()) for model in models]
    return caught.value.messages
