"""Model workers, surveys and commendations, as the tests of this room need them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.cast import Cast, id_number
from zhijia.directory.models import Person
from zhijia.honours.models import Commendation, ModelWorker, Survey, Surveyed
from zhijia.kernel.period import Period
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tally.queries import figure
from zhijia.tree.actor import SYSTEM

YEAR = Period.year(2025)
BEGUN, FINISHED = date(2025, 4, 1), date(2025, 5, 20)
OFFICERS = {"gas": "gas.officer", "mill": "mill.officer", "farm": "farm.officer", "city": "city.officer"}
SAID = {
    "outcome": "visited",
    "pension": "employee",
    "medical": "employee",
    "housing": "own",
    "income": "under_4000",
    "hardship": "no",
}


def veteran(cast: Cast, number: int, *, union: str = "gas") -> Any:
    """The n-th worker of a union who may hold a title."""
    given = {
        "org": cast.orgs[union],
        "name": f"石劳{number}",
        "id_number": id_number(date(1968, 1, 1) + timedelta(days=number), 41),
        "phone": f"133{number:08d}",
    }
    return services.add(Person.register, given, by=SYSTEM)


def title(cast: Cast, who: Any, *, union: str = "gas", **values: Any) -> Any:
    """A provincial title of ten years ago."""
    given = {
        "org": cast.orgs[union],
        "person": who,
        "title": "model",
        "level": "provincial",
        "happened_on": date(2015, 4, 28),
        **values,
    }
    return services.add(ModelWorker.register, given, by=cast.actor(OFFICERS[union]))


def survey(cast: Cast, *, union: str = "city", **values: Any) -> Any:
    """A running survey of national and provincial model workers."""
    given = {
        "org": cast.orgs[union],
        "title": "全市省部级以上劳模生活状况调查",
        "year": 2025,
        "asked": "upper",
        "happened_on": BEGUN,
        **values,
    }
    return services.add(Survey.register, given, by=cast.actor(OFFICERS[union]))


def answer(cast: Cast, one: Any, who: Any, *, by: str = "city.officer", **values: Any) -> Any:
    given = {"survey": one, "person": who, "happened_on": BEGUN, **SAID, **values}
    return services.add(Surveyed.register, given, by=cast.actor(by))


def finish(cast: Cast, one: Any, witness: Any, *, by: str = "city.leader", on: date = FINISHED) -> Any:
    one.refresh_from_db()
    values = {"finished_on": on, "witness": witness}
    return services.move(one, "finish", by=cast.actor(by), version=one.version, values=values)


def commend(cast: Cast, *, union: str = "gas", by: str = "river.officer", **values: Any) -> Any:
    """An enterprise commended by the city on 1 December 2025."""
    given = {
        "org": cast.orgs[union],
        "recipient": "enterprise",
        "unit": cast.units[union],
        "award": "outstanding",
        "title": "2025年度优秀企业",
        "level": "municipal",
        "issuer": "云川市总工会",
        "document_number": "云工发〔2025〕40号",
        "public_from": date(2025, 11, 20),
        "public_to": date(2025, 11, 27),
        "happened_on": date(2025, 12, 1),
        "witness": cast.people["gao"] if union == "gas" else None,
        **values,
    }
    return services.add(Commendation.register, given, by=cast.actor(by))


def stamped(entry: Any, *names: str) -> Any:
    """The gates as the room of evidence sets them."""
    return services.stamp(entry, {name: timezone.now() for name in names}, by=SYSTEM, verb="stamp")


def counted(cast: Cast, key: str, org: str = "city", period: Period = YEAR) -> tuple[int, int]:
    """What an indicator counts at a union in a period, and what is claimed beyond it."""
    found = figure(key, cast.orgs[org].pk, period)
    return found.counted, found.claimed - found.counted


def sql(statement: str) -> int:
    """The number a plain statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0] or 0)


def refused(call: Any, *args: Any, **kwargs: Any) -> dict[str, str]:
    """What a call is refused for, by field."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return {name: " ".join(map(str, said)) for name, said in caught.value.messages.items()}
