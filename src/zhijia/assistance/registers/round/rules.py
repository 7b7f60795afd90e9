"""What a round of insurance must not be."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhijia.assistance.listed import Before, refuse_changed_list
from zhijia.assistance.standards import most_years
from zhijia.registry.errors import Refused
from zhijia.tree.actor import Actor

#: who hangs on a round
PEOPLE = "enrolments insurances"


def years_later(day: date, years: int) -> date:
    """The same day so many years later; for the 29th of February the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def refuse_period(one: Any, by: Actor, before: Before) -> None:
    """A plan insures for a year or a few; a round without end, or for ten years, is a slip of the pen."""
    years = most_years(one.plan)
    latest = years_later(one.valid_from, years)
    if one.valid_to is None or one.valid_to > latest:
        raise Refused(
            "valid_to",
            _("A round of this plan lasts at most %(years)s years: it ends by %(latest)s.")
            % {"years": years, "latest": latest.isoformat()},
        )


def refuse_known_policy(one: Any, by: Actor, before: Before) -> None:
    """One policy, one round: handed in twice, its people would be twice on file."""
    rows = type(one)._default_manager.filter(policy_key=one.policy_key).exclude(pk=one.pk)
    other = rows.select_related("org").first()
    if other is None:
        return
    seen = type(one).register.policy.view.test(by, other)
    raise Refused(
        "policy_number",
        _("The round of this policy is on file already: %(round)s.") % {"round": other}
        if seen
        else _("The round of this policy is on file already with another union."),
    )


def refuse_too_short_list(one: Any, by: Actor, before: Before) -> None:
    """The insurer's list is no shorter than the people recorded from it."""
    if one._state.adding:
        return
    recorded = sum(getattr(one, name).count() for name in PEOPLE.split())
    if one.listed < recorded:
        raise Refused(
            "listed",
            _("%(recorded)s people are recorded from this list already; it cannot have %(listed)s.")
            % {"recorded": recorded, "listed": one.listed},
        )


def refuse_changed_round(one: Any, by: Actor, before: Before) -> None:
    refuse_changed_list(one, before, ("plan", "valid_from", "valid_to"), PEOPLE)
