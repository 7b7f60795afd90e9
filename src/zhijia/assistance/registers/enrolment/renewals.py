"""Who is insured for the first time: nobody who was under the same plan within the year before."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhijia.assistance.listed import Before, refuse_insured_twice
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def round_before(enrolment: Any) -> Any:
    """The round that makes an enrolment a renewal, the latest of them; None where none is on file."""
    rows = _within_year(_of_person(enrolment).exclude(pk=enrolment.pk), enrolment.round)
    found = rows.order_by("-round__valid_from").first()
    return found.round if found is not None else None


def year_before(day: date) -> date:
    """The same day of the year before; for the 29th of February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


def follow_others(enrolment: Any, by: Actor, before: Before) -> None:
    """Marks a renewal as one, and later enrolments that it makes renewals; an overlap is refused.

    Older lists may be recorded after newer ones, the figures follow. To be called in the writing transaction.
    """
    refuse_insured_twice(enrolment, by)
    rows = _of_person(enrolment).exclude(pk=enrolment.pk)
    renewal = enrolment.insured_elsewhere or _insured_before(rows, enrolment.round)
    if before is None and not enrolment._state.adding:
        _refuse_mixed_list(enrolment, renewal=renewal)
        return
    enrolment.renewal = renewal
    for later in _after(rows, enrolment.round):
        if not later.renewal:
            services.stamp(later, {"renewal": True}, by=by, verb="renewal")


def after_write(entry: Any, *, before: Any, by: Actor, gone: bool = False) -> None:
    """Once an enrolment is gone, those that followed it may be first ones again."""
    if not gone or entry._meta.label != "assistance.Enrolment":
        return
    rows = _of_person(entry).exclude(uid=entry.uid)
    for later in _after(rows, entry.round):
        if not later.insured_elsewhere and not _insured_before(rows.exclude(pk=later.pk), later.round):
            services.stamp(later, {"renewal": False}, by=by, verb="renewal")


def _of_person(enrolment: Any) -> QuerySet[Any]:
    rows = type(enrolment)._default_manager.filter(person_id=enrolment.person_id)
    found: QuerySet[Any] = rows.select_related("round")
    return found


def _insured_before(rows: QuerySet[Any], one: Any) -> bool:
    """Whether one of a person's enrolments insured under the plan on some day of the year before the round."""
    return _within_year(rows, one).exists()


def _within_year(rows: QuerySet[Any], one: Any) -> QuerySet[Any]:
    first = one.valid_from
    held = rows.filter(round__plan=one.plan, round__valid_from__lt=first)
    return held.filter(round__valid_to__gt=year_before(first))


def _after(rows: QuerySet[Any], one: Any) -> list[Any]:
    """The enrolments under the plan that begin within a year after the round has ended."""
    later = rows.filter(round__plan=one.plan, round__valid_from__gt=one.valid_from)
    return [row for row in later if one.valid_to > year_before(row.round.valid_from)]


def _refuse_mixed_list(enrolment: Any, *, renewal: bool) -> None:
    """A list just stored in which somebody's older and newer round stand together."""
    if renewal != enrolment.renewal:
        raise Refused(
            "round",
            _(
                "The list has two rounds of %(name)s: record the list of the older round first, then the newer."
            )
            % {"name": enrolment.person},
        )
