"""Targets handed down on the cast: by the city to its counties, by a county to its unions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.cast import Cast
from tests.plans.making import issue, plan, target
from zhijia.kernel.day import today
from zhijia.plans.handing import services as handing
from zhijia.plans.handing.dividing import Division, Source, divide
from zhijia.plans.models import Handing, Share, Target
from zhijia.registry import services


def promised(cast: Cast, *, issued: bool = True, **values: Any) -> Target:
    """A followed target of the city's issued plan."""
    made = target(cast, plan(cast, year=today().year), **{"value": 21, **values})
    if issued:
        issue(cast, made.plan)
    return Target.objects.select_related("plan", "org").get(pk=made.pk)


def proposal(source: Source, method: str, *, only: Any = None, **more: Any) -> Division:
    """A division over all unions led, or those of these ids."""
    orgs = source.below()
    chosen = {org.pk for org in orgs} if only is None else only
    asked = {"total": source.whole, "minimum": None, **more}
    return divide(source, orgs, method=method, chosen=chosen, **asked)


def down(cast: Cast, source: Source, method: str, *, by: str = "city.officer", **more: Any) -> Handing:
    """What the page saves after the preview."""
    found = proposal(source, method, **more)
    values = {
        "method": method,
        "total": more.get("total", source.whole),
        "minimum": more.get("minimum"),
        "reply_due_on": today(),
        "note": "",
    }
    return handing.hand_down(source, found, values, by=cast.actor(by))


def by_hand(cast: Cast, made: Target, river: str, hill: str) -> Handing:
    """The city's target with numbers typed for its two counties."""
    source = Source(made, made.org)
    typed = {cast.orgs["river"].pk: river, cast.orgs["hill"].pk: hill}
    return down(cast, source, "hand", typed=typed)


def share(made: Handing, cast: Cast, union: str) -> Share:
    found: Share = Share.objects.select_related("org", "target", "handing", "handing__org").get(
        handing=made, org=cast.orgs[union]
    )
    return found


def step(cast: Cast, one: Share, key: str, *, by: str, **more: Any) -> Share:
    """A step of a share as it stands now."""
    now = Share.objects.get(pk=one.pk)
    moved: Share = services.move(now, key, by=cast.actor(by), version=now.version, **more)
    return moved


def values(made: Handing) -> list[Decimal]:
    return [one.value for one in made.shares.order_by("org__code")]


def argued(cast: Cast, made: Handing, counter: int = 4) -> Share:
    return step(
        cast,
        share(made, cast, "hill"),
        "argue",
        by="hill.officer",
        values={"counter": Decimal(counter)},
        reason="两家企业已迁出本县。",
    )
