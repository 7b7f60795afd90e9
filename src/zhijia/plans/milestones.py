"""What is done with the calendar of a plan: kept when read, put on the calendar, assigned, said to be held."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhijia.plans import owners
from zhijia.plans.models import Duty, DutyRegister, Item, Milestone, MilestoneKind, MilestoneRegister, Plan
from zhijia.plans.registers.milestone import rules
from zhijia.plans.registers.milestone.wording import days_of, whole_year
from zhijia.registry import bulk, services
from zhijia.registry.errors import Refused, Stale
from zhijia.registry.extras import form_extras
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org

__all__ = ["accept_all", "assign", "drop", "hold", "keep", "unfulfilled"]

#: duties written one by one, each with a story of its own; more go as a list
FEW = 8
LONGEST = {"title": 200, "owners": 300, "wording": 40}


class Read(Protocol):
    """What the plan reader tells of something dated in a text."""

    @property
    def item(self) -> str | None: ...
    @property
    def clause(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def owners(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...


def keep(plan: Plan, found: Iterable[Read], *, by: Actor) -> list[Milestone]:
    """The dated things of a text as lines to be confirmed, in its order; one that stands is not kept twice.

    Raises Refused or Forbidden; then none is kept.
    """
    items = list(Item.objects.filter(plan=plan))
    known = set(Milestone.objects.filter(plan=plan).values_list("start", "title"))
    kept: list[Milestone] = []
    with transaction.atomic():
        for one in found:
            title = " ".join(one.title.split())[: LONGEST["title"]]
            if not title or (one.start, title) in known:
                continue
            known.add((one.start, title))
            kept.append(services.add(MilestoneRegister, _values(plan, one, title, items), by=by))
    return kept


def _values(plan: Plan, one: Read, title: str, items: list[Item]) -> dict[str, Any]:
    first, last = _days(plan, one)
    wording = one.text.strip()
    return {
        "org": plan.org,
        "plan": plan,
        "item": _item(one, items),
        "title": title,
        "kind": one.kind if one.kind in MilestoneKind.values else MilestoneKind.TASK.value,
        "wording": wording if len(wording) <= LONGEST["wording"] else "",
        "starts_on": first,
        "ends_on": last,
        "owners": "、".join(one.owners)[: LONGEST["owners"]],
        "clause": one.clause,
        "start": one.start,
        "end": one.end,
    }


def _days(plan: Plan, one: Read) -> tuple[date, date]:
    """The days read, else those its words name, else the whole year of the plan."""
    first, last = one.starts_on or one.ends_on, one.ends_on or one.starts_on
    if first is None or last is None:
        return days_of(one.text, plan.year) or whole_year(plan.year)
    return min(first, last), max(first, last)


def _item(one: Read, items: list[Item]) -> Item | None:
    """The numbered point it stands in, by its place in the text, else by its number."""
    placed = [item for item in items if item.start is not None and item.end is not None]
    inside = [item for item in placed if item.start <= one.start < item.end]  # type: ignore[operator]
    numbered = [item for item in items if item.number and item.number == one.item]
    return next(iter([*inside, *numbered]), None)


def assign(line: Milestone, names: str, *, by: Actor) -> owners.Found:
    """A duty for every union that the names mean; those that have one keep it. Raises Refused, Forbidden.

    Where nothing fits, the union whose plan it is answers; what was not understood is told in `unknown`.
    """
    found = owners.responsible(names, line.org)
    if not found.orgs:
        found.orgs = [] if line.duties.exists() else [line.org]
    with transaction.atomic():
        known = set(line.duties.values_list("org_id", flat=True))
        _give(line, [org for org in found.orgs if org.pk not in known], by=by)
        if found.departments and not line.person:
            told = "、".join(found.departments)[:60]
            line = services.stamp(line, {"person": told}, by=by, verb="change")
    return found


def _give(line: Milestone, orgs: list[Org], *, by: Actor) -> None:
    """A duty for each union: a few one by one, hundreds of grassroots unions as one list."""
    rows = [{"milestone": line, "org": org} for org in orgs]
    if len(rows) <= FEW:
        for row in rows:
            services.add(DutyRegister, row, by=by)
        return
    digest = hashlib.sha256(",".join(org.code for org in orgs).encode()).hexdigest()
    try:
        bulk.add_many(DutyRegister, rows, by=by, source=str(line), source_digest=digest)
    except bulk.RowErrors as faults:
        raise Refused("owners", faults.errors[0].reason) from faults


def accept_all(plan: Plan, *, by: Actor) -> int:
    """Every line of a plan that waits for a decision put on the calendar; their number."""
    waiting = list(Milestone.objects.filter(plan=plan, state="suggested").order_by("start", "id"))
    with transaction.atomic():
        for line in waiting:
            services.move(line, "accept", by=by, version=line.version)
    return len(waiting)


def hold(
    duty: Duty, values: Mapping[str, Any], *, by: Actor, version: int, extras: Mapping[str, Any] | None = None
) -> Duty:
    """The duty held, with its proof and the question to its witness in one transaction; `extras` are what the
    fields of `registry.extras.form_extras` hold. Raises Refused, Forbidden, Stale."""
    with transaction.atomic():
        now = Duty.objects.select_related("milestone", "org").get(pk=duty.pk)
        if now.state == "held" and any(getattr(now, name) != value for name, value in values.items()):
            raise Stale(now)
        held: Duty = services.move(now, "hold", by=by, version=version, values=values)
        for extra in form_extras():
            if extras and extra.fields(DutyRegister, by):
                extra.save(held, extras, by)
        held.refresh_from_db()
    return held


def drop(plan: Plan, *, by: Actor, reason: str) -> int:
    """The lines of a plan that are not on the calendar removed; their number.

    Raises Refused where lines stand on the calendar: others go by them.
    """
    lines = Milestone.objects.filter(plan=plan)
    if lines.exclude(state__in=rules.DRAFT).exists():
        raise Refused("", _("Lines of this plan stand on the calendar: cancel them, with a reason, instead."))
    count = 0
    with transaction.atomic():
        for line in lines:
            services.remove(line, by=by, reason=reason, version=line.version)
            count += 1
    return count


def unfulfilled(plan: Plan) -> QuerySet[Milestone]:
    """The lines of a plan on the calendar that not every responsible union has held, in its order."""
    waiting = Duty.objects.filter(state__in=("planned", "put_off", "cancelled")).values("milestone")
    rows = Milestone.objects.filter(plan=plan, state__in=rules.OPEN, pk__in=waiting)
    return rows.order_by("ends_on", "start", "id")
