"""What a line of the calendar must not be, and which lines may still be taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.day import today
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor

#: states in which a line stands on the calendar
OPEN = ("planned", "put_off")
DRAFT = ("suggested", "rejected")
#: what an issued plan has told everybody
TOLD = ("title", "kind", "wording", "owners")
DAYS = ("starts_on", "ends_on")

draft = Rule(
    gettext_lazy("a line that is not on the calendar yet"),
    lambda actor: None if actor.is_anonymous else Q(state__in=DRAFT),
)


def refuse_ended_plan(line: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A year that is over gets no new lines; what its text says is read whenever the plan is."""
    if before is None and line.start is None and line.plan.year < today().year:
        raise Refused(
            "plan",
            _("The year of this plan, %(year)s, is over: write the line into the plan of this year.")
            % {"year": line.plan.year},
        )


def refuse_outside_year(line: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A line lies in the year of its plan; one put off beyond it belongs into the next plan."""
    if before is not None and all(before[name] == getattr(line, name).isoformat() for name in DAYS):
        return
    if before is None and line.start is not None:
        return
    year = line.plan.year
    if line.starts_on.year not in {year, *([line.due_on.year] if line.start is not None else [])}:
        raise Refused(
            "starts_on",
            _(
                "The plan is for %(year)s, the first day is %(day)s. What moves into another year stands in its plan."
            )
            % {"year": year, "day": line.starts_on.isoformat()},
        )
    if line.put_offs and line.ends_on.year > max(year, line.due_on.year):
        raise Refused(
            "ends_on",
            _("It cannot be put off beyond %(year)s: take it up in the next plan.") % {"year": year},
        )


def refuse_silent_change(line: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Other unions plan by what was issued: another day is a step with a reason, anything else an amendment."""
    if before is None or line.plan.state != "issued" or before["state"] not in OPEN or line.state not in OPEN:
        return
    for name in TOLD:
        if before[name] != getattr(line, name):
            raise Refused(name, _("This plan has been issued; amend it before you change it."))
    for name in DAYS:
        if before[name] != getattr(line, name).isoformat() and before["put_offs"] == line.put_offs:
            raise Refused(
                name,
                _(
                    "The plan has been issued and others go by this day: put it off with a reason, or amend the plan."
                ),
            )


def refuse_no_later_day(line: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Putting off means a later day, and one that has not passed."""
    if before is None or before["put_offs"] == line.put_offs:
        return
    if line.ends_on.isoformat() <= before["ends_on"]:
        raise Refused(
            "ends_on",
            _("Put off means later: the last day was %(old)s, now it would be %(new)s.")
            % {"old": before["ends_on"], "new": line.ends_on.isoformat()},
        )
    if line.ends_on < today():
        raise Refused(
            "ends_on",
            _("%(day)s has passed: choose a day to come.") % {"day": line.ends_on.isoformat()},
        )
