"""A new year's plan begun from last year's: the points chosen, with what of them was not reached."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhijia.plans import points, queries
from zhijia.plans.models import Item, Plan, PlanRegister, Target, TargetRegister
from zhijia.registry import services as registry
from zhijia.registry.errors import Forbidden, Refused
from zhijia.tree.actor import Actor

FARTHEST = 5


def continue_plan(plan: Plan, *, year: int, items: Collection[int], by: Actor) -> Plan:
    """A draft for a later year with the chosen points of `plan` and their targets not reached, to be confirmed.

    A target that runs on keeps its first year, so that it counts from there; one of a single year begins anew.
    Raises Refused (no such year, nothing chosen, a plan of that year begun from this one already) or Forbidden.
    """
    _check(plan, year, items, by)
    chosen = [one for one in queries.fulfilment(plan) if one.item.pk in set(items)]
    if not chosen:
        raise Refused("items", _("Choose at least one point to take over."))
    with transaction.atomic():
        values = {
            "org": plan.org,
            "title": in_year(plan.title, plan.year, year),
            "year": year,
            "issuer": plan.issuer,
            "previous": plan,
        }
        new: Plan = registry.add(PlanRegister, values, by=by)
        for place, one in enumerate(chosen, start=1):
            item = _copied(one.item, new, place)
            for progress in one.unreached:
                _carry(progress.target, new, item, by)
        values = {"outline": points.outline_of(new)}
        begun: Plan = registry.change(new, values, by=by, version=new.version)
    return begun


def _check(plan: Plan, year: int, items: Collection[int], by: Actor) -> None:
    verdict = PlanRegister.policy.change.test(by, plan)
    if not verdict:
        raise Forbidden(verdict.reason)
    if not plan.year < year <= plan.year + FARTHEST:
        raise Refused("year", _("Give a year after %(year)s.") % {"year": plan.year})
    if Plan.objects.filter(previous=plan, year=year, org=plan.org, text="").exists():
        raise Refused(
            "year", _("A plan for %(year)s has been begun from this one already; open it.") % {"year": year}
        )


def in_year(text: str, old: int, new: int) -> str:
    """Words with the old plan's year put forward, wherever it stands as a year."""
    return re.sub(rf"(?<!\d){old}(?=\s?年)", str(new), text)


def _copied(item: Item, plan: Plan, place: int) -> Item:
    old = item.plan.year
    return Item.objects.create(
        plan=plan,
        place=place,
        number=item.number,
        heading=in_year(item.heading, old, plan.year),
        section=item.section,
        text=in_year(item.text, old, plan.year),
    )


def _carry(target: Target, plan: Plan, item: Item, by: Actor) -> Target:
    """A target taken over: to be confirmed again, with last year's measure offered."""
    first, last = _days(target, plan.year)
    values: dict[str, Any] = {
        name: getattr(target, name)
        for name in ("label", "clause", "operator", "value", "unit", "per", "every", "is_universal")
    }
    carried: Target = registry.add(
        TargetRegister,
        values
        | {
            "org": plan.org,
            "plan": plan,
            "item": item,
            "scope": dict(target.scope),
            "slices": target.slices if last.year > first.year else "",
            "starts_on": first,
            "ends_on": last,
            "suggested": target.indicator,
            "suggested_by": "carried",
            "carried_from": target.uid,
        },
        by=by,
    )
    return carried


def _days(target: Target, year: int) -> tuple[date, date]:
    """Still running: as it was. Over: the same days of the new year."""
    if target.ends_on.year >= year:
        return target.starts_on, target.ends_on
    length = target.ends_on.year - target.starts_on.year
    return _in(target.starts_on, year), _in(target.ends_on, year + length)


def _in(day: date, year: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(year, 2, 28)
    return day.replace(year=year)
