"""Questions to the tree: who stood where on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhijia.kernel.day import today
from zhijia.tree.kinds import RelationKind
from zhijia.tree.models import Org, OrgSpan, Relation


def under_on(node: Org | int, *, day: date | None = None) -> QuerySet[Org]:
    """The organisations open and at or below `node` on a day (today when not given)."""
    on = day or today()
    held = OrgSpan.objects.filter(ancestor=node, valid_from__lte=on, valid_to__gt=on)
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    return Org.objects.filter(still, pk__in=held.values("org"))


def line_on(org: Org | int, *, day: date | None = None) -> list[Org]:
    """The organisations at and above `org` on a day, the highest first; empty when it was not open."""
    on = day or today()
    steps = [
        pk for pk in [org.pk if isinstance(org, Org) else org] if under_on(pk, day=on).filter(pk=pk).exists()
    ]
    held = _leaders(OrgSpan.objects.filter(org=org, valid_from__lte=on, valid_to__gt=on), on)
    while steps and steps[-1] in held:
        steps.append(held[steps[-1]])
    known = Org.objects.in_bulk(steps)
    return [known[pk] for pk in reversed(steps)]


def _leaders(spans: QuerySet[OrgSpan], on: date) -> dict[int, int]:
    lines = Relation.objects.filter(_live(on), kind=RelationKind.LEADS, org__in=spans.values("ancestor"))
    return dict(lines.values_list("org", "above"))


def _live(on: date) -> Q:
    return Q(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


def leader_on(org: Org | int, *, day: date | None = None) -> Org | None:
    """The main leader on a day, or None at the top of the tree."""
    live = Relation.objects.filter(_live(day or today()), org=org, kind=RelationKind.LEADS)
    line = live.select_related("above").first()
    return line.above if line else None


def successor_of(org: Org | int) -> Org | None:
    """The organisation that took this one up; of several in a row the last that is open, or None."""
    found: Org | None = None
    line = _succession(org)
    while line is not None:
        found = line.above
        line = _succession(found) if found.closed_on is not None else None
    return found


def _succession(org: Org | int) -> Relation | None:
    lines = Relation.objects.filter(org=org, kind=RelationKind.SUCCEEDED)
    return lines.select_related("above").order_by("-valid_from").first()


def children_on(node: Org | int, *, day: date | None = None) -> QuerySet[Org]:
    """The organisations `node` leads directly on a day, open ones only, by name."""
    on = day or today()
    led = Relation.objects.filter(_live(on), above=node, kind=RelationKind.LEADS)
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    return Org.objects.filter(still, pk__in=led.values("org")).order_by("name_key", "code")
