"""What a coverage must not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.rules import INSIDE
from zhijia.directory.spans import during, refuse_overlap, with_others
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.kinds import OrgKind


def refuse_kind(coverage: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A branch or group stands inside an employer that its union covers already."""
    if coverage.org.kind in INSIDE:
        raise Refused(
            "org", _("A branch or group covers no employer of its own; choose the union it belongs to.")
        )


def refuse_before_founding(coverage: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    org = coverage.org
    if coverage.valid_from < org.opened_on:
        raise Refused(
            "valid_from",
            _("%(org)s was founded on %(day)s; it covered nobody before.")
            % {"org": org, "day": org.opened_on.isoformat()},
        )
    if org.closed_on and (coverage.valid_to is None or coverage.valid_to > org.closed_on):
        raise Refused(
            "valid_to",
            _("%(org)s was closed on %(day)s; it covers nobody any longer.")
            % {"org": org, "day": org.closed_on.isoformat()},
        )


def refuse_second_employer(coverage: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A union set up for one employer covers one legal person at a time: several need a joint union."""
    if not _for_one(coverage):
        return
    rows = type(coverage)._default_manager.filter(org_id=coverage.org_id, unit__legal_person=True)
    rows = rows.exclude(pk=coverage.pk).exclude(unit_id=coverage.unit_id)
    other = during(rows, coverage.valid_from, coverage.valid_to).select_related("unit").first()
    other = other or getattr(coverage, "beside", None)
    if other is not None:
        raise Refused(
            "unit",
            _("%(org)s already covers %(unit)s; only a joint union covers several employers at once.")
            % {"org": coverage.org, "unit": other.unit},
        )


def _for_one(coverage: Any) -> bool:
    return bool(coverage.org.kind == OrgKind.GRASSROOTS and coverage.unit.legal_person)


def unions_with_employers(coverages: Sequence[Any]) -> set[int]:
    """The places of new coverages whose union has covered somebody, or covers somebody else in the same list."""
    first: dict[int, Any] = {}
    again: set[int] = set()
    for place, coverage in enumerate(coverages):
        if not _for_one(coverage):
            continue
        other = first.setdefault(coverage.org_id, coverage)
        if other.unit_id != coverage.unit_id and _share_a_day(other, coverage):
            # not stored yet, so the register does not tell of it
            coverage.beside = other
            again.add(place)
    return again | with_others(coverages, "org")


def _share_a_day(one: Any, other: Any) -> bool:
    return all(
        first.valid_to is None or first.valid_to > second.valid_from
        for first, second in ((one, other), (other, one))
    )


def employers_with_unions(coverages: Sequence[Any]) -> set[int]:
    """The places of new coverages whose employer was covered by somebody."""
    return with_others(coverages, "unit")


def refuse_second_union(coverage: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An employer is covered by one union at a time, or its staff would count twice."""
    refuse_overlap(coverage, "unit")
