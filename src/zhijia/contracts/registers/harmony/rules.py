"""What an enterprise of the programme must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.contracts.cover import coverage_on, facts_on
from zhijia.contracts.standards import pass_mark
from zhijia.contracts.vouching import refuse_outsider
from zhijia.directory.models import ENTERPRISES
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: states with a result
WITH_RESULT = ("assessed", "commended")


def refuse_not_unionised(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Harmony is between an employer and a union."""
    if before is not None and before["happened_on"] == entry.happened_on.isoformat():
        return
    coverage = coverage_on(entry.unit, entry.happened_on)
    day = entry.happened_on.isoformat()
    if coverage is None:
        raise Refused("unit", _("No union covered %(unit)s on %(day)s.") % {"unit": entry.unit, "day": day})
    if coverage.org_id != entry.org_id:
        raise Refused(
            "happened_on",
            _("On %(day)s another union covered it: %(org)s. Remove this entry and record it anew.")
            % {"day": day, "org": coverage.org},
        )


def refuse_no_enterprise(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    facts = facts_on(entry.unit, entry.happened_on)
    if facts is not None and facts.ownership not in ENTERPRISES:
        raise Refused(
            "unit",
            _("%(unit)s is no enterprise (%(kind)s); the programme is for enterprises.")
            % {"unit": entry.unit, "kind": facts.get_ownership_display()},
        )


def refuse_other_year(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if entry.happened_on.year != entry.year:
        raise Refused(
            "happened_on",
            _("A pledge for %(year)s is signed in %(year)s, not on %(day)s.")
            % {"year": entry.year, "day": entry.happened_on.isoformat()},
        )


def refuse_sector(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The industry is listed on that day by the union itself or one above it."""
    sector, day = entry.sector, entry.happened_on
    listed = sector.valid_from <= day and (sector.valid_to is None or day < sector.valid_to)
    if not listed or not entry.org.path.startswith(sector.path):
        raise Refused(
            "sector",
            _("%(name)s was no key industry of this place on %(day)s.")
            % {"name": sector, "day": day.isoformat()},
        )


def refuse_delegate(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Whoever vouches for a pledge works there."""
    refuse_outsider(entry, "delegate", by, before)


def refuse_half_assessed(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Day and score come with the assessment, and stay together."""
    for name in ("assessed_on", "score"):
        given = getattr(entry, name) is not None
        if entry.state in WITH_RESULT and not given:
            raise Refused(name, _("Give both the day and the score of the assessment."))
        if entry.state not in (*WITH_RESULT, "withdrawn") and given:
            raise Refused(name, _("Leave this empty: it is filled in when the enterprise is assessed."))
    if entry.assessed_on is not None and entry.assessed_on < entry.happened_on:
        raise Refused(
            "assessed_on",
            _("Assessed on %(day)s lies before the pledge on %(pledge)s.")
            % {"day": entry.assessed_on.isoformat(), "pledge": entry.happened_on.isoformat()},
        )


def refuse_unvisited(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Nobody is assessed from a desk: somebody has looked first."""
    if entry.state not in WITH_RESULT or (before is not None and before["state"] in WITH_RESULT):
        return
    seen = apps.get_model("contracts", "Inspection")._default_manager.filter(
        unit=entry.unit_id, happened_on__year=entry.year, happened_on__lte=entry.assessed_on
    )
    if not seen.exists():
        raise Refused(
            "assessed_on",
            _("No supervision round has visited %(unit)s in %(year)s before that day; visit it first.")
            % {"unit": entry.unit, "year": entry.year},
        )


def refuse_commendation(entry: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Only the best are commended: the federation's own mark, a setting."""
    if entry.state != "commended":
        if entry.commended_on is not None:
            raise Refused("commended_on", _("Leave this empty: it is filled in with the commendation."))
        return
    if entry.commended_on is None or entry.commended_on < entry.assessed_on:
        raise Refused("commended_on", _("Give the day of the commendation, not before the assessment."))
    if entry.score < pass_mark():
        raise Refused(
            "score",
            _("%(score)s points are less than the %(least)s the federation asks for a commendation.")
            % {"score": entry.score, "least": pass_mark()},
        )
