"""What a commendation must not be: of nobody, by surprise, twice, or vouched for by whoever recorded it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from zhijia.directory.models import ENTERPRISES
from zhijia.directory.queries import coverage_on, facts_on, works_at
from zhijia.honours.standards import publicity_days
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

Before = Mapping[str, Any] | None


def refuse_recipient(one: Any, by: Actor, before: Before) -> None:
    """An employer is named, a union is the one it stands at."""
    if one.recipient == "union" and one.unit_id is not None:
        raise Refused("unit", _("The union itself is commended: leave the employer empty."))
    if one.recipient != "union" and one.unit_id is None:
        raise Refused("unit", _("Choose the employer that is commended."))


def refuse_no_enterprise(one: Any, by: Actor, before: Before) -> None:
    """What counts as an enterprise is one by its facts on the day."""
    if one.recipient != "enterprise" or one.unit_id is None:
        return
    facts = facts_on(one.unit, one.happened_on)
    if facts is None or facts.ownership not in ENTERPRISES:
        raise Refused(
            "unit",
            _(
                "On %(day)s the facts on file of %(unit)s do not say that it is an enterprise; complete them first."
            )
            % {"day": one.happened_on.isoformat(), "unit": one.unit},
        )


def refuse_not_covered(one: Any, by: Actor, before: Before) -> None:
    """A union commends the employers of its own unions."""
    if one.unit_id is None:
        return
    coverage = coverage_on(one.unit, one.happened_on, beneath=one.org)
    if coverage is None or coverage.org_id != one.org_id:
        raise Refused(
            "unit",
            _("%(org)s did not cover %(unit)s on %(day)s; choose the union that did.")
            % {"org": one.org, "unit": one.unit, "day": one.happened_on.isoformat()},
        )


def refuse_publicity(one: Any, by: Actor, before: Before) -> None:
    """It hung on the notice board long enough, and before it was decided: the federation's own measure."""
    first, last, least = one.public_from, one.public_to, publicity_days()
    if last >= one.happened_on:
        raise Refused(
            "public_to",
            _("The notice hung until %(last)s; it is decided on a later day, not on %(day)s.")
            % {"last": last.isoformat(), "day": one.happened_on.isoformat()},
        )
    days = (last - first).days + 1
    if days < least:
        raise Refused(
            "public_to",
            _("From %(first)s to %(last)s the notice hung %(days)s days; the federation asks for %(least)s.")
            % {
                "first": first.isoformat(),
                "last": last.isoformat(),
                "days": max(days, 0),
                "least": least,
            },
        )


def refuse_second(one: Any, by: Actor, before: Before) -> None:
    """One award, one level, one year: an enterprise is commended for it once."""
    rows = type(one)._default_manager.filter(
        award=one.award, level=one.level, happened_on__year=one.happened_on.year
    )
    rows = rows.filter(unit_id=one.unit_id) if one.unit_id else rows.filter(unit=None, org_id=one.org_id)
    other = rows.exclude(pk=one.pk).first()
    if other is not None:
        raise Refused(
            "award",
            _("This was awarded in %(year)s already, by decision %(number)s.")
            % {"year": one.happened_on.year, "number": other.document_number},
        )


def refuse_witness(one: Any, by: Actor, before: Before) -> None:
    """Whoever says that the notice hung there works there and has not recorded it."""
    if one.witness_id is None:
        return
    recorder = by.user_id if before is None else before.get("recorded_by")
    own = {user for user in (recorder, by.user_id) if user is not None}
    if one.witness.user_id in own:
        raise Refused(
            "witness", _("Choose a worker who did not record this: nobody vouches for their own entry.")
        )
    if before is not None and before.get("witness") == one.witness_id:
        return
    if not works_at(one.witness, one.org):
        raise Refused(
            "witness",
            _("%(name)s is on file elsewhere; choose a worker of %(org)s.")
            % {"name": one.witness, "org": one.org},
        )
