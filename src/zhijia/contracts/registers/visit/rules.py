"""What a supervision round must not be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from zhijia.contracts.quarters import days_of
from zhijia.contracts.vouching import refuse_outsider
from zhijia.directory.queries import works_at
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: states of a round that is over
DONE = ("done", "confirmed")


def inspections(visit: Any) -> Any:
    """What was visited in a round."""
    rows = apps.get_model("contracts", "Inspection")._default_manager
    return rows.filter(visit_id=visit.pk) if visit.pk is not None else rows.none()


def refuse_half_done(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Last day and findings come with the step that finishes the round."""
    if visit.state not in DONE:
        return
    if visit.last_on is None:
        raise Refused("last_on", _("Give the last day of the round."))
    if not visit.findings.strip():
        raise Refused("findings", _("Say in a few sentences what was found."))


def refuse_other_quarter(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A round lies within its quarter; the next quarter has a round of its own."""
    days = days_of(visit.year, visit.quarter)
    if visit.last_on is not None and not visit.happened_on <= visit.last_on < days.end:
        raise Refused(
            "last_on",
            _("A round begun on %(first)s ends on %(last)s at the latest, with its quarter.")
            % {"first": visit.happened_on.isoformat(), "last": days.last.isoformat()},
        )


def refuse_empty_round(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A round that visited nobody was none."""
    if visit.state in DONE and not inspections(visit).exists():
        raise Refused("findings", _("No enterprise is recorded as visited; record the inspections first."))


def refuse_left_out(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Every inspection lies on a day of its round."""
    rows = inspections(visit).select_related("unit")
    misses = {"happened_on": rows.filter(happened_on__lt=visit.happened_on)}
    if visit.last_on is not None:
        misses["last_on"] = rows.filter(happened_on__gt=visit.last_on)
    for name, missed in misses.items():
        found = missed.first()
        if found is not None:
            raise Refused(
                name,
                _("%(unit)s was visited on %(day)s, outside of these days.")
                % {"unit": found.unit, "day": found.happened_on.isoformat()},
            )


def refuse_follow_up(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    if visit.follow_up_by is None:
        return
    if not visit.follow_up.strip():
        raise Refused("follow_up", _("Say what is to be done by that day."))
    if visit.follow_up_by < visit.happened_on:
        raise Refused(
            "follow_up_by",
            _("That day lies before the round, which began on %(day)s.")
            % {"day": visit.happened_on.isoformat()},
        )


def refuse_host(visit: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Those who were visited say that somebody came."""
    refuse_outsider(visit, "host", by, before)
    if visit.state not in DONE or visit.host is None:
        return
    orgs = {row.org_id: row.org for row in inspections(visit).select_related("org")}
    if not any(works_at(visit.host, org) for org in orgs.values()):
        raise Refused("host", _("%(name)s works at none of the enterprises visited.") % {"name": visit.host})
