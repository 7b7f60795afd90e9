"""Enterprises of the programme and rounds on the cast, as officers record them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.contracts.deeds import step
from zhijia.contracts.models import Harmony, Inspection, Sector, Visit
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally.queries import figure

PLEDGED_ON, ROUND_ON = date(2025, 3, 3), date(2025, 4, 10)
YEAR = Period.year(2025)


def sector(cast: Cast, name: str = "纺织服装", org: str = "city", **values: Any) -> Sector:
    given = {"org": cast.orgs[org], "name": name, "valid_from": date(2025, 1, 1), **values}
    made: Sector = services.add(Sector.register, given, by=cast.actor("city.officer"))
    return made


def enrolled(cast: Cast, unit: str = "mill", by: str = "city.officer", **values: Any) -> Harmony:
    known = Sector.objects.first() or sector(cast)
    given = {"unit": cast.units[unit], "year": 2025, "sector": known, "happened_on": PLEDGED_ON, **values}
    made: Harmony = services.add(Harmony.register, given, by=cast.actor(by))
    return made


def visit(cast: Cast, org: str = "city", by: str = "city.officer", **values: Any) -> Visit:
    given = {
        "org": cast.orgs[org],
        "name": "第二季度督导检查",
        "happened_on": ROUND_ON,
        "led_by": "吴晓岚",
        "host": cast.people["li"],
        **values,
    }
    made: Visit = services.add(Visit.register, given, by=cast.actor(by))
    return made


def seen(cast: Cast, of: Visit, unit: str = "mill", by: str = "city.officer", **values: Any) -> Inspection:
    given = {"visit": of, "unit": cast.units[unit], "happened_on": of.happened_on, **values}
    made: Inspection = services.add(Inspection.register, given, by=cast.actor(by))
    return made


def finished(cast: Cast, of: Visit, by: str = "city.officer") -> Visit:
    given = {"last_on": of.happened_on, "findings": "台账齐全"}
    made: Visit = step(cast, of, "finish", by=by, values=given)
    return made


def counted(cast: Cast, key: str, org: str = "city", period: Period = YEAR) -> tuple[int, int]:
    found = figure(key, cast.orgs[org].pk, period)
    return found.counted, found.claimed


def refused(call: Any, *args: Any, **kwargs: Any) -> set[str]:
    """The fields a service refuses, nothing of it having been saved."""
    models = (Sector, Harmony, Visit, Inspection)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    return set(caught.value.messages)
