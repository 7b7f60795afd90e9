"""What an approach must not be, and the approach every invitation and visit belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.directory.rules import AT_THE_BASE
from zhijia.directory.spans import others
from zhijia.kernel.day import today
from zhijia.registry import services
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_base(approach: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Organising others is a federation's work."""
    if approach.org.kind in AT_THE_BASE:
        raise Refused(
            "org", _("Employers are approached by a federation; choose the township, the county or the city.")
        )


def refuse_elsewhere(approach: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The federation stands in one line with the one that keeps the employer on its list."""
    here, there = approach.org.path, approach.unit.org.path
    if not (here.startswith(there) or there.startswith(here)):
        raise Refused(
            "unit",
            _("%(unit)s is on the list of %(org)s.") % {"unit": approach.unit, "org": approach.unit.org},
        )


def own_coverage(unit: Any, day: date) -> Any:
    """The coverage of an employer on a day by a union of its workers, not by a federation; or None."""
    rows = apps.get_model("directory", "Coverage")._default_manager.filter(unit=unit, valid_from__lte=day)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), org__kind__in=AT_THE_BASE)
    return rows.select_related("org").first()


def refuse_unionised(approach: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An employer with a union of its own is not approached."""
    held = own_coverage(approach.unit, approach.valid_from) if before is None else None
    if held is not None:
        raise Refused(
            "unit", _("%(unit)s has a union already: %(org)s.") % {"unit": approach.unit, "org": held.org}
        )


def refuse_taken_up(approach: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Two officers do not work on one employer without knowing of each other."""
    other = others(approach, "unit").select_related("officer", "org").first()
    if other is not None:
        raise Refused("unit", taken_up(other))


def taken_up(other: Any) -> str:
    """Who works on an employer, and what to do about it."""
    return _(
        "%(name)s (%(org)s) has worked on this employer since %(day)s. Talk to each other; on the employer's "
        "page it can be taken over."
    ) % {
        "name": other.officer.name if other.officer else _("somebody"),
        "org": other.org,
        "day": other.valid_from.isoformat(),
    }


def refuse_half_over(approach: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if bool(approach.valid_to) != bool(approach.outcome):
        missing = "outcome" if approach.valid_to else "valid_to"
        raise Refused(missing, _("Day and outcome belong together."))


def refuse_early_preparation(approach: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if approach.preparing_on and approach.preparing_on < approach.valid_from:
        raise Refused(
            "preparing_on",
            _("This lies before the day the employer was taken up, %(day)s.")
            % {"day": approach.valid_from.isoformat()},
        )


def claim(deed: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An invitation or visit belongs to the officer who works on the employer; the first one takes it up.

    To be called inside the transaction that stores the deed.
    """
    if before is not None:
        return
    model = apps.get_model("directory", "Approach")
    rows = model._default_manager.filter(unit=deed.unit, valid_from__lte=deed.happened_on)
    held = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=deed.happened_on))
    found = held.select_related("officer", "org").first()
    if found is None:
        later = (
            model._default_manager.filter(unit=deed.unit, valid_to=None)
            .select_related("officer", "org")
            .first()
        )
        found = _taken_up(deed, by) if later is None else later
    if not by.system and found.officer_id is not None and found.officer_id != by.user_id:
        raise Refused("unit", taken_up(found))


def _taken_up(deed: Any, by: Actor) -> Any:
    """The employer taken up with this very deed."""
    model: Any = apps.get_model("directory", "Approach")
    held = own_coverage(deed.unit, min(deed.happened_on, today()))
    if held is not None:
        raise Refused(
            "unit", _("%(unit)s has a union already: %(org)s.") % {"unit": deed.unit, "org": held.org}
        )
    values = {"org": deed.org, "unit": deed.unit, "valid_from": deed.happened_on}
    return services.add(model.register, values, by=by)
