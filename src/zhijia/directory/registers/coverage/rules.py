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
    if coverage.org.kind != OrgKind.GRASSROOTS or not coverage.unit.legal_person:
        return
    rows = type(coverage)._default_manager.filter(org_id=coverage.org_id, unit__legal_person=True)
    rows = rows.exclude(pk=coverage.pk).exclude(unit_id=coverage.unit_id)
    other = during(rows, coverage.valid_from, coverage.valid_to).select_related("unit").first()
    if other is not None:
        raise Refused(
            "unit",
            _("%(org)s already covers %(unit)s; only a joint union covers several employers at once.")
            % {"org": coverage.org, "unit": other.unit},
        )


def unions_with_employers(coverages: Sequence[Any]) -> set[int]:
    """The places of new coverages whose union has covered somebody."""
    return with_others(coverages, "org")


def employers_with_unions(coverages: Sequence[Any]) -> set[int]:
    """The places of new coverages whose employer was covered by somebody."""
    return with_others(coverages, "unit")


def refuse_second_union(coverage: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An employer is covered by one union at a time, or its staff would count twice."""
    refuse_overlap(coverage, "unit")
