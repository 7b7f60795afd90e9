"""When a yearly return may be called for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.kernel.day import today
from zhijia.kernel.period import add_months
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor
from zhijia.tree.models import Org
from zhijia.tree.paths import STEP, under

#: the first day of a statistical year unless the one called before began on another: month and day
FIRST = (10, 1)
#: days after its end by which returns are due unless told otherwise
DUE = 30


def last_of(first: date) -> date:
    """The last day of the statistical year that begins on a day."""
    return add_months(first, 12) - timedelta(days=1)


def newest_first(month: int, day: int) -> date:
    """The first day of the newest statistical year that is over by today."""
    now = today()
    found = date(now.year, month, min(day, 28))
    while last_of(found) >= now:
        found = date(found.year - 1, month, found.day)
    return found


def refuse_not_leading(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Returns are called for by a union that leads others."""
    if before is None and not Org.objects.filter(parent=one.org_id, closed_on=None).exists():
        raise Refused("org", _("%(org)s leads no union: it has nobody to ask.") % {"org": one.org})


def refuse_called_in_line(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A union gives one return a year: a year called above or below already is not called again."""
    if before is not None:
        return
    above = [one.path[:end] for end in range(STEP, len(one.path), STEP)]
    others = type(one)._default_manager.filter(Q(path__in=above) | under(one.path), year=one.year)
    other = others.select_related("org").first()
    if other is not None:
        raise Refused(
            "starts_on",
            _("The return of %(year)s was called for by %(org)s already.")
            % {"year": one.year, "org": other.org},
        )


def refuse_due_too_soon(one: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """What a year makes is known once it is over."""
    if one.due_on <= one.ends_on:
        raise Refused(
            "due_on",
            _("The year ends on %(day)s: returns are due after it.") % {"day": one.ends_on.isoformat()},
        )
