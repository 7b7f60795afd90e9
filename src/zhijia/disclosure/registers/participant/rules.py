"""What an employer under a disclosure system must not be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhijia.directory.models import Coverage
from zhijia.directory.queries import coverage_on
from zhijia.directory.spans import refuse_overlap
from zhijia.disclosure.suspects import with_others
from zhijia.kernel.day import today
from zhijia.registry.distinct import chunks
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor


def refuse_outside_system(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An employer takes part on days on which the system stands."""
    system = row.system
    for name, day in {"valid_from": row.valid_from, "last_on": row.last_on}.items():
        early = day is not None and day < system.valid_from
        late = day is not None and system.last_on is not None and day > system.last_on
        if early or late:
            end = system.last_on.isoformat() if system.last_on else pgettext("end of a span", "today")
            raise Refused(
                name,
                _("The system stands from %(first)s to %(last)s; choose a day within.")
                % {"first": system.valid_from.isoformat(), "last": end},
            )


def refuse_uncovered(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Without a union there is nobody to watch over the disclosure."""
    if before is not None and before["valid_from"] == row.valid_from.isoformat():
        return
    if not any(coverage_on(row.unit, day, beneath=row.org) for day in _days(row)):
        raise Refused(
            "unit",
            _("%(unit)s is not covered by %(org)s or a union below it on %(day)s; record the coverage first.")
            % {"unit": row.unit, "org": row.org, "day": row.valid_from.isoformat()},
        )


def _days(row: Any) -> set[date]:
    """The days of which one has to see the employer covered: the first it takes part, and today or the last."""
    return {row.valid_from, min(today(), row.last_on or today())}


def uncovered(rows: Sequence[Any]) -> set[int]:
    """The places of new rows whose employer no union at or below theirs covers on such a day."""
    held: dict[int, list[Coverage]] = defaultdict(list)
    for some in chunks(sorted({row.unit_id for row in rows})):
        for coverage in Coverage.objects.filter(unit__in=some):
            held[coverage.unit_id].append(coverage)
    return {
        place
        for place, row in enumerate(rows)
        if not any(
            one.path.startswith(row.path)
            and one.valid_from <= day
            and (one.valid_to is None or one.valid_to > day)
            for one in held[row.unit_id]
            for day in _days(row)
        )
    }


def in_a_system(rows: Sequence[Any]) -> set[int]:
    """The places of new rows whose employer has been under a system."""
    return with_others(rows, "unit")


def refuse_second_system(row: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """An employer is under one system at a time; the other is named only to whoever may see it."""
    view = type(row).register.policy.view
    refuse_overlap(
        row,
        "unit",
        label=lambda other: (
            _("the system “%(title)s”") % {"title": other.system}
            if view.test(by, other)
            else _("another system")
        ),
        hint=_("An employer is under one disclosure system at a time."),
    )
