"""What is late in the unions below, counted for each of them, with the lists that show it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from zhijia.desks.officer.peopled import peopled
from zhijia.desks.officer.piles import PROOF_DAYS, begun, late, list_url, old, working
from zhijia.desks.officer.proofs import claims
from zhijia.desks.officer.steps import left, onward
from zhijia.evidence import queries as evidence
from zhijia.kernel.day import today
from zhijia.plans import agenda
from zhijia.plans.calls import queries as calls
from zhijia.plans.statistics import queries as statistics
from zhijia.registry.register import Register
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP, successor, under

#: with so many unions below, a city or a large county, their entries are gone through after the desk is shown
MANY = 100


@dataclass(frozen=True)
class Late:
    """So many entries of one kind that are late at a union below."""

    label: str
    count: int
    url: str


@dataclass
class Below:
    """A union below with what is late there."""

    org: Org
    late: list[Late] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(one.count for one in self.late)


def takes_long(org: Org) -> bool:
    """Whether so many unions stand below that the desk does not wait for what is late there."""
    return Org.objects.filter(under(org.path))[:MANY].count() == MANY


def late_below(actor: Actor, org: Org) -> list[Below]:
    """The unions directly below in which something is late, the most first."""
    size = len(org.path) + STEP
    counted: dict[str, list[tuple[Any, int, Any]]] = defaultdict(list)
    beneath = [(org.path + "0", successor(org.path))]
    for register in peopled(working(), beneath):
        for path, number in _late(register, actor, org, size).items():
            counted[path].append((register.model._meta.verbose_name_plural, number, register))
    for path, number in _by_child(evidence.disputed([org.path]), org, size).items():
        counted[path].append((_("the worker says otherwise"), number, ""))
    for path, number in _by_child(_overdue(), org, size).items():
        counted[path].append((_("not held on the calendar"), number, reverse("desks:calendar")))
    for called in statistics.late_years(org):
        for path, number in _by_child(statistics.silent(called), org, size).items():
            place = f"{reverse('desks:statistics')}?year={called.uid}"
            counted[path].append((_("yearly return not opened"), number, place))
    for call in calls.late_calls(org):
        for path, number in _by_child(calls.silent(call), org, size).items():
            counted[path].append((_("plan not filed"), number, f"{reverse('plans:call', args=[call.uid])}?"))
    orgs = Org.objects.filter(path__in=counted).order_by("path")
    found = [Below(child, [_shown(one, child) for one in counted[child.path]]) for child in orgs]
    return sorted(found, key=lambda one: (-one.count, one.org.path))


def _shown(one: tuple[Any, int, Any], child: Org) -> Late:
    label, number, place = one
    if not isinstance(place, str):
        return Late(capfirst(str(label)), number, list_url(place, org=child.code))
    if "?" in place:
        return Late(capfirst(str(label)), number, f"{place}&node={child.code}")
    return Late(capfirst(str(label)), number, f"{place}?org={child.code}" if place else "")


def _late(register: type[Register], actor: Actor, org: Org, size: int) -> dict[str, int]:
    """By union below: entries whose next step waits too long, or whose proof does."""
    conditions = []
    if register.flow is not None:
        flow = register.flow
        if open_states := {state for move in onward(flow) for state in left(move, flow)}:
            conditions.append(Q(state__in=open_states) & begun(register) & late(register))
    conditions += [lacking & old(register, PROOF_DAYS) for _gate, lacking in claims(register)]
    if not conditions:
        return {}
    rows = register.policy.view.filter(actor, register.model._default_manager.all())
    return _by_child(rows.filter(Q(*conditions, _connector=Q.OR)), org, size)


def _overdue() -> Any:
    """What the calendar says was to be held and was not."""
    return agenda.open_duties().filter(last_on__lt=today())


def _by_child(rows: Any, org: Org, size: int) -> dict[str, int]:
    """How many of the rows stand below each union below."""
    found = rows.filter(under(org.path)).exclude(path=org.path).annotate(child=Substr("path", 1, size))
    grouped = found.order_by().values("child").annotate(n=Count("pk", distinct=True))
    return {row["child"]: row["n"] for row in grouped}
