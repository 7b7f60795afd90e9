"""The stretches of time and the unions a promise speaks of one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.kernel.period import Period, add_months
from zhijia.plans.models import Target
from zhijia.tally import queries as tally
from zhijia.tree.kinds import OrgKind
from zhijia.tree.models import Org, OrgSpan

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
#: what "each" means in the tree; "union" are those the issuer leads directly
_KINDS = {
    "county": (OrgKind.COUNTY,),
    "township": (OrgKind.TOWNSHIP,),
    "community": (OrgKind.VILLAGE,),
}


def stretches(target: Target) -> list[Period]:
    """The weeks, months, quarters, half-years or years of a target's time, cut at its ends; [] where it is one."""
    whole = target.period
    if not target.every:
        return []
    if target.every == "week":
        first = whole.start - timedelta(days=whole.start.weekday())
        weeks = [
            Period(first + timedelta(days=7 * n), first + timedelta(days=7 * n + 7))
            for n in range(_weeks(whole))
        ]
        return [part for week in weeks if (part := week.within(whole)) is not None]
    step = _MONTHS[target.every]
    start = date(whole.start.year, (whole.start.month - 1) // step * step + 1, 1)
    found = []
    while start < whole.end:
        after = add_months(start, step)
        if (part := Period(start, after).within(whole)) is not None:
            found.append(part)
        start = after
    return found


def _weeks(whole: Period) -> int:
    return (whole.days + 6) // 7 + 1


def years(target: Target) -> dict[int, Period]:
    """The calendar years of a target that runs for more than one, each cut at its ends."""
    whole = target.period
    numbers = range(whole.start.year, whole.last.year + 1)
    if len(numbers) < 2:
        return {}
    return {year: part for year in numbers if (part := Period.year(year).within(whole)) is not None}


def name_of(period: Period) -> str:
    """A week, month, quarter, half-year or year as one says it."""
    said = {
        "year": period.start.year,
        "month": period.start.month,
        "number": (period.start.month - 1) // 3 + 1,
    }
    months = len(period.months())
    if period.days <= 7:
        return _("week from %(day)s") % {"day": period.start.isoformat()}
    if months == 1:
        return f"{period.start:%Y-%m}"
    if months <= 3:
        return _("quarter %(number)s of %(year)s") % said
    if months <= 6:
        return _("half %(number)s of %(year)s") % {**said, "number": 1 if period.start.month <= 6 else 2}
    return str(said["year"])


@dataclass
class Members:
    """For one target, the unions it holds for one by one, and where the asked nodes stand towards them."""

    #: node → the members strictly below it
    below: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    #: nodes strictly below a member
    parts: set[int] = field(default_factory=set)
    everyone: set[int] = field(default_factory=set)


def members(
    targets: Collection[Target], nodes: Collection[int], day: date
) -> tuple[dict[int, Members], dict[int, str]]:
    """For every per-child target its members, and the names of all of them, by two queries and one for each issuer."""
    each = [target for target in targets if target.per in _KINDS or target.per == "union"]
    found: dict[int, Members] = {}
    names: dict[int, str] = {}
    if not each:
        return found, names
    led = tally.children({target.org_id for target in each if target.per == "union"}, day)
    kinds = {kind for target in each for kind in _KINDS.get(target.per, ())}
    own = {child for children in led.values() for child in children}
    rows = _placed({target.org_id for target in each} | set(nodes), kinds, own, day)
    orgs = {org: (kind, path, name) for _ancestor, org, kind, path, name in rows}
    for target in each:
        wanted = set(led.get(target.org_id, ())) if target.per == "union" else None
        found[target.pk] = _members(target, rows, nodes, wanted)
        names |= {org: orgs[org][2] for org in found[target.pk].everyone}
    _mark_parts(found, nodes, day)
    return found, names


Row = tuple[int, int, str, str, str]


def _placed(ancestors: set[int], kinds: Collection[str], own: set[int], day: date) -> list[Row]:
    """(ancestor, org, kind, path, name) of the possible members below some unions on a day, by name's place."""
    spans = OrgSpan.objects.filter(ancestor_id__in=ancestors, valid_from__lte=day, valid_to__gt=day)
    still = Org.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
    wanted = still.filter(Q(kind__in=kinds) | Q(pk__in=own))
    spans = spans.filter(org_id__in=wanted.values("pk")).order_by("org__path")
    return list(spans.values_list("ancestor_id", "org_id", "org__kind", "org__path", "org__name"))


def _members(target: Target, rows: list[Row], nodes: Collection[int], wanted: set[int] | None) -> Members:
    kinds = _KINDS.get(target.per, ())
    made = Members()
    for ancestor, org, kind, _path, _name in rows:
        fits = org in wanted if wanted is not None else kind in kinds
        if ancestor == target.org_id and fits and org != target.org_id:
            made.everyone.add(org)
    for ancestor, org, _kind, _path, _name in rows:
        if ancestor in nodes and org in made.everyone and org != ancestor:
            made.below[ancestor].append(org)
    return made


def _mark_parts(found: dict[int, Members], nodes: Collection[int], day: date) -> None:
    """Nodes strictly below a member: their figures count towards that member's."""
    everyone = {org for made in found.values() for org in made.everyone}
    spans = OrgSpan.objects.filter(
        ancestor_id__in=everyone, org_id__in=set(nodes), valid_from__lte=day, valid_to__gt=day
    )
    pairs = [
        (ancestor, org) for ancestor, org in spans.values_list("ancestor_id", "org_id") if ancestor != org
    ]
    for made in found.values():
        made.parts = {org for ancestor, org in pairs if ancestor in made.everyone}
