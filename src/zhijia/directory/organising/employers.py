"""Employers without a union of their own, as of today: how many work there, who covers and who approaches them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from zhijia.directory.models import Approach, Coverage, Invitation, Unit, UnitFact, Visit
from zhijia.directory.rules import AT_THE_BASE
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP, under


class Stage(models.TextChoices):
    """How far the work on an employer has come, the furthest last."""

    UNTOUCHED = "untouched", pgettext_lazy("stage of organising", "nobody works on it")
    TAKEN_UP = "taken_up", pgettext_lazy("stage of organising", "taken up")
    INVITED = "invited", pgettext_lazy("stage of organising", "invited")
    NOBODY = "nobody", pgettext_lazy("stage of organising", "nobody met yet")
    WANTS_TIME = "wants_time", pgettext_lazy("stage of organising", "wants time")
    REFUSED = "refused", pgettext_lazy("stage of organising", "refused")
    CLOSED = "closed", pgettext_lazy("stage of organising", "closed or moved away")
    HAS_ONE = "has_one", pgettext_lazy("stage of organising", "says it has a union")
    AGREED = "agreed", pgettext_lazy("stage of organising", "agreed")
    PREPARING = "preparing", pgettext_lazy("stage of organising", "in preparation")


class Size(models.TextChoices):
    """Employers by their staff."""

    LARGE = "200", pgettext_lazy("size of an employer", "200 and more")
    MIDDLE = "100", pgettext_lazy("size of an employer", "100 to 199")
    SMALL = "25", pgettext_lazy("size of an employer", "25 to 99")
    TINY = "0", pgettext_lazy("size of an employer", "under 25")
    UNKNOWN = "unknown", pgettext_lazy("size of an employer", "not known")


class Covered(models.TextChoices):
    """Whether a federation of unions covers an employer that has no union of its own."""

    NOBODY = "nobody", pgettext_lazy("coverage of an employer", "covered by nobody")
    SECOND = "second", pgettext_lazy("coverage of an employer", "covered by a federation")


BOUNDS = {
    Size.LARGE.value: Q(staff__gte=200),
    Size.MIDDLE.value: Q(staff__gte=100, staff__lt=200),
    Size.SMALL.value: Q(staff__gte=25, staff__lt=100),
    Size.TINY.value: Q(staff__lt=25),
    Size.UNKNOWN.value: Q(staff__isnull=True),
}


@dataclass(frozen=True)
class Sums:
    """Employers and their staff, those under a federation told apart."""

    employers: int
    staff: int
    second: int
    second_staff: int


def held(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The spans that hold on a day."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


def unorganised(actor: Actor, node: Org, day: date) -> QuerySet[Any]:
    """Employers on the lists at and below a union and within sight, whose workers have no union on the day.

    Each with `staff`, `ownership`, `covering` (the federation that covers it), `stage`, `approach_id`.
    """
    visible: QuerySet[Any] = Unit.register.visible(actor)  # type: ignore[attr-defined]
    keeper = keeper_above(node)
    here = under(node.path) if keeper is None else Q(org=keeper)
    return described(visible.filter(here), day).filter(~Exists(_own(day)))


def keeper_above(node: Org) -> Org | None:
    """The federation above on whose list a township's employers stand; None where the union keeps lists itself."""
    if node.kind in AT_THE_BASE or Unit.objects.filter(under(node.path)).exists():
        return None
    above = [node.path[:end] for end in range(len(node.path) - STEP, 0, -STEP)]
    rows = Org.objects.filter(path__in=above, pk__in=Unit.objects.filter(path__in=above).values("org"))
    return rows.order_by("-path").first()


def _own(day: date) -> QuerySet[Any]:
    """The coverage of the outer employer by a union of its workers."""
    return held(Coverage.objects.filter(unit=OuterRef("pk"), org__kind__in=AT_THE_BASE), day)


def described(units: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Employers with what the day says of each."""
    facts = held(UnitFact.objects.filter(unit=OuterRef("pk")), day)
    covering = held(Coverage.objects.filter(unit=OuterRef("pk")).exclude(org__kind__in=AT_THE_BASE), day)
    open_now = held(Approach.objects.filter(unit=OuterRef("pk")), day)
    rows: QuerySet[Any] = units.annotate(
        staff=Subquery(facts.values("staff")[:1]),
        ownership=Subquery(facts.values("ownership")[:1]),
        covering=Subquery(covering.values("org__name")[:1]),
        approach_id=Subquery(open_now.values("pk")[:1]),
        preparing_on=Subquery(open_now.values("preparing_on")[:1]),
        last_result=Subquery(_visits(day).values("result")[:1]),
        invited=Exists(Invitation.objects.filter(unit=OuterRef("pk"), happened_on__lte=day)),
    )
    found: QuerySet[Any] = rows.annotate(stage=_stage())
    return found


def _visits(day: date) -> QuerySet[Any]:
    """The visits at the outer employer, the latest first."""
    rows = Visit.objects.filter(unit=OuterRef("pk"), happened_on__lte=day)
    return rows.order_by("-happened_on", "-pk")


def _stage() -> Case:
    named = [
        When(last_result=one, then=Value(one))
        for one in ("agreed", "wants_time", "refused", "closed", "has_one", "nobody")
    ]
    return Case(
        When(preparing_on__isnull=False, then=Value(Stage.PREPARING.value)),
        *named,
        When(invited=True, then=Value(Stage.INVITED.value)),
        When(approach_id__isnull=False, then=Value(Stage.TAKEN_UP.value)),
        default=Value(Stage.UNTOUCHED.value),
        output_field=models.CharField(),
    )


def largest_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The employers with most staff first, those whose staff nobody knows last."""
    found: QuerySet[Any] = rows.order_by(F("staff").desc(nulls_last=True), "name_key", "pk")
    return found


def sums(rows: QuerySet[Any]) -> Sums:
    """How many employers and workers are not reached."""
    second = Q(covering__isnull=False)
    found = rows.aggregate(
        employers=Count("pk"),
        all_staff=Coalesce(Sum("staff"), 0),
        second=Count("pk", filter=second),
        second_staff=Coalesce(Sum("staff", filter=second), 0),
    )
    return Sums(found["employers"], found["all_staff"], found["second"], found["second_staff"])
