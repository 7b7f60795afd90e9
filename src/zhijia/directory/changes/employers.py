"""Employers on their way from one union to another: coverage, and the lists federations keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhijia.directory.changes.members import TOLD, holding, store
from zhijia.directory.models import Approach, Coverage, Denominator, Unit, UnitFact
from zhijia.registry.errors import Refused
from zhijia.registry.stamping import stamp_many
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org


def coverages_of(org: Org, on: date) -> QuerySet[Coverage]:
    """The coverages a change from the day on concerns, by the employers' names."""
    rows = holding(Coverage.objects.select_related("unit", "org"), org, on)
    return rows.order_by("unit__name_key", "pk")


def cover_from(rows: Sequence[Coverage], *, to: Org, on: date, by: Actor, source: str) -> None:
    """Employers covered by `to` from the day on; a coverage begun later moves whole. Raises Refused, Stale."""
    before = [row for row in rows if row.valid_from < on]
    later = [row for row in rows if row.valid_from >= on]
    fresh = [{"org": to, "unit": row.unit, "valid_from": on, "valid_to": row.valid_to} for row in before]
    uncover(before, on=on, by=by)
    stamp_many(_register(Coverage), later, {"org": to, "path": to.path}, by=by, verb="transfer")
    store(Coverage, fresh, by=by, source=source)


def uncover(rows: Sequence[Coverage], *, on: date, by: Actor) -> None:
    """The coverages ended from the day on. Raises Refused when one begins that day or later."""
    late = [row for row in rows if row.valid_from >= on]
    if late:
        names = ", ".join(str(row.unit) for row in late[:TOLD])
        raise Refused(
            "on",
            _(
                "%(count)s employers are covered only from this day on or later (%(names)s): choose a later day."
            )
            % {"count": len(late), "names": names},
        )
    stamp_many(_register(Coverage), rows, {"valid_to": on}, by=by, verb="end")


def kept_by(org: Org) -> QuerySet[Unit]:
    """The employers on a federation's list, by name."""
    return Unit.objects.filter(org=org).select_related("org").order_by("name_key", "pk")


def hand_list(org: Org, *, to: Org, by: Actor) -> None:
    """The list of employers a federation keeps, with their facts, kept by another: no figure rests on it."""
    for model in (Unit, UnitFact):
        rows = list(model._default_manager.filter(org=org).select_related("org"))
        stamp_many(_register(model), rows, {"org": to, "path": to.path}, by=by, verb="transfer")
    approaches = list(Approach.objects.filter(org=org, valid_to=None).select_related("org"))
    stamp_many(_register(Approach), approaches, {"org": to, "path": to.path}, by=by, verb="transfer")


def bases_of(org: Org, on: date) -> QuerySet[Denominator]:
    """The numbers of a place that hold on the day or later."""
    return holding(Denominator.objects.select_related("org"), org, on)


def end_bases(org: Org, *, on: date, by: Actor) -> None:
    """The numbers of a place that is gone without an heir, ended on the day."""
    rows = [row for row in bases_of(org, on) if row.valid_from < on]
    stamp_many(_register(Denominator), rows, {"valid_to": on}, by=by, verb="end")


def _register(model: Any) -> Any:
    return model.register
