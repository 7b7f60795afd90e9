"""Lines of a calendar, their duties, and the figures they give, for the tests of the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.evidence.pictures import picture
from zhijia.evidence import services as evidence
from zhijia.kernel.day import frozen
from zhijia.kernel.period import Period
from zhijia.plans.models import Duty, Milestone, Plan
from zhijia.registry import services
from zhijia.tally import services as tally
from zhijia.tally.queries import figure

TODAY = date(2026, 6, 15)
YEAR = Period.year(2026)


@dataclass(frozen=True)
class Read:
    """What the plan reader tells of a dated thing."""

    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    owners: tuple[str, ...] = ()
    kind: str = "activity"
    text: str = ""
    item: str | None = None
    clause: str = ""
    start: int = 0
    end: int = 0


def plan(cast: Cast, union: str = "river", *, year: int = 2026, by: str = "river.officer") -> Plan:
    values = {"org": cast.orgs[union], "title": f"{year}年工作要点", "year": year}
    made: Plan = services.add(Plan.register, values, by=cast.actor(by))
    return made


def draft(cast: Cast, *, by: str = "river.officer", **values: Any) -> Milestone:
    """A line nobody has decided on yet."""
    given = {
        "title": "职工乒乓球比赛",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 4, 10),
        **values,
    }
    given.setdefault("plan", None)
    if given["plan"] is None:
        given["plan"] = plan(cast)
    made: Milestone = services.add(Milestone.register, given, by=cast.actor(by))
    return made


def line(cast: Cast, *, by: str = "river.officer", **values: Any) -> Milestone:
    """A line on the calendar."""
    return step(cast, draft(cast, by=by, **values), "accept", by=by)


def step(cast: Cast, entry: Any, key: str, *, by: str = "river.officer", **more: Any) -> Any:
    """A step of a line or a duty as it stands now."""
    now = type(entry)._default_manager.get(pk=entry.pk)
    return services.move(now, key, by=cast.actor(by), version=now.version, **more)


def duty(made: Milestone, cast: Cast, union: str = "gas") -> Duty:
    return Duty.objects.select_related("milestone", "org").get(milestone=made, org=cast.orgs[union])


def held(cast: Cast, one: Duty, day: date, *, by: str = "gas.officer", **values: Any) -> Duty:
    """The duty held on a day."""
    found: Duty = step(cast, one, "hold", by=by, values={"happened_on": day, **values})
    return found


def proven(cast: Cast, one: Duty, *, seed: int, by: str = "gas.officer") -> Duty:
    """A photograph not used before put on it."""
    photo = SimpleUploadedFile("huodong.jpg", picture(seed=seed), content_type="image/jpeg")
    evidence.attach(one, photo, by=cast.actor(by))
    return Duty.objects.get(pk=one.pk)


def counted(cast: Cast, key: str = "calendar_held", org: str = "city") -> tuple[int, int]:
    """Counted and claimed as the pages read them."""
    tally.refresh()
    found = figure(key, cast.orgs[org].pk, YEAR)
    return found.counted, found.claimed


@pytest.fixture
def year(cast: Cast) -> Iterator[Plan]:
    """A year's calendar: one overdue, one near, one later, one half done, one by the end of June."""
    with frozen(TODAY):
        tally.ensure_year(2026)
        made = plan(cast)
        line(
            cast,
            plan=made,
            title="踏青",
            starts_on=date(2026, 5, 21),
            ends_on=date(2026, 5, 31),
            owners="各基层工会",
        )
        line(
            cast,
            plan=made,
            title="篮球赛",
            starts_on=date(2026, 6, 11),
            ends_on=date(2026, 6, 20),
            owners="各基层工会",
        )
        line(
            cast,
            plan=made,
            title="合唱比赛",
            starts_on=date(2026, 9, 21),
            ends_on=date(2026, 9, 30),
            owners="各基层工会",
        )
        spring = line(cast, plan=made, title="三八活动", owners="各基层工会")
        held(cast, duty(spring, cast), date(2026, 4, 3))
        line(
            cast,
            plan=made,
            title="修订办法",
            kind="deliverable",
            starts_on=None,
            ends_on=None,
            wording="6月底前",
        )
        yield made
