"""Plans and targets made by hand for tests, and reading rooms that move their figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from zhijia.facilities.models import ReadingRoom
from zhijia.plans import services
from zhijia.plans.models import Plan, PlanRegister, Target, TargetRegister
from zhijia.registry import services as registry
from zhijia.tally import services as tally


def plan(cast: Cast, *, year: int = 2026, org: str = "city", by: str = "city.officer", **values: Any) -> Plan:
    """A draft written by hand."""
    given = {"org": cast.orgs[org], "title": f"{year}年工作要点", "year": year, **values}
    made: Plan = registry.add(PlanRegister, given, by=cast.actor(by))
    return made


def target(
    cast: Cast, where: Plan, *, by: str = "city.officer", confirmed: bool = True, **values: Any
) -> Target:
    """A target of a plan, followed unless told otherwise."""
    given = {
        "plan": where,
        "label": "新建职工书屋",
        "operator": ">=",
        "value": 2,
        "unit": "家",
        "starts_on": date(where.year, 1, 1),
        "ends_on": date(where.year, 12, 31),
        "indicator": "read_new",
        **values,
    }
    made: Target = registry.add(TargetRegister, given, by=cast.actor(by))
    if confirmed:
        made = services.confirm(made, indicator=made.indicator, by=cast.actor(by), version=made.version)
    return made


def issue(cast: Cast, where: Plan, *, by: str = "city.officer") -> Plan:
    where.refresh_from_db()
    issued: Plan = registry.move(where, "issue", by=cast.actor(by), version=where.version)
    return issued


def amend(cast: Cast, where: Plan, *, reason: str = "县里的数字有误", by: str = "city.officer") -> Plan:
    where.refresh_from_db()
    amended: Plan = registry.move(where, "amend", by=cast.actor(by), version=where.version, reason=reason)
    return amended


def open_room(cast: Cast, union: str, on: date, *, proven: bool = True, number: int = 0) -> ReadingRoom:
    """A reading room opened on a day, with its photograph and witness unless told otherwise."""
    now = timezone.now() if proven else None
    made = ReadingRoom.objects.create(
        org=cast.orgs[union],
        name=f"{union}职工书屋{on:%m%d}-{number}",
        address=f"生活区{on:%m%d}-{number}号",
        area_m2=40,
        seats=16,
        volumes=1200,
        happened_on=on,
        state="open",
        witness=cast.people["chen"],
        evidenced_at=now,
        confirmed_at=now,
    )
    tally.refresh()
    return made
