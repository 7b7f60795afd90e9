"""A plan with every kind of promise, and entries beneath it, for the pages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.plans.test_plans import TEXT
from zhijia.assistance.models import Relief
from zhijia.facilities.models import ReadingRoom
from zhijia.kernel.day import frozen
from zhijia.plans import services as planning
from zhijia.plans.models import Milestone, Plan, Target
from zhijia.registry import services as registry
from zhijia.tally import services as tally

TODAY = date(2026, 11, 20)
#: label, indicator, value, unit, more; all in the plan's year unless told otherwise
PROMISES: tuple[tuple[str, str, int, str, dict[str, Any]], ...] = (
    ("每个县书屋", "read_new", 2, "家", {"per": "county"}),
    ("每季度书屋", "read_new", 1, "家", {"every": "quarter"}),
    (
        "三年救助",
        "aid_living_times",
        30,
        "人次",
        {"ends_on": date(2028, 12, 31), "slices": "2026: 10; 2027: 10; 2028: 10"},
    ),
    ("救助金额", "aid_living_money", 9_000, "元", {}),
    ("会员总数", "mem_count", 4, "人", {}),
    ("上半年书屋", "read_new", 50, "家", {"ends_on": date(2026, 6, 30)}),
    ("建会率", "org_establish_rate", 100, "%", {"is_universal": True}),
)
#: the days rooms of both counties opened: union, month
ROOMS = (("gas", 2), ("site", 3), ("farm", 5), ("mill", 8), ("market", 9))


@dataclass
class Made:
    """The plan with its targets by label."""

    plan: Plan
    targets: dict[str, Target]


def make(cast: Cast) -> Made:
    """The plan read and issued, targets written by hand beside, rooms, reliefs and cells."""
    with frozen(TODAY):
        by = cast.actor("city.officer")
        plan = planning.read(TEXT, org=cast.orgs["city"], by=by)
        for key in ("read_new", "mem_rate_unionised", "aid_living"):
            found = plan.targets.get(suggested=key)
            planning.confirm(found, indicator=key, by=by, version=found.version)
        for promise in PROMISES:
            by_hand(plan, *promise)
        plan.refresh_from_db()
        registry.move(plan, "issue", by=by, version=plan.version)
        for union, month in ROOMS:
            room(cast, union, date(2026, month, 4))
        relief(cast, "wang", date(2026, 3, 5))
        relief(cast, "gao", date(2026, 9, 5), confirmed_at=None)
        tally.ensure_year(2025)
        tally.ensure_today()
        tally.refresh()
        return Made(plan, {one.label: one for one in plan.targets.filter(state="confirmed")})


def by_hand(plan: Plan, label: str, key: str, value: int, unit: str, more: dict[str, Any]) -> Target:
    """A confirmed target written beside those of the text."""
    values = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), **more}
    target = Target(
        org=plan.org,
        plan=plan,
        label=label,
        value=Decimal(value),
        unit=unit,
        indicator=key,
        state="confirmed",
        **values,
    )
    target.save()
    planning.keep_periods(target)
    return target


def milestone(plan: Plan, title: str, last: date, **values: Any) -> Milestone:
    """A line of the calendar nobody has held."""
    given = {"state": "planned", "wording": "", "starts_on": last, "ends_on": last, "due_on": last, **values}
    return Milestone.objects.create(
        org=plan.org, plan=plan, title=title, until_on=date(last.year + 1, 1, 1), **given
    )


def room(cast: Cast, union: str, opened_on: date, **values: Any) -> ReadingRoom:
    """A reading room that counts, unless `values` say otherwise."""
    now = timezone.now()
    given = {
        "name": f"{cast.orgs[union].name}书屋{opened_on:%m%d}",
        "address": f"生活区2栋{opened_on:%Y%m%d}",
        "happened_on": opened_on,
        "state": "open",
        "evidenced_at": now,
        "confirmed_at": now,
        **values,
    }
    return ReadingRoom.objects.create(org=cast.orgs[union], **given)


def relief(cast: Cast, worker: str, paid_on: date, **values: Any) -> Relief:
    """A relief of the gas company that counts, unless `values` say otherwise."""
    now = timezone.now()
    given = {
        "org": cast.orgs["gas"],
        "reason": "illness",
        "amount": 80_000,
        "happened_on": paid_on,
        "paid_on": paid_on,
        "pay_way": "bank",
        "state": "received",
        "evidenced_at": now,
        "confirmed_at": now,
        **values,
    }
    return Relief.objects.create(worker=cast.people[worker], **given)
