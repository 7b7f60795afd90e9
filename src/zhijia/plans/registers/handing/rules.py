"""What a handing down must not be, and when one may still be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.day import today
from zhijia.plans.registers.handing import measure
from zhijia.registry.errors import Refused
from zhijia.registry.policy import Rule
from zhijia.tree.actor import Actor

#: states of a share on which both sides agree: it is the union's own target
AGREED = ("accepted", "settled", "locked")
#: methods by a number of each union
WEIGHED = ("members", "units", "last_year")

unanswered = Rule(
    gettext_lazy("a handing down no union has answered and none has handed on"),
    lambda actor: (
        None
        if actor.is_anonymous
        else ~Q(shares__state__in=(*AGREED, "argued")) & Q(shares__handed_on__isnull=True)
    ),
)


def refuse_unissued(handing: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Only what an issued plan promises is handed down, and only what can be counted."""
    if before is not None:
        return
    if handing.target.state != "confirmed" or not handing.target.indicator:
        raise Refused("target", _("Confirm this target and what measures it before you hand it down."))
    if handing.target.plan.state != "issued":
        raise Refused("target", _("Its plan is not issued: issue it before you hand its targets down."))


def refuse_not_own(handing: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A union hands down its own target, or the share of one on which it agreed."""
    if before is not None or handing.org_id == handing.target.org_id:
        return
    if handing.given is None or handing.given.state not in AGREED:
        raise Refused(
            "target",
            _(
                "This union has no agreed share of the target: accept it, or have it settled, before you hand it on."
            ),
        )


def refuse_undividable(handing: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """A rate, and what each union has for itself, is not divided: parts of it do not add up."""
    target = handing.target
    if handing.method not in ("same", "hand") and not measure.can_be_divided(target, handing.org_id):
        raise Refused(
            "method",
            _(
                "This is not divided: every union has the same value or one of its own. Choose “the same for each” "
                "or “by hand”."
            ),
        )
    if handing.method == "last_year" and handing.target.operator == "<=":
        raise Refused(
            "method",
            _("What is to stay low is not divided by last year's result: who had most would get most."),
        )


def refuse_unfit_numbers(handing: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """The whole and the least of each are numbers the target can be counted in."""
    measure.refuse_unfit(handing.target, handing.total, "total")
    measure.refuse_unfit(handing.target, handing.minimum, "minimum", zero=True)
    if handing.minimum is not None and handing.minimum > handing.total:
        raise Refused("minimum", _("The least of each is more than what is handed down."))


def refuse_past_reply(handing: Any, by: Actor, before: Mapping[str, Any] | None) -> None:
    """Unions have until a day to come to answer."""
    refuse_past(handing.reply_due_on, before, handing.target.ends_on)


def refuse_past(day: Any, before: Mapping[str, Any] | None, last: Any) -> None:
    """Raises Refused for a day to answer by that has passed or lies beyond the target's own last day."""
    if day is None or (before is not None and before["reply_due_on"] == day.isoformat()):
        return
    if day < today():
        raise Refused(
            "reply_due_on", _("%(day)s has passed: choose a day to come.") % {"day": day.isoformat()}
        )
    if day > max(last, today()):
        raise Refused(
            "reply_due_on",
            _("The target runs until %(last)s: the answer has to come before.") % {"last": last.isoformat()},
        )
